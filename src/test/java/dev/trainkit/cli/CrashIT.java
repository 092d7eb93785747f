package dev.trainkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The short form of {@code scripts/crash}. */
@DisabledOnOs(OS.WINDOWS) // where the launcher's process is not the run's
class CrashIT {

    @Test
    void endsInTheSameBytesHoweverOftenItIsKilled() throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process crash =
                new ProcessBuilder(java, "scripts/crash/Crash.java", "8")
                        .directory(Ran.HOME.toFile())
                        .redirectErrorStream(true)
                        .start();
        String printed = new String(crash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(crash.waitFor()).as(printed).isZero();
        assertThat(printed.lines())
                .last()
                .asString()
                .matches(
                        "8 kills \\(seed 1\\), \\d+ of them within the writing of a checkpoint;"
                                + " (\\d+) of \\1 runs ended in the bytes of the run that nobody"
                                + " killed");
    }
}
