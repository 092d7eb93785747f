package dev.trainkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainkit.store.ModelDirectory;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C in the middle of a run that would take hours. */
@DisabledOnOs(OS.WINDOWS) // where there are no signals
class TrainInterruptionIT {

    @TempDir private Path folder;

    @Test
    void keepsTheBestEpochSoFar() throws Exception {
        Interrupted run = interruptAfter("epoch 2/1000 ", "--set=data.limit=2000");

        assertThat(run.exitCode()).isEqualTo(130);
        assertThat(run.err())
                .matches(
                        "Interrupted after epoch \\d+ of 1000: kept the weights of epoch \\d+, the"
                                + " best so far\\.");
        assertThat(run.out()).startsWith("Model       model\nTrained     ").contains("\nTest  ");
        assertThat(ModelDirectory.load(folder.resolve("model")).manifest().bestEpoch())
                .isPositive();
    }

    @Test
    void leavesNothingOfARunWithoutAnEpoch() throws Exception {
        Interrupted run = interruptAfter("Training lenet on mnist: ", "--set=data.validation=0");

        assertThat(run.exitCode()).isEqualTo(130);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .isEqualTo("Interrupted before the first epoch had ended: nothing was kept.");
        assertThat(folder).isEmptyDirectory();
    }

    /**
     * How a run ended.
     *
     * @param err its last line
     */
    private record Interrupted(int exitCode, String out, String err) {}

    private Interrupted interruptAfter(String line, String setting) throws Exception {
        Process process = start(setting);
        try (BufferedReader err = process.errorReader()) {
            for (String read = err.readLine(); !read.startsWith(line); ) {
                read = err.readLine();
            }
            new ProcessBuilder("kill", "-INT", String.valueOf(process.pid())).start().waitFor();
            String last = err.lines().reduce("", (earlier, later) -> later);
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
            String out = process.inputReader().lines().collect(Collectors.joining("\n"));
            return new Interrupted(process.exitValue(), out, last);
        } finally {
            process.destroyForcibly();
        }
    }

    /** A shell that runs Maven in the background lets it and its children ignore the signal. */
    private Process start(String setting) throws IOException {
        ProcessBuilder launcher =
                Ran.process(
                        folder,
                        Ran.HOME.resolve("scripts/trainkit"),
                        Map.of(),
                        "train",
                        "--epochs=1000",
                        "--out=model",
                        "--set=engine.threads=1",
                        setting);
        if (OS.LINUX.isCurrentOs()) {
            List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
            command.addAll(launcher.command());
            launcher.command(command);
        }
        return launcher.start();
    }
}
