package dev.trainkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The short form of {@code scripts/crash/disk}: runs that can write no more, and going on. */
@EnabledOnOs(OS.LINUX) // prlimit
class LostDiskIT {

    @TempDir private static Path folder;

    @BeforeAll
    static void runWithoutMishap() {
        assertThat(Ran.launched(folder, arguments("whole")).exitCode()).isZero();
    }

    @Test
    void losesNothingWhereACheckpointCannotBeWrittenToItsEnd() throws Exception {
        String sentence = failAfterTwoEpochs("full", LostDiskIT::allowNoFileBeyond100Kilobytes);

        assertThat(sentence)
                .matches(
                        "Cannot write the checkpoint full/checkpoints/step-\\d+: File too large\\."
                                + " The last whole checkpoint is of step \\d+\\. Check the path, its"
                                + " permissions and the free space, and resume\\.");
        assertThat(checkpoints("full")).isNotEmpty().allMatch(name -> name.matches("step-\\d+"));
        assertEndsInTheSameBytes("full");
    }

    private static void allowNoFileBeyond100Kilobytes(Process run) throws Exception {
        new ProcessBuilder("prlimit", "--fsize=100000", "--pid=" + run.pid()).start().waitFor();
    }

    @Test
    void saysThatItsDirectoryIsGone() throws Exception {
        String sentence =
                failAfterTwoEpochs("gone", run -> Files.move(in("gone"), in("elsewhere")));

        assertThat(sentence)
                .matches(
                        "Cannot write the checkpoint gone/checkpoints/step-\\d+: the folder"
                                + " gone/checkpoints is no longer there\\. There is no whole"
                                + " checkpoint\\. Check the path, its permissions and the free space,"
                                + " and start the run again\\.");
        assertThat(in("gone")).doesNotExist();
        assertEndsInTheSameBytes("elsewhere");
    }

    @Test
    void leavesARunAloneWhoseCheckpointsItCannotReach() throws Exception {
        Path checkpoints = in("barred/checkpoints");
        String sentence =
                failAfterTwoEpochs(
                        "barred",
                        run -> {
                            Files.move(checkpoints, in("aside"));
                            Files.createFile(checkpoints);
                        });

        assertThat(sentence)
                .matches(
                        "Cannot write the checkpoint barred/checkpoints/step-\\d+: the folder"
                                + " barred/checkpoints is no longer there\\. No checkpoint can be read"
                                + " now\\. Check the path, its permissions and the free space, and"
                                + " resume\\.");
        Files.delete(checkpoints);
        Files.move(in("aside"), checkpoints);
        assertEndsInTheSameBytes("barred");
    }

    private interface Mishap {
        void befall(Process run) throws Exception;
    }

    /** Gives what the run says at its end, but for its epochs. */
    private static String failAfterTwoEpochs(String model, Mishap mishap) throws Exception {
        Path launcher = Ran.HOME.resolve("scripts/trainkit");
        Process run = Ran.process(folder, launcher, Map.of(), arguments(model)).start();
        try (BufferedReader err = run.errorReader()) {
            for (String line = err.readLine(); !line.startsWith("epoch 2/"); ) {
                line = err.readLine();
            }
            mishap.befall(run);
            List<String> said = err.lines().filter(line -> !line.startsWith("epoch ")).toList();
            assertThat(run.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(run.exitValue()).isEqualTo(1);
            assertThat(said).hasSize(1);
            return said.get(0);
        } finally {
            run.destroyForcibly();
        }
    }

    private static void assertEndsInTheSameBytes(String model) throws IOException {
        Ran resumed = Ran.launched(folder, "train", "--resume", model);
        assertThat(resumed.exitCode()).as(resumed.err()).isZero();
        assertThat(in(model).resolve("weights.safetensors"))
                .hasSameBinaryContentAs(in("whole/weights.safetensors"));
        assertThat(history(model)).isEqualTo(history("whole"));
    }

    /** The steps and epochs, without their times. */
    private static List<String> history(String model) throws IOException {
        return Files.readAllLines(in(model).resolve("history.jsonl")).stream()
                .map(line -> line.replaceAll(",\"seconds.*", ""))
                .toList();
    }

    private static List<String> checkpoints(String model) throws IOException {
        try (Stream<Path> entries = Files.list(in(model).resolve("checkpoints"))) {
            return entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> !name.equals(".lock"))
                    .toList();
        }
    }

    private static Path in(String name) {
        return folder.resolve(name);
    }

    private static String[] arguments(String model) {
        return new String[] {
            "train",
            "--epochs=20",
            "--out=" + model,
            "--set=data.limit=2000",
            "--set=train.log-steps=true",
            "--set=checkpoint.keep-last=100", // so that none is being removed
            "--set=engine.device=cpu",
            "--set=engine.threads=1"
        };
    }
}
