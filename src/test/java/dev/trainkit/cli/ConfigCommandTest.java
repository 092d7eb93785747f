package dev.trainkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainkit.config.RunConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigCommandTest {

    @TempDir private Path folder;

    @Test
    void saysWhereEachValueComesFrom() throws IOException {
        Path file = write("train:\n  epochs: 3\n");

        Ran ran = Ran.here("config", file.toString(), "--set", "train.batch-size=32", "--seed=7");

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.err()).isEmpty();
        assertThat(ran.out())
                .contains("epochs: 3  # " + file + ":2\n")
                .contains("batch-size: 32  # --set train.batch-size=32\n")
                .contains("seed: 7  # --seed 7\n")
                .contains("loss: cross-entropy  # default\n");
    }

    @Test
    void printsWhatLoadsBack() throws IOException {
        Ran ran = Ran.here("config", "--epochs", "3", "--batch-size", "5", "--device", "cpu");

        assertThat(RunConfig.load(write(ran.out()), List.of()))
                .isEqualTo(
                        RunConfig.load(
                                Ran.HOME.resolve("config/lenet-mnist.yaml"),
                                List.of(
                                        "train.epochs=3",
                                        "train.batch-size=5",
                                        "engine.device=cpu")));
    }

    @Test
    void reportsAllMistakesAsWrongUsage() {
        Ran ran = Ran.here("config", "--epochs=many", "--set", "optimizer.momentum=2");

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err())
                .contains("The configuration has 2 mistakes:")
                .contains("train.epochs must be a whole number, but was the text 'many'")
                .contains("optimizer.momentum must be at least 0 and below 1, but was 2.0");
    }

    private Path write(String yaml) throws IOException {
        return Files.writeString(folder.resolve("run.yaml"), yaml);
    }
}
