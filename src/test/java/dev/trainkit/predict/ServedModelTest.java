package dev.trainkit.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.trainkit.Slow;
import dev.trainkit.TrainkitException;
import dev.trainkit.config.EngineConfig;
import dev.trainkit.data.Background;
import dev.trainkit.data.DigitPictures;
import dev.trainkit.engine.Engines;
import dev.trainkit.engine.NativeMemory;
import dev.trainkit.predict.OverloadException.Reason;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServedModelTest {

    private static final DigitPictures DIGITS = new DigitPictures();
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int THREADS = 8;

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final Held held = new Held();

    @TempDir private Path folder;

    /** Notes what it is told, and can hold a run of the network. */
    private static final class Held implements ServingListener {

        private final List<Integer> batches = new CopyOnWriteArrayList<>();
        private final List<Reason> rejections = new CopyOnWriteArrayList<>();
        private final AtomicInteger calls = new AtomicInteger();
        private volatile CountDownLatch started = new CountDownLatch(0);
        private volatile CountDownLatch goOn = new CountDownLatch(0);

        void holdTheNextRun() {
            started = new CountDownLatch(1);
            goOn = new CountDownLatch(1);
        }

        @Override
        public <T> T call(String model, Supplier<T> call) {
            calls.incrementAndGet();
            return call.get();
        }

        @Override
        public void batchRan(String model, int pictures) {
            batches.add(pictures);
            started.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void rejected(String model, Reason reason) {
            rejections.add(reason);
        }
    }

    @AfterEach
    void endTheThreads() {
        threads.shutdownNow();
    }

    @Test
    void saysWhatTheModelSaysByItself() {
        Path directory = SmallModel.untrained(folder.resolve("m"));
        try (ServedModel served = serve(directory, new ServingConfig());
                ImageClassifier alone = ImageClassifier.load(directory)) {
            ImageClassifier classifier = served.classifier(Background.AUTO);
            assertThat(classifier.classify(DIGITS.asItIs(0)))
                    .isEqualTo(alone.classify(DIGITS.asItIs(0)));
            assertThat(classifier.classify(List.of(DIGITS.asItIs(1), DIGITS.asItIs(2))))
                    .hasSize(2)
                    .isEqualTo(alone.classify(List.of(DIGITS.asItIs(1), DIGITS.asItIs(2))));
            assertThat(classifier.classes()).containsExactly("ant", "bee", "cow");
            assertThat(held.batches).containsExactly(1, 2);
            assertThat(held.calls).hasValue(2);
        }
    }

    @Test
    void asksTheNetworkAboutThePicturesOfConcurrentCallsAtOnce() throws Exception {
        Path directory = SmallModel.untrained(folder.resolve("m"));
        ServingConfig config = new ServingConfig(8, 0, LONG, 8, Duration.ofSeconds(1));
        try (ServedModel served = serve(directory, config);
                ImageClassifier alone = ImageClassifier.load(directory)) {
            ImageClassifier classifier = served.classifier(Background.AUTO);
            List<Future<Prediction>> answers = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int picture = i;
                answers.add(threads.submit(() -> classifier.classify(DIGITS.asItIs(picture))));
            }
            for (int i = 0; i < THREADS; i++) {
                Prediction expected = alone.classify(DIGITS.asItIs(i));
                assertThat(answers.get(i).get().label()).isEqualTo(expected.label());
                assertThat(answers.get(i).get().probability())
                        .isCloseTo(expected.probability(), within(1e-6));
            }
            assertThat(held.batches).containsExactly(8);
        }
    }

    /** As on virtual threads, which share a few and keep the others waiting while one computes. */
    @Test
    void worksOnThreadsOfItsOwnWhereTheCallersMayOnlyWait() throws Exception {
        Queue<String> working = new ConcurrentLinkedQueue<>();
        List<BufferedImage> pictures =
                IntStream.range(0, THREADS)
                        .mapToObj(i -> noting(working, DIGITS.asItIs(i)))
                        .toList();
        working.clear();
        ServingConfig config = new ServingConfig(8, 0, LONG, 8, Duration.ofSeconds(1));
        try (ServedModel served =
                ServedModel.load(
                        "small",
                        SmallModel.saying(folder.resolve("m"), 1, 3, 2),
                        config,
                        EngineConfig.oneThread(),
                        held,
                        new Workers("small", caller -> true))) {
            ImageClassifier classifier = served.classifier(Background.AUTO);
            List<Future<Prediction>> answers = new ArrayList<>();
            for (BufferedImage picture : pictures) {
                answers.add(threads.submit(() -> classifier.classify(picture)));
            }
            for (Future<Prediction> answer : answers) {
                assertThat(answer.get().label()).isEqualTo("bee");
            }
            assertThat(held.batches).containsExactly(8);
            assertThat(working).hasSizeGreaterThanOrEqualTo(8).containsOnly("trainkit-small");
            assertThatThrownBy(() -> classifier.classify(new byte[] {1}))
                    .isInstanceOf(TrainkitException.class)
                    .hasMessageStartingWith("the picture: this is not a picture");
        }
    }

    /** The same picture, which notes by which threads it is looked at. */
    private static BufferedImage noting(Queue<String> threads, BufferedImage picture) {
        BufferedImage noting =
                new BufferedImage(
                        picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_INT_RGB) {
                    @Override
                    public int getWidth() {
                        threads.add(Thread.currentThread().getName());
                        return super.getWidth();
                    }
                };
        noting.createGraphics().drawImage(picture, 0, 0, null);
        return noting;
    }

    @Test
    @Slow
    void givesEachOfManyCallsItsOwnAnswer() throws Exception {
        Path directory = SmallModel.untrained(folder.resolve("m"));
        try (ServedModel served = serve(directory, new ServingConfig());
                ImageClassifier alone = ImageClassifier.load(directory)) {
            ImageClassifier classifier = served.classifier(Background.AUTO);
            List<Double> expected =
                    IntStream.range(0, 50)
                            .mapToObj(i -> alone.classify(DIGITS.asItIs(i)).probability())
                            .toList();
            List<Future<Boolean>> same = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                int first = t * 7;
                same.add(threads.submit(() -> allAre(expected, classifier, first)));
            }
            for (Future<Boolean> one : same) {
                assertThat(one.get()).isTrue();
            }
            assertThat(held.batches.stream().mapToInt(n -> n).sum()).isEqualTo(THREADS * 200);
            assertThat(served.status().calls()).isZero();
        }
    }

    private static boolean allAre(List<Double> expected, ImageClassifier classifier, int first) {
        return IntStream.range(first, first + 200)
                .map(i -> i % 50)
                .allMatch(
                        i ->
                                Math.abs(
                                                classifier.classify(DIGITS.asItIs(i)).probability()
                                                        - expected.get(i))
                                        < 1e-6);
    }

    @Test
    void refusesACallWhenAsManyWaitAsMay() throws Exception {
        ServingConfig config = new ServingConfig(1, 0, LONG, 1, Duration.ZERO);
        try (ServedModel served = serve(SmallModel.untrained(folder.resolve("m")), config)) {
            ImageClassifier classifier = served.classifier(Background.AUTO);
            held.holdTheNextRun();
            Future<Prediction> first = threads.submit(() -> classifier.classify(DIGITS.asItIs(0)));
            held.started.await();
            assertThat(served.status().calls()).isEqualTo(1);
            assertThatThrownBy(() -> classifier.classify(DIGITS.asItIs(1)))
                    .isInstanceOf(OverloadException.class)
                    .isInstanceOf(TrainkitException.class)
                    .hasMessage(
                            "The model small is busy: 1 calls are worked on and 0 wait, as many as"
                                    + " may. Try again in a moment, or raise queue-capacity.");
            assertThatThrownBy(served::requireRoom).isInstanceOf(OverloadException.class);
            held.goOn.countDown();
            assertThat(first.get().ranking()).hasSize(3);
            served.requireRoom();
            assertThat(classifier.classify(DIGITS.asItIs(1)).ranking()).hasSize(3);
            assertThat(held.rejections).containsExactly(Reason.QUEUE_FULL, Reason.QUEUE_FULL);
        }
    }

    @Test
    void refusesACallWhoseTurnDoesNotCome() throws Exception {
        ServingConfig config = new ServingConfig(1, 1, Duration.ofMillis(2), 1, Duration.ZERO);
        try (ServedModel served = serve(SmallModel.untrained(folder.resolve("m")), config)) {
            ImageClassifier classifier = served.classifier(Background.AUTO);
            held.holdTheNextRun();
            Future<Prediction> first = threads.submit(() -> classifier.classify(DIGITS.asItIs(0)));
            held.started.await();
            assertThatThrownBy(() -> classifier.classify(DIGITS.asItIs(1)))
                    .isInstanceOf(OverloadException.class)
                    .hasMessage(
                            "The model small is busy: the call waited 2 ms for its turn, as long as"
                                    + " one may. Try again in a moment, or raise queue-timeout.");
            held.goOn.countDown();
            assertThat(first.get().ranking()).hasSize(3);
            assertThat(held.rejections).containsExactly(Reason.QUEUE_TIMEOUT);
        }
    }

    @Test
    void goesOverToANewVersionAndBack() {
        Path directory = SmallModel.saying(folder.resolve("m"), 1, 3, 2);
        Path next = SmallModel.saying(folder.resolve("next"), 3, 1, 2);
        int before = liveArrays();
        try (ServedModel served = serve(directory, new ServingConfig())) {
            ImageClassifier classifier = served.classifier(Background.AUTO);
            assertThat(classifier.classify(DIGITS.asItIs(0)).label()).isEqualTo("bee");
            assertThat(served.reloadIfChanged()).isFalse();
            copy(next, directory);
            assertThat(served.reloadIfChanged()).isTrue();
            assertThat(served.reloadIfChanged()).isFalse();
            assertThat(classifier.classify(DIGITS.asItIs(0)).label()).isEqualTo("ant");
            assertThat(served.status().version().number()).isEqualTo(2);
            assertThat(served.status().previous().orElseThrow().number()).isEqualTo(1);
            assertThat(served.rollBack().number()).isEqualTo(1);
            assertThat(classifier.classify(DIGITS.asItIs(0)).label()).isEqualTo("bee");
            assertThat(served.reloadIfChanged()).isFalse();
            assertThat(served.rollBack().number()).isEqualTo(2);
            assertThat(classifier.classify(DIGITS.asItIs(0)).label()).isEqualTo("ant");
            assertThat(liveArrays()).isEqualTo(before + 10);
        }
        assertThat(liveArrays()).isEqualTo(before);
    }

    @Test
    void keepsTheOldVersionWhereTheNewOneIsDamaged() throws IOException {
        Path directory = SmallModel.saying(folder.resolve("m"), 1, 3, 2);
        int before = liveArrays();
        try (ServedModel served = serve(directory, new ServingConfig())) {
            byte[] weights = Files.readAllBytes(directory.resolve("weights.safetensors"));
            weights[weights.length - 1] ^= 1;
            Files.write(directory.resolve("weights.safetensors"), weights);
            assertThatThrownBy(served::reloadIfChanged)
                    .isInstanceOf(TrainkitException.class)
                    .hasMessageContaining("is not the file that was saved");
            assertThat(served.reloadIfChanged()).isFalse();
            copy(SmallModel.saying(folder.resolve("nan"), 1, Float.NaN, 2), directory);
            assertThatThrownBy(served::reload)
                    .hasMessage(
                            "The model in "
                                    + directory
                                    + " computes NaN for a blank picture: its weights are damaged."
                                    + " Train it again, with a lower optimizer.learning-rate if that"
                                    + " made them so.");
            assertThat(served.status().refused().orElseThrow()).contains("computes NaN");
            ImageClassifier classifier = served.classifier(Background.AUTO);
            assertThat(classifier.classify(DIGITS.asItIs(0)).label()).isEqualTo("bee");
            assertThat(liveArrays()).isEqualTo(before + 10);
            assertThatThrownBy(served::rollBack)
                    .hasMessage(
                            "The model small has no version to go back to: it was loaded once only."
                                    + " Put the model wanted into "
                                    + directory
                                    + " and reload it.");
        }
    }

    @Test
    void looksAwayWhileTheDirectoryHasNoManifest() throws IOException {
        Path directory = SmallModel.saying(folder.resolve("m"), 1, 3, 2);
        try (ServedModel served = serve(directory, new ServingConfig())) {
            Files.delete(directory.resolve("model.json"));
            assertThat(served.reloadIfChanged()).isFalse();
            assertThat(served.status().refused()).isEmpty();
        }
    }

    @Test
    void letsARunningCallEndOnTheVersionThatItBeganWith() throws Exception {
        Path directory = SmallModel.saying(folder.resolve("m"), 1, 3, 2);
        int before = liveArrays();
        try (ServedModel served = serve(directory, new ServingConfig())) {
            ImageClassifier classifier = served.classifier(Background.AUTO);
            held.holdTheNextRun();
            Future<Prediction> running =
                    threads.submit(() -> classifier.classify(DIGITS.asItIs(0)));
            held.started.await();
            copy(SmallModel.saying(folder.resolve("next"), 3, 1, 2), directory);
            served.reload();
            assertThat(liveArrays()).isEqualTo(before + 20);
            held.goOn.countDown();
            assertThat(running.get().label()).isEqualTo("bee");
            assertThat(classifier.classify(DIGITS.asItIs(0)).label()).isEqualTo("ant");
            assertThat(liveArrays()).isEqualTo(before + 10);
        }
    }

    @Test
    @Slow
    void failsNoCallWhileVersionsChange() throws Exception {
        Path directory = SmallModel.saying(folder.resolve("m"), 1, 3, 2);
        AtomicBoolean done = new AtomicBoolean();
        try (ServedModel served = serve(directory, new ServingConfig())) {
            ImageClassifier classifier = served.classifier(Background.AUTO);
            List<Future<Boolean>> callers = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                callers.add(
                        threads.submit(
                                () -> {
                                    while (!done.get()) {
                                        if (!classifier
                                                .classify(DIGITS.asItIs(0))
                                                .label()
                                                .equals("bee")) {
                                            return false;
                                        }
                                    }
                                    return true;
                                }));
            }
            for (int i = 0; i < 30; i++) {
                served.reload();
            }
            done.set(true);
            for (Future<Boolean> caller : callers) {
                assertThat(caller.get()).isTrue();
            }
            assertThat(served.status().version().number()).isEqualTo(31);
        }
    }

    @Test
    void saysThatItWasClosed() {
        Path directory = SmallModel.untrained(folder.resolve("m"));
        ServedModel served = serve(directory, new ServingConfig());
        ImageClassifier classifier = served.classifier(Background.AUTO);
        classifier.close();
        served.close();
        String sentence =
                "The model in "
                        + directory
                        + " was closed. Load it again, or close it after its last use.";
        assertThatThrownBy(() -> classifier.classify(DIGITS.asItIs(0))).hasMessage(sentence);
        assertThatThrownBy(served::reload).hasMessage(sentence);
        assertThat(served.reloadIfChanged()).isFalse();
    }

    @Test
    void refusesLimitsThatMakeNoSense() {
        assertThatThrownBy(() -> new ServingConfig(0, 1, LONG, 1, Duration.ZERO))
                .isInstanceOf(TrainkitException.class)
                .hasMessage("max-concurrency must be at least 1, but was 0.");
        assertThatThrownBy(() -> new ServingConfig(1, -1, LONG, 1, Duration.ZERO))
                .hasMessage("queue-capacity must be at least 0, but was -1.");
        assertThatThrownBy(() -> new ServingConfig(1, 1, LONG, 0, Duration.ZERO))
                .hasMessage("batching.max-size must be between 1 and 1024, but was 0.");
        assertThatThrownBy(() -> new ServingConfig(1, 1, LONG, 1, LONG))
                .hasMessage("batching.max-delay must be between 0 and 1 s, but was PT30S.");
        assertThatThrownBy(() -> new ServingConfig(1, 1, LONG.negated(), 1, Duration.ZERO))
                .hasMessage("queue-timeout must not be negative, but was PT-30S.");
    }

    private ServedModel serve(Path directory, ServingConfig config) {
        return ServedModel.load("small", directory, config, EngineConfig.oneThread(), held);
    }

    private static int liveArrays() {
        return NativeMemory.liveArrays(Engines.open().engine());
    }

    /** As a run does: the manifest last. */
    private static void copy(Path from, Path to) {
        for (String name : List.of("weights.safetensors", "config.yaml", "model.json")) {
            try {
                Files.copy(
                        from.resolve(name), to.resolve(name), StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
