package dev.trainkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainkit.TrainkitException;
import dev.trainkit.store.Checkpoints.Checkpoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {

    @TempDir Path folder;
    private Checkpoints checkpoints;

    @BeforeEach
    void writeTwo() {
        checkpoints = new Checkpoints(folder);
        checkpoints.write(new Checkpoint(5, content(5)));
        checkpoints.write(new Checkpoint(12, content(12)));
    }

    private static Map<String, byte[]> content(int step) {
        byte[] weights = new byte[300];
        Arrays.fill(weights, (byte) step);
        return Map.of(
                "weights",
                weights,
                "state.json",
                String.format(Locale.ROOT, "{\"step\":%d}", step).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void readsTheNewestBack() {
        Checkpoint newest = checkpoints.newest(CheckpointsTest::unexpected).orElseThrow();
        assertThat(newest.step()).isEqualTo(12);
        assertThat(newest.files()).containsExactlyInAnyOrderEntriesOf(content(12));
    }

    private static void unexpected(String damage) {
        throw new AssertionError(damage);
    }

    @Test
    void writesDigestsThatOtherProgramsCheck() throws IOException {
        assertThat(folder.resolve("step-000005/SHA256SUMS"))
                .content()
                .endsWith("  weights\n")
                // printf '{"step":5}' | sha256sum
                .startsWith(
                        "d8be0c3d84dd4a4a6559dfa2b73c5b52612fe33a64ca5afed07c2e059e6d8fdd  state.json\n");
    }

    @Test
    void ignoresOneThatWasBeingWritten() throws IOException {
        Path unfinished = Files.createDirectory(folder.resolve(".step-000020.tmp"));
        Files.writeString(unfinished.resolve("weights"), "hal");

        assertThat(checkpoints.newest(CheckpointsTest::unexpected).orElseThrow().step())
                .isEqualTo(12);
        checkpoints.prune(2, step -> false);
        assertThat(unfinished).doesNotExist();
    }

    /** So they were named where the person's language writes numbers in digits of its own. */
    @Test
    void findsAndRemovesThoseThatAreNumberedInOtherDigits() throws IOException {
        Path persian = folder.resolve("step-\u06f0\u06f0\u06f0\u06f0\u06f2\u06f5");
        checkpoints.write(new Checkpoint(25, content(25)));
        Files.move(folder.resolve("step-000025"), persian);

        Checkpoint newest = checkpoints.newest(CheckpointsTest::unexpected).orElseThrow();
        assertThat(newest.step()).isEqualTo(25);
        assertThat(newest.files()).containsExactlyInAnyOrderEntriesOf(content(25));

        checkpoints.write(new Checkpoint(30, content(30)));
        checkpoints.prune(1, step -> false);
        assertThat(persian).doesNotExist();
        assertThat(folder.resolve("step-000030")).isDirectory();
    }

    @Test
    void replacesADamagedOneOfTheSameStep() throws IOException {
        Files.write(folder.resolve("step-000012/weights"), new byte[0]);
        checkpoints.write(new Checkpoint(12, content(12)));
        assertThat(checkpoints.newest(CheckpointsTest::unexpected).orElseThrow().step())
                .isEqualTo(12);
    }

    @Test
    void prunesAllButTheLastAndTheWanted() throws IOException {
        for (int step : new int[] {20, 30, 40}) {
            checkpoints.write(new Checkpoint(step, content(step)));
        }
        checkpoints.prune(2, step -> step == 12);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("step-000012", "step-000030", "step-000040");
        }
    }

    @Test
    void saysWhyOneCannotBeWritten() throws IOException {
        Path gone = folder.resolve("gone");
        assertThatThrownBy(() -> new Checkpoints(gone).write(new Checkpoint(7, content(7))))
                .isInstanceOf(TrainkitException.class)
                .hasMessage(
                        "Cannot write the checkpoint "
                                + gone.resolve("step-000007")
                                + ": the folder "
                                + gone
                                + " is no longer there. There is no whole checkpoint. Check the"
                                + " path, its permissions and the free space, and start the run"
                                + " again.");
    }
}
