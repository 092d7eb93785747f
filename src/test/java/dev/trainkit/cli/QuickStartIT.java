package dev.trainkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that compute nothing start without the engine, whose library takes most of a second. */
class QuickStartIT {

    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"--help", "--version", "config", "train --help", "predict --help"})
    void loadsNoEngine(String commandLine) throws IOException {
        Path classes = folder.resolve("classes.txt");
        Ran ran =
                Ran.launched(
                        folder,
                        Ran.HOME.resolve("scripts/trainkit"),
                        Map.of("TRAINKIT_JAVA_OPTS", "-Xlog:class+load:file=" + classes),
                        commandLine.split(" "));

        assertThat(ran.exitCode()).isZero();
        assertThat(Files.readString(classes))
                .contains(" dev.trainkit.cli.Main ")
                .doesNotContain(" ai.djl.engine.Engine ", " ai.djl.pytorch.");
    }
}
