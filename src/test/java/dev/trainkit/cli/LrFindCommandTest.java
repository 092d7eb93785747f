package dev.trainkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainkit.Slow;
import dev.trainkit.data.SmallMnist;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;

@Slow
class LrFindCommandTest {

    @TempDir private static Path folder;

    @BeforeAll
    static void writeData() throws IOException {
        SmallMnist.write(folder.resolve("data"), 640, 10);
    }

    @Test
    void printsATableAndASuggestionAndDrawsTheCurve() throws Exception {
        Path picture = folder.resolve("curve.svg");
        Ran ran = find("--from=1e-5", "--to=10", "--steps=40", "--out=" + picture);

        assertThat(ran.err()).isEmpty();
        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out())
                .startsWith("Learning rate    Loss  Average\n     1.00e-05  2.")
                .containsPattern("\nLowest average   \\d\\.\\d{4} at [0-9.e-]+\n")
                .containsPattern("\nSteepest fall    \\d\\.\\d{4} at [0-9.e-]+\n")
                .containsPattern(
                        "\nSuggestion       --learning-rate 0\\.0\\d+\nWhy              a tenth of ")
                .contains("\nWhere            optimizer.learning-rate in the file, ")
                .doesNotContain("Do not trust it")
                .endsWith("\nCurve            " + picture + "\n");
        assertThat(ran.out().lines()).hasSizeBetween(18, 29);
        Document svg =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(picture.toFile());
        assertThat(svg.getDocumentElement().getTagName()).isEqualTo("svg");
        assertThat(svg.getElementsByTagName("polyline").getLength()).isEqualTo(2);
    }

    @Test
    void printsOneJsonObjectWithEveryPoint() throws IOException {
        Path picture = folder.resolve("json.svg");
        Ran ran = find("--from=1e-6", "--to=1e-5", "--steps=7", "--out=" + picture, "--json");

        assertThat(ran.exitCode()).isZero();
        JsonNode found = new ObjectMapper().readTree(ran.out());
        assertThat(found.get("points")).hasSize(7);
        assertThat(found.get("points").get(0).get("rate").asDouble()).isEqualTo(1e-6);
        assertThat(found.get("suggestion").asDouble())
                .isEqualTo(found.get("lowest").get("rate").asDouble() / 10);
        assertThat(found.get("doubt").asText())
                .isIn(
                        "the loss only rose: begin with a lower --from",
                        "the loss was still falling at the last rate: raise --to",
                        "the loss hardly fell at any rate: take more --steps, or look at the data first");
        assertThat(found.get("curve").asText()).isEqualTo(picture.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--from=0", "--from=20", "--to=Infinity", "--steps=1"})
    void refusesARangeThatIsNone(String option) {
        Ran ran = find(option);

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err())
                .startsWith(
                        "--from must be above 0 and below --to, and --steps at least 2, but they"
                                + " were ");
    }

    @Test
    void saysWhereTheCurveCouldNotBeWritten() {
        Path nowhere = folder.resolve("none/curve.svg");
        Ran ran = find("--from=1e-6", "--to=1e-5", "--steps=2", "--out=" + nowhere);

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err())
                .startsWith("The curve could not be written to " + nowhere + ": ")
                .endsWith(" Name another file with --out.\n");
        assertThat(nowhere.getParent()).doesNotExist();
    }

    private static Ran find(String... options) {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "lr-find",
                                "--set=data.path=" + folder.resolve("data"),
                                "--set=engine.threads=1"));
        arguments.addAll(List.of(options));
        return Ran.here(arguments.toArray(String[]::new));
    }
}
