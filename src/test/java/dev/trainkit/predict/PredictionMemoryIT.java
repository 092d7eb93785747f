package dev.trainkit.predict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainkit.data.DigitPictures;
import dev.trainkit.engine.Engines;
import dev.trainkit.engine.NativeMemory;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * Eight threads ask one classifier, ten rounds long. By hand, a million times: {@code mvn verify
 * -Dit.test=PredictionMemoryIT -Dtrainkit.predictions=1000000}, and what each round leaves is
 * printed.
 */
class PredictionMemoryIT {

    private static final Path MODEL =
            Path.of(System.getProperty("trainkit.home"), "models/lenet-mnist");
    private static final int PREDICTIONS = Integer.getInteger("trainkit.predictions", 20_000);
    private static final int THREADS = 8;
    private static final int ROUNDS = 10;
    private static final DigitPictures DIGITS = new DigitPictures();

    private final List<Integer> arrays = new ArrayList<>();
    private final List<Long> resident = new ArrayList<>();

    @Test
    @EnabledOnOs(OS.LINUX)
    void staysFlat() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (ImageClassifier classifier = ImageClassifier.load(MODEL)) {
            for (int round = 0; round < ROUNDS; round++) {
                ask(classifier, threads);
                measure(round);
            }
        } finally {
            threads.shutdown();
        }
        assertThat(Set.copyOf(arrays)).hasSize(1);
        assertThat(resident.get(ROUNDS - 1)).isLessThan((long) (1.02 * resident.get(1)));
    }

    private static void ask(ImageClassifier classifier, ExecutorService threads) throws Exception {
        Callable<Void> share =
                () -> {
                    List<BufferedImage> pictures =
                            IntStream.range(0, 100).mapToObj(DIGITS::asItIs).toList();
                    for (int i = 0; i < PREDICTIONS / ROUNDS / THREADS; i++) {
                        classifier.classify(pictures.get(i % pictures.size()));
                    }
                    return null;
                };
        for (Future<Void> ended : threads.invokeAll(Collections.nCopies(THREADS, share))) {
            ended.get();
        }
    }

    private void measure(int round) {
        arrays.add(NativeMemory.liveArrays(Engines.open().engine()));
        resident.add(NativeMemory.residentBytes());
        System.out.printf(
                "after %,d predictions: %d live arrays, %,d bytes resident%n",
                (round + 1) * (PREDICTIONS / ROUNDS), arrays.get(round), resident.get(round));
    }
}
