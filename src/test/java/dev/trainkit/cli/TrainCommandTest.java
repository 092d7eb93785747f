package dev.trainkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainkit.Slow;
import dev.trainkit.data.SmallMnist;
import dev.trainkit.report.MlFlowServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Slow
class TrainCommandTest {

    @TempDir private Path folder;

    @Test
    void showsWhatItWouldDoAndWritesNothing() {
        Path out = folder.resolve("model");
        Ran ran = Ran.here("train", "--dry-run", "--out", out.toString(), "--device", "cpu");

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.err()).isEmpty();
        assertThat(ran.out().lines())
                .startsWith(
                        "Network  lenet, 81,194 parameters",
                        "Data     mnist: 54,000 pictures to train on, 6,000 for validation, 10,000"
                                + " for the test",
                        "Run      10 epochs of 844 steps, 64 pictures a step")
                .endsWith("Model    " + out, "Nothing was trained, and nothing written.");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void showsItAsJsonToo() throws IOException {
        Ran ran =
                Ran.here(
                        "train",
                        "--dry-run",
                        "--json",
                        "--epochs=3",
                        "--set=data.limit=1000",
                        "--out=" + folder.resolve("model"));

        JsonNode plan = new ObjectMapper().readTree(ran.out());
        assertThat(plan.get("trainPictures").asInt()).isEqualTo(900);
        assertThat(plan.get("epochs").asInt()).isEqualTo(3);
        assertThat(plan.get("stepsPerEpoch").asInt()).isEqualTo(15);
        assertThat(plan.get("parameters").asInt()).isEqualTo(81_194);
    }

    @Test
    void tellsMlFlowOfTheRunAndItsFiles() throws IOException {
        try (MlFlowServer server = new MlFlowServer()) {
            Ran ran =
                    Ran.here(
                            "train",
                            "--epochs=1",
                            "--set=data.limit=200",
                            "--set=data.path=" + SmallMnist.write(folder.resolve("data"), 200, 50),
                            "--set=report.html=false",
                            "--set=report.mlflow=" + server.address(),
                            "--out=" + folder.resolve("my-run"));

            assertThat(ran.exitCode()).as(ran.err()).isZero();
            assertThat(ran.err()).doesNotContain("MLflow");
            assertThat(server.faults).isEmpty();
            assertThat(server.created.path("run_name").asText()).isEqualTo("my-run");
            assertThat(server.updated.path("status").asText()).isEqualTo("FINISHED");
            assertThat(server.files)
                    .containsOnlyKeys(
                            "config.yaml", "history.jsonl", "model.json", "weights.safetensors");
        }
    }

    @Test
    void refusesADirectoryThatIsInUseBeforeItReadsTheData() throws IOException {
        Path file = Files.createFile(folder.resolve("mine.txt"));
        Ran ran = Ran.here("train", "--out=" + folder, "--set=data.path=" + file);

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err()).contains(folder.toString()).doesNotContain("IDX");
        assertThat(file).exists();
    }

    @Test
    void leavesNoDirectoryWhereThereAreNoData() {
        Path out = folder.resolve("model");
        Ran ran = Ran.here("train", "--out=" + out, "--set=data.path=" + folder.resolve("none"));

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err()).contains(folder.resolve("none").toString());
        assertThat(out).doesNotExist();
    }

    @Test
    void reportsAllMistakesUnderTheOptionsThatWereTyped() {
        Ran ran =
                Ran.here(
                        "train",
                        "--epochs",
                        "0",
                        "--learning-rate=fast",
                        "--set",
                        "optimiser.momentum=0.5");

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err())
                .isEqualToNormalizingNewlines(
                        """
                        The configuration has 3 mistakes:
                          --set optimiser.momentum=0.5: Unknown key 'optimiser.momentum'. Did you mean optimizer.momentum?
                          --epochs 0: train.epochs must be at least 1, but was 0
                          --learning-rate fast: optimizer.learning-rate must be a number, but was the text 'fast'
                        """);
    }

    @Test
    void quotesWhatAShellWouldTakeApart() {
        assertThat(ShellWords.of("scripts/trainkit", "predict", "my models/Anna's"))
                .isEqualTo("scripts/trainkit predict 'my models/Anna'\\''s'");
    }
}
