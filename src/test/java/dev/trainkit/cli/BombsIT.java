package dev.trainkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The short form of {@code scripts/load/trial bombs}. */
@EnabledOnOs(OS.LINUX) // whose /proc tells of memory
class BombsIT {

    @Test
    void answersGoodRequestsWhilePicturesThatTakeMinutesAreSent()
            throws IOException, InterruptedException {
        Process trial =
                new ProcessBuilder("scripts/load/trial", "bombs", "3")
                        .directory(Ran.HOME.toFile())
                        .redirectErrorStream(true)
                        .start();
        String printed = new String(trial.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(trial.waitFor()).as(printed).isZero();
        assertThat(printed).contains("the server lives; 0 faults\n");
    }
}
