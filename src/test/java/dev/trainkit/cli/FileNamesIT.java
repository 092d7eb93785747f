package dev.trainkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainkit.data.PngFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A wrong answer says which file it was given to, wherever it is shown. */
class FileNamesIT {

    private static final int TEST_PICTURES = 100;

    /** Of a file of digit c in the test part, as {@link PngFolder} writes them. */
    private static final String FILE = "test/%s/000\\d\\d\\.png";

    @TempDir private static Path folder;
    private static Path pictures;
    private static Path model;
    private static Path smaller;

    @BeforeAll
    static void train() throws IOException {
        pictures = PngFolder.writeMnist(folder.resolve("pictures"), 200, TEST_PICTURES);
        model = train("model", "16x16", "true");
        smaller = train("smaller", "8x8", "false");
    }

    private static Path train(String name, String size, String report) {
        Path directory = folder.resolve(name);
        Ran ran =
                Ran.here(
                        "train",
                        "--set=data.name=image-folder",
                        "--set=data.path='" + pictures + "'",
                        "--set=data.image.size=" + size,
                        "--set=data.image.channels=1",
                        "--set=model.name=mlp",
                        "--set=report.html=" + report,
                        "--epochs=1",
                        "--out=" + directory);
        assertThat(ran.exitCode()).as(ran.err()).isZero();
        return directory;
    }

    private static JsonNode json(String... arguments) throws IOException {
        Ran ran = Ran.here(arguments);
        assertThat(ran.exitCode()).as(ran.err()).isZero();
        return new ObjectMapper().readTree(ran.out());
    }

    @Test
    void evaluateNamesTheFilesOfTheSurestMistakes() throws IOException {
        Path file = folder.resolve("answers.csv");
        JsonNode mistakes =
                json("evaluate", "--model=" + model, "--json", "--predictions=" + file)
                        .get("mistakes");
        String text = Ran.here("evaluate", "--model=" + model).out();

        assertThat(mistakes).isNotEmpty();
        for (JsonNode mistake : mistakes) {
            assertThat(mistake.get("name").asText())
                    .matches(FILE.formatted(mistake.get("label").asText()));
        }
        JsonNode surest = mistakes.get(0);
        assertThat(text)
                .contains(
                        "\nSurest mistakes  %s: %s as %s ("
                                .formatted(
                                        surest.get("name").asText(),
                                        surest.get("label").asText(),
                                        surest.get("guess").asText()));
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(TEST_PICTURES + 1);
        assertThat(lines.get(0)).startsWith("picture,name,label,prediction,right,probability,");
        assertThat(lines.get(1 + surest.get("picture").asInt()))
                .startsWith(
                        "%s,%s,%s,%s,false,"
                                .formatted(
                                        surest.get("picture").asText(),
                                        surest.get("name").asText(),
                                        surest.get("label").asText(),
                                        surest.get("guess").asText()));
    }

    @Test
    void theReportNamesThemToo() throws IOException {
        JsonNode surest = json("evaluate", "--model=" + model, "--json").at("/mistakes/0");
        String name = surest.get("name").asText();

        assertThat(Files.readString(model.resolve("report.html")))
                .contains("alt=\"" + name + "\" title=\"" + name + "\"")
                .contains("<small>" + name + "</small>")
                .containsPattern(
                        "\"" + FILE.formatted("\\d") + ", \\d+\\.\\d+\u00a0%\"") // of a cell
                .doesNotContain(pictures.toString() + "/test");
    }

    @Test
    void pairsModelsThatTakeTheSameFilesInAnotherSize() throws IOException {
        JsonNode found = json("compare", model.toString(), smaller.toString(), "--json");

        JsonNode paired = found.get("paired");
        assertThat(
                        paired.get("both").asInt()
                                + paired.get("onlyFirst").asInt()
                                + paired.get("onlySecond").asInt()
                                + paired.get("neither").asInt())
                .isEqualTo(TEST_PICTURES);
        assertThat(found.get("unpaired").isNull()).isTrue();
        assertThat(found.get("disagreements")).isNotEmpty();
        for (JsonNode one : found.get("disagreements")) {
            assertThat(one.get("name").asText()).matches(FILE.formatted(one.get("label").asText()));
            assertThat(one.get("first").asText()).isNotEqualTo(one.get("second").asText());
        }
        JsonNode first = found.at("/disagreements/0");
        assertThat(Ran.here("compare", model.toString(), smaller.toString()).out())
                .contains(
                        "Answered differently:\n  %s, which is %s: the first says %s, the second %s\n"
                                .formatted(
                                        first.get("name").asText(),
                                        first.get("label").asText(),
                                        first.get("first").asText(),
                                        first.get("second").asText()));
    }

    @Test
    void doesNotPairWhatWasTestedOnOtherFiles() throws IOException {
        Path other = folder.resolve("other");
        PngFolder.writeMnist(other, 200, TEST_PICTURES - 1);
        Path odd = folder.resolve("odd");
        Ran ran =
                Ran.here(
                        "train",
                        "--set=data.name=image-folder",
                        "--set=data.path='" + other + "'",
                        "--set=data.image.size=8x8",
                        "--set=data.image.channels=1",
                        "--set=model.name=mlp",
                        "--set=report.html=false",
                        "--epochs=1",
                        "--out=" + odd);
        assertThat(ran.exitCode()).as(ran.err()).isZero();

        assertThat(Ran.here("compare", model.toString(), odd.toString()).out())
                .endsWith(
                        "\nThe first was tested on 100 pictures and the second on 99, so their answers cannot be paired. To test both on the same, name a folder of pictures that neither was trained on with --data-path.\n");
    }
}
