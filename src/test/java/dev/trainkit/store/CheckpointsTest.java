package dev.trainkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainkit.TrainkitException;
import dev.trainkit.engine.RandomStream;
import dev.trainkit.store.Checkpoints.Checkpoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {

    private static final List<String> NAMES = List.of("SHA256SUMS", "state.json", "weights");

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
                "{\"step\":%d}".formatted(step).getBytes(StandardCharsets.UTF_8));
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

    /** Every byte changed, every length, every file: the older one is used, and a sentence said. */
    @Test
    void passesOverEveryDamage() throws IOException {
        RandomStream random = RandomStream.of(1, "damage");
        int cases = 0;
        for (String name : NAMES) {
            int length = (int) Files.size(folder.resolve("step-000012").resolve(name));
            for (int at = 0; at < length; at++) {
                int position = at;
                byte flip = (byte) (1 + random.nextInt(255));
                expectTheOlderOne(name, bytes -> changed(bytes, position, flip));
                expectTheOlderOne(name, bytes -> Arrays.copyOf(bytes, position));
                cases += 2;
            }
            expectTheOlderOne(name, bytes -> Arrays.copyOf(bytes, bytes.length + 1));
            expectTheOlderOne(name, bytes -> null);
        }
        assertThat(cases).isGreaterThan(900);
        assertThat(checkpoints.newest(CheckpointsTest::unexpected).orElseThrow().step())
                .isEqualTo(12);
    }

    private static byte[] changed(byte[] bytes, int position, byte flip) {
        byte[] changed = bytes.clone();
        changed[position] ^= flip;
        return changed;
    }

    private void expectTheOlderOne(String name, UnaryOperator<byte[]> damage) throws IOException {
        Path file = folder.resolve("step-000012").resolve(name);
        byte[] whole = Files.readAllBytes(file);
        byte[] damaged = damage.apply(whole);
        if (damaged == null) {
            Files.delete(file);
        } else {
            Files.write(file, damaged);
        }
        List<String> sentences = new ArrayList<>();
        Optional<Checkpoint> newest = checkpoints.newest(sentences::add);
        assertThat(newest.map(Checkpoint::step)).contains(5);
        assertThat(sentences)
                .singleElement()
                .asString()
                .startsWith(folder.resolve("step-000012").toString())
                .endsWith(" This checkpoint is passed over.");
        Files.write(file, whole);
    }

    @Test
    void namesTheDamagedFile() throws IOException {
        Path weights = folder.resolve("step-000012/weights");
        Files.write(weights, new byte[300]);
        List<String> sentences = new ArrayList<>();
        checkpoints.newest(sentences::add);
        assertThat(sentences)
                .containsExactly(
                        weights
                                + " is not the file that was saved: its SHA-256 is not the one in"
                                + " SHA256SUMS. This checkpoint is passed over.");
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
                                + ": it does not exist. There is no earlier one. Check the path, its"
                                + " permissions and the free space, and resume.");
    }
}
