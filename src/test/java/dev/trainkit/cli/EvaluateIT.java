package dev.trainkit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainkit.store.Figures;
import dev.trainkit.store.Manifest;
import dev.trainkit.store.ModelDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvaluateIT {

    /** Threads add in an order of their own. */
    private static final double ROUNDING = 1e-5;

    @TempDir private static Path models;
    private static Path model;

    @TempDir private Path folder;

    @BeforeAll
    static void train() {
        model = models.resolve("model");
        Ran ran =
                Ran.here(
                        "train",
                        "--epochs=1",
                        "--set=data.limit=2000",
                        "--set=engine.threads=1",
                        "--out=" + model);
        assertThat(ran.exitCode()).isZero();
    }

    @Test
    void findsTheFiguresThatTheRunFound() throws IOException {
        Ran ran = Ran.launched(folder, "evaluate", "--model", model.toString(), "--json");

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.err()).isEmpty();
        JsonNode found = new ObjectMapper().readTree(ran.out());
        Figures test = ModelDirectory.load(model).manifest().test();
        assertThat(found.get("loss").asDouble()).isCloseTo(test.loss(), within(ROUNDING));
        assertThat(found.get("accuracy").asDouble()).isCloseTo(test.accuracy(), within(1e-4));
        assertThat(found.get("pictures").asInt()).isEqualTo(10_000);
    }

    @Test
    void takesTheTestSetOfAnotherFolder() throws IOException {
        Path data = IdxFixture.write(folder.resolve("data"));

        Ran ran =
                Ran.launched(
                        folder, "evaluate", "--model=" + model, "--data-path=" + data.toString());

        assertThat(ran.exitCode()).isZero();
        // black pictures all get the same answer, which is right for a tenth of them
        assertThat(ran.out())
                .containsPattern(
                        "^Test             accuracy 10.00 %, loss \\d\\.\\d{4}, 20 pictures\n")
                .containsPattern(
                        "\nNote: Every answer is \\d: Matthews' coefficient counts as 0.\n");
    }

    @Test
    void writesAFigureALineForSpreadsheets() {
        Ran ran = Ran.here("evaluate", "--model=" + model, "--csv");

        assertThat(ran.out().lines())
                .startsWith("figure,class,value")
                .contains("pictures,,10000", "support,7,1028")
                .anyMatch(line -> line.matches("macro\\.f1,,0\\.\\d+"));
    }

    @Test
    void writesTheAnswerToEachPicture() throws IOException {
        Path file = folder.resolve("answers.csv");

        Ran ran = Ran.here("evaluate", "--model=" + model, "--json", "--predictions=" + file);

        JsonNode found = new ObjectMapper().readTree(ran.out());
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(10_001);
        assertThat(lines.get(0)).startsWith("picture,label,prediction,right,probability,\"p(0)\"");
        assertThat(lines.stream().filter(line -> line.contains(",true,")).count())
                .isEqualTo(Math.round(10_000 * found.get("accuracy").asDouble()));
    }

    @Test
    void saysWhereThePredictionsCouldNotBeWritten() {
        Path file = folder.resolve("no/answers.csv");

        Ran ran = Ran.here("evaluate", "--model=" + model, "--predictions=" + file);

        assertThat(ran)
                .isEqualTo(
                        new Ran(
                                1,
                                "",
                                "The predictions could not be written to %s: it does not exist. Name another file with --predictions.\n"
                                        .formatted(file)));
    }

    @Test
    void keepsATemperatureThatMakesTheProbabilitiesNoWorse() {
        Manifest manifest = ModelDirectory.load(model).manifest();

        assertThat(manifest.temperature()).isBetween(0.05, 20.0).isNotEqualTo(1);
    }

    @Test
    void refusesTwoFormats() {
        Ran ran = Ran.here("evaluate", "--model=" + model, "--json", "--csv");

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).contains("mutually exclusive");
    }

    @Test
    void asksForTheModel() {
        Ran ran = Ran.launched(folder, "evaluate");

        assertThat(ran)
                .isEqualTo(
                        new Ran(
                                2,
                                "",
                                """
                                Missing required option: '--model=DIR'
                                Run 'trainkit evaluate --help' for its usage.
                                """));
    }

    @Test
    void listsTheDevicesWhereTheOneThatWasNamedIsNotThere() {
        Ran ran = Ran.launched(folder, "evaluate", "--model=" + model, "--device=gpu:99");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err())
                .startsWith("There is no device 'gpu:99' here. The engine can use: ")
                .contains("cpu. Set engine.device to one of them, or to auto.");
    }

    @ParameterizedTest
    @CsvSource({
        "model.json, There is no model in %s: it has no model.json. Train one with `trainkit train --out %s`.",
        "weights.safetensors, '%s/weights.safetensors is missing, though the model''s manifest lists it. Copy the model again.'",
        "config.yaml, '%s/config.yaml is missing, though the model''s manifest lists it. Copy the model again.'",
        "history.jsonl, '%s/history.jsonl is missing, though the model''s manifest lists it. Copy the model again.'"
    })
    void namesTheFileThatIsMissing(String name, String sentence) throws IOException {
        Path copy = copyOfTheModel();
        Files.delete(copy.resolve(name));

        assertThat(evaluate(copy)).isEqualTo(new Ran(1, "", sentence.replace("%s", "copy") + "\n"));
    }

    @ParameterizedTest
    @CsvSource({
        "model.json, copy/model.json is damaged: ",
        "weights.safetensors, 'copy/weights.safetensors is not the file that was saved: its SHA-256 is '",
        "config.yaml, 'copy/config.yaml is not the file that was saved: its SHA-256 is '",
        "history.jsonl, 'copy/history.jsonl is not the file that was saved: its SHA-256 is '"
    })
    void namesTheFileThatIsDamaged(String name, String sentence) throws IOException {
        Path file = copyOfTheModel().resolve(name);
        byte[] content = Files.readAllBytes(file);
        content[0] ^= 1;
        Files.write(file, content);

        Ran ran = evaluate(file.getParent());
        assertThat(ran).isEqualTo(new Ran(1, "", ran.err()));
        assertThat(ran.err()).hasLineCount(1).startsWith(sentence);
    }

    private Ran evaluate(Path directory) {
        return Ran.launched(folder, "evaluate", "--model", folder.relativize(directory).toString());
    }

    private Path copyOfTheModel() throws IOException {
        Path copy = Files.createDirectory(folder.resolve("copy"));
        for (String name : model.toFile().list()) {
            Files.copy(model.resolve(name), copy.resolve(name));
        }
        return copy;
    }
}
