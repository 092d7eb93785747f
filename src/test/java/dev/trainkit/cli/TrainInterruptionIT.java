package dev.trainkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainkit.store.ModelDirectory;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C and SIGTERM in the middle of a run, and going on. */
@DisabledOnOs(OS.WINDOWS) // where there are no signals
class TrainInterruptionIT {

    @TempDir private Path folder;

    @Test
    void goesOnToTheSameBytes() throws Exception {
        Ran whole = Ran.launched(folder, arguments("whole", 5));
        assertThat(whole.exitCode()).isZero();

        Interrupted run = interruptAfter("epoch 2/5 ", "INT", arguments("model", 5));
        assertThat(run.exitCode()).isEqualTo(130);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .matches(
                        "Interrupted after step \\d+, in epoch \\d of 5\\. Nothing is lost; go on"
                                + " with:\n  \\S*trainkit train --resume model");

        Ran resumed = Ran.launched(folder, "train", "--resume", "model");
        assertThat(resumed.exitCode()).isZero();
        assertThat(resumed.err()).startsWith("Resuming after step ");
        assertThat(folder.resolve("model/weights.safetensors"))
                .hasSameBinaryContentAs(folder.resolve("whole/weights.safetensors"));
        assertThat(steps("model")).isEqualTo(steps("whole"));
        assertThat(ModelDirectory.load(folder.resolve("model")).manifest().bestEpoch())
                .isEqualTo(ModelDirectory.load(folder.resolve("whole")).manifest().bestEpoch());
    }

    /** The lines of steps, and the epochs without their times. */
    private List<String> steps(String model) throws IOException {
        return Files.readAllLines(folder.resolve(model).resolve("history.jsonl")).stream()
                .map(line -> line.replaceAll(",\"(seconds|imagesPerSecond).*", ""))
                .toList();
    }

    @Test
    void endsWith143WhenTerminated() throws Exception {
        Interrupted run = interruptAfter("epoch 1/1000 ", "TERM", arguments("model", 1000));
        assertThat(run.exitCode()).isEqualTo(143);
        assertThat(run.err()).startsWith("Interrupted after step ");
    }

    @Test
    void leavesNothingOfARunWithoutAStep() throws Exception {
        Ran ran = Ran.launched(folder, "train", "--out=model", "--set=data.path=nowhere");
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(folder.resolve("model")).doesNotExist();
    }

    @Test
    void passesOverADamagedCheckpoint() throws Exception {
        Ran.launched(folder, arguments("model", 3));
        Path damaged;
        try (Stream<Path> checkpoints = Files.list(folder.resolve("model/checkpoints"))) {
            damaged =
                    checkpoints
                            .filter(path -> path.getFileName().toString().startsWith("step-"))
                            .max(Comparator.naturalOrder())
                            .orElseThrow()
                            .resolve("weights.safetensors");
        }
        Files.write(damaged, new byte[100]);
        byte[] weights = Files.readAllBytes(folder.resolve("model/weights.safetensors"));

        Ran resumed = Ran.launched(folder, "train", "--resume", "model");

        assertThat(resumed.err())
                .startsWith(
                        folder.relativize(damaged)
                                + " is not the file that was saved: its SHA-256 is not the one in"
                                + " SHA256SUMS. This checkpoint is passed over.\nResuming after step"
                                + " 58\n");
        assertThat(folder.resolve("model/weights.safetensors")).hasBinaryContent(weights);
    }

    @Test
    void refusesToResumeWithOptionsOfANewRun() {
        Ran ran = Ran.launched(folder, "train", "--resume=model", "--overwrite");
        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err())
                .startsWith(
                        "--resume goes on with the configuration and the directory of its run: leave"
                                + " out CONFIG, --out and --overwrite.");
    }

    private static String[] arguments(String model, int epochs) {
        return new String[] {
            "train",
            "--epochs=" + epochs,
            "--out=" + model,
            "--set=data.limit=2000",
            "--set=train.log-steps=true",
            "--set=engine.threads=1"
        };
    }

    /**
     * How a run ended.
     *
     * @param err what it printed after the line that was waited for, but for epochs
     */
    private record Interrupted(int exitCode, String out, String err) {}

    private Interrupted interruptAfter(String line, String signal, String... arguments)
            throws Exception {
        Process process = start(arguments);
        try (BufferedReader err = process.errorReader()) {
            for (String read = err.readLine(); !read.startsWith(line); ) {
                read = err.readLine();
            }
            new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid()))
                    .start()
                    .waitFor();
            String after =
                    err.lines()
                            .filter(read -> !read.startsWith("epoch "))
                            .collect(Collectors.joining("\n"));
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
            String out = process.inputReader().lines().collect(Collectors.joining("\n"));
            return new Interrupted(process.exitValue(), out, after);
        } finally {
            process.destroyForcibly();
        }
    }

    /** A shell that runs Maven in the background lets it and its children ignore the signal. */
    private Process start(String... arguments) throws IOException {
        ProcessBuilder launcher =
                Ran.process(folder, Ran.HOME.resolve("scripts/trainkit"), Map.of(), arguments);
        if (OS.LINUX.isCurrentOs()) {
            List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
            command.addAll(launcher.command());
            launcher.command(command);
        }
        return launcher.start();
    }
}
