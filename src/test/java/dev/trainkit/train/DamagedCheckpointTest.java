package dev.trainkit.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainkit.Slow;
import dev.trainkit.config.RunConfig;
import dev.trainkit.data.SmallMnist;
import dev.trainkit.engine.RandomStream;
import dev.trainkit.store.Checkpoints;
import dev.trainkit.store.Checkpoints.Checkpoint;
import dev.trainkit.store.ModelDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The two checkpoints of a real run, and whatever can happen to the bytes of the newer: it is never
 * read in silence, and the older one is.
 */
@Slow
class DamagedCheckpointTest {

    private static final int SAMPLES = 150; // of the places in a file, for each kind of damage

    private static final List<String> NAMES =
            List.of(
                    "SHA256SUMS",
                    "average.safetensors",
                    "best.safetensors",
                    "config.yaml",
                    "optimizer.safetensors",
                    "state.json",
                    "weights.safetensors");

    private static final String CHANGED =
            " is not the file that was saved: its SHA-256 is not the one in SHA256SUMS.";
    private static final String PASSED_OVER = " This checkpoint is passed over.";

    @TempDir private static Path folder;
    private static ModelDirectory directory;
    private static Checkpoints checkpoints;
    private static Checkpoint older;
    private static Checkpoint newer;

    private final RandomStream random = RandomStream.of(1, "damage");
    private int cases;

    @BeforeAll
    static void train() throws IOException {
        directory = ModelDirectory.create(folder.resolve("model"), false);
        checkpoints = directory.checkpoints();
        RunConfig config =
                RunConfig.of(
                        "data.path=" + SmallMnist.write(folder.resolve("data"), 80, 20),
                        "train.epochs=2",
                        "train.ema=0.9",
                        "optimizer.name=adam",
                        "schedule.name=one-cycle",
                        "checkpoint.keep-last=2");
        try (TrainerRunner runner = TrainerRunner.open(config)) {
            runner.listen(new Checkpointing(runner, checkpoints)).listen(keepTheFirst()).fit();
        }
        newer = checkpoints.newest(DamagedCheckpointTest::unexpected).orElseThrow();
    }

    private static TrainListener keepTheFirst() {
        return new TrainListener() {
            @Override
            public void epochEnded(EpochResult epoch) {
                if (epoch.epoch() == 1) {
                    older = checkpoints.newest(DamagedCheckpointTest::unexpected).orElseThrow();
                }
            }
        };
    }

    private static void unexpected(String damage) {
        throw new AssertionError(damage);
    }

    @AfterAll
    static void close() {
        directory.close();
    }

    @AfterEach
    void isWholeAgain() {
        assertSame(checkpoints.newest(DamagedCheckpointTest::unexpected), newer);
    }

    @Test
    void passesOverTheNewerHoweverItIsDamaged() throws IOException {
        assertThat(fileNames()).containsExactlyElementsOf(NAMES);
        for (String name : NAMES) {
            Path file = file(name);
            byte[] whole = Files.readAllBytes(file);
            for (int place : places(whole.length)) {
                expectTheOlder(file, flipped(whole, place));
                expectTheOlder(file, Arrays.copyOf(whole, place));
            }
            expectTheOlder(file, Arrays.copyOf(whole, whole.length + 1));
            Files.write(file, whole);
        }
        assertThat(cases).isGreaterThan(2000);
    }

    @Test
    void namesTheFileThatIsMissing() throws IOException {
        for (String name : NAMES) {
            Path file = file(name);
            byte[] whole = Files.readAllBytes(file);
            Files.delete(file);
            String sentence =
                    name.equals("SHA256SUMS")
                            ? file.getParent() + " has no SHA256SUMS."
                            : file + " is missing, though SHA256SUMS lists it.";
            assertThat(readTheOlder()).isEqualTo(sentence + PASSED_OVER);
            Files.write(file, whole);
        }
    }

    private void expectTheOlder(Path file, byte[] damaged) throws IOException {
        Files.write(file, damaged);
        assertThat(readTheOlder()).matches(sentence(file));
        cases++;
    }

    /** Where the list of digests is damaged, the sentence names it beside a file that it belies. */
    private static String sentence(Path file) {
        String name = file.getFileName().toString();
        return Pattern.quote(file.getParent() + "/")
                + (name.equals("SHA256SUMS") ? ".*SHA256SUMS.*\\." : Pattern.quote(name + CHANGED))
                + PASSED_OVER;
    }

    /** Gives what is said about the newer. */
    private static String readTheOlder() {
        List<String> sentences = new ArrayList<>();
        assertSame(checkpoints.newest(sentences::add), older);
        assertThat(sentences).hasSize(1);
        return sentences.get(0);
    }

    private static void assertSame(Optional<Checkpoint> read, Checkpoint expected) {
        assertThat(read.map(Checkpoint::step)).contains(expected.step());
        assertThat(read.orElseThrow().files().keySet()).isEqualTo(expected.files().keySet());
        read.orElseThrow()
                .files()
                .forEach((name, bytes) -> assertThat(bytes).isEqualTo(expected.files().get(name)));
    }

    /** The first, the last, and many between them; all of a short file. */
    private int[] places(int length) {
        if (length <= SAMPLES) {
            return IntStream.range(0, length).toArray();
        }
        IntStream between = IntStream.generate(() -> random.nextInt(length)).limit(SAMPLES - 2);
        return IntStream.concat(IntStream.of(0, length - 1), between).toArray();
    }

    private byte[] flipped(byte[] whole, int place) {
        byte[] flipped = whole.clone();
        flipped[place] ^= (byte) (1 + random.nextInt(255));
        return flipped;
    }

    private static List<String> fileNames() throws IOException {
        try (Stream<Path> files = Files.list(file("SHA256SUMS").getParent())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static Path file(String name) {
        String checkpoint = String.format(Locale.ROOT, "checkpoints/step-%06d", newer.step());
        return directory.path().resolve(checkpoint).resolve(name);
    }
}
