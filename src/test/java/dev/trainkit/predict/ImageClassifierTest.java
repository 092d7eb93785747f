package dev.trainkit.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.trainkit.Slow;
import dev.trainkit.TrainkitException;
import dev.trainkit.config.EngineConfig;
import dev.trainkit.data.Background;
import dev.trainkit.data.DigitPictures;
import dev.trainkit.engine.Autograd;
import dev.trainkit.engine.Backend;
import dev.trainkit.engine.Engines;
import dev.trainkit.engine.NativeMemory;
import dev.trainkit.model.Architecture;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageClassifierTest {

    private static final DigitPictures DIGITS = new DigitPictures();
    private static final int THREADS = 8;

    @TempDir private Path folder;
    private Path model;

    @BeforeEach
    void saveAModel() {
        model = SmallModel.untrained(folder.resolve("model"));
    }

    @Test
    void saysTheSameOfAFileItsBytesAndItsPicture() throws IOException {
        byte[] png = DigitPictures.png(DIGITS.asItIs(0));
        Path file = Files.write(folder.resolve("seven.png"), png);
        try (ImageClassifier classifier = ImageClassifier.load(model)) {
            Prediction prediction = classifier.classify(file);
            assertThat(classifier.classify(png)).isEqualTo(prediction);
            assertThat(classifier.classify(DIGITS.asItIs(0))).isEqualTo(prediction);
            assertThat(classifier.classify(DIGITS.inverted(0))).isEqualTo(prediction);
        }
    }

    @Test
    void answersInTheOrderOfThePicturesAcrossBatches() {
        List<BufferedImage> pictures = IntStream.range(0, 300).mapToObj(DIGITS::asItIs).toList();
        try (ImageClassifier classifier = ImageClassifier.load(model)) {
            List<Prediction> predictions = classifier.classify(pictures);
            assertThat(predictions).hasSize(300);
            for (int i = 0; i < 300; i += 23) {
                Prediction alone = classifier.classify(pictures.get(i));
                assertThat(predictions.get(i).label()).isEqualTo(alone.label());
                assertThat(predictions.get(i).probability())
                        .isCloseTo(alone.probability(), within(1e-6));
            }
            assertThat(classifier.classify(List.<BufferedImage>of())).isEmpty();
        }
    }

    /** torch.softmax(torch.tensor([1., 3., 2.], dtype=torch.float64), 0) */
    @Test
    void ranksTheClassesByPyTorchsSoftmax() {
        try (ImageClassifier classifier =
                ImageClassifier.load(SmallModel.saying(folder.resolve("m"), 1, 3, 2))) {
            Prediction prediction = classifier.classify(DIGITS.asItIs(0));
            assertThat(prediction.ranking().stream().map(Prediction.Score::label))
                    .containsExactly("bee", "cow", "ant");
            assertThat(prediction.probability()).isCloseTo(0.6652409557748219, within(1e-15));
            assertThat(prediction.ranking().get(1).probability())
                    .isCloseTo(0.24472847105479764, within(1e-15));
            assertThat(prediction.ranking().get(2).probability())
                    .isCloseTo(0.09003057317038046, within(1e-15));
            assertThat(prediction.top(2)).hasSize(2);
            assertThat(prediction.top(5)).hasSize(3);
        }
    }

    @Test
    void givesProbabilitiesThatAddUpToOneHoweverLargeTheLogits() {
        try (ImageClassifier classifier =
                ImageClassifier.load(
                        SmallModel.saying(folder.resolve("m"), 3e38f, 3e38f, -3e38f))) {
            assertThat(classifier.classify(DIGITS.asItIs(0)).ranking())
                    .extracting(Prediction.Score::probability)
                    .containsExactly(0.5, 0.5, 0.0);
        }
        try (ImageClassifier classifier = ImageClassifier.load(model)) {
            double sum =
                    classifier.classify(DIGITS.asItIs(0)).ranking().stream()
                            .mapToDouble(Prediction.Score::probability)
                            .sum();
            assertThat(sum).isCloseTo(1, within(1e-12));
        }
    }

    @Test
    void saysThatTheWeightsAreDamagedWhereALogitIsNoNumber() {
        Path damaged = SmallModel.saying(folder.resolve("m"), 1, Float.NaN, 2);
        try (ImageClassifier classifier = ImageClassifier.load(damaged)) {
            assertThatThrownBy(() -> classifier.classify(DIGITS.asItIs(0)))
                    .isInstanceOf(TrainkitException.class)
                    .hasMessage(
                            "The model in "
                                    + damaged
                                    + " computes NaN for this picture: its weights are damaged."
                                    + " Train it again, with a lower optimizer.learning-rate if that"
                                    + " made them so.");
        }
    }

    @Test
    void tellsTheClassesAndTheManifest() {
        try (ImageClassifier classifier = ImageClassifier.load(model, new EngineConfig())) {
            assertThat(classifier.classes()).containsExactly("ant", "bee", "cow");
            assertThat(classifier.manifest().architecture().name()).isEqualTo("lenet");
        }
    }

    @Test
    void takesTheBackgroundThatItIsTold() {
        try (ImageClassifier classifier = ImageClassifier.load(model)) {
            Prediction right = classifier.classify(DIGITS.inverted(0));
            ImageClassifier light = classifier.withBackground(Background.LIGHT);
            assertThat(light.classify(DIGITS.inverted(0))).isEqualTo(right);
            ImageClassifier dark = classifier.withBackground(Background.DARK);
            assertThat(dark.classify(DIGITS.asItIs(0))).isEqualTo(right);
        }
    }

    @Test
    void namesTheFileThatCannotBeUsed() throws IOException {
        BufferedImage white = new BufferedImage(50, 50, BufferedImage.TYPE_BYTE_GRAY);
        Path blank = Files.write(folder.resolve("blank.png"), DigitPictures.png(white));
        String sentence =
                "the picture is blank: no ink stands out from its background. Write with a darker"
                        + " pen, or take it in better light.";
        try (ImageClassifier classifier = ImageClassifier.load(model)) {
            assertThatThrownBy(() -> classifier.classify(blank))
                    .isInstanceOf(TrainkitException.class)
                    .hasMessage(blank + ": " + sentence);
            assertThatThrownBy(() -> classifier.classify(white)).hasMessage(sentence);
            assertThatThrownBy(() -> classifier.classify(DigitPictures.png(white)))
                    .hasMessage(sentence);
            assertThatThrownBy(() -> classifier.classify(List.of(DIGITS.asItIs(0), white)))
                    .hasMessage("picture 2 of 2: " + sentence);
            assertThatThrownBy(() -> classifier.classify(new byte[] {1, 2, 3}))
                    .hasMessageStartingWith("the picture: this is not a picture in a format that");
        }
    }

    @Test
    void showsWhatTheNetworkSaw() {
        byte[] png = DigitPictures.png(DIGITS.asItIs(0));
        try (ImageClassifier classifier = ImageClassifier.load(model)) {
            LookedAt seen = classifier.look(png);
            assertThat(seen.ranking()).isEqualTo(classifier.classify(png).ranking());
            assertThat(seen.input().width()).isEqualTo(28);
            assertThat(seen.input().values()).hasSize(784).contains(0).anyMatch(v -> v > 200);
            assertThat(seen.layer()).isEqualTo("conv1");
            assertThat(seen.maps()).hasSize(6);
            for (LookedAt.Map map : seen.maps()) {
                assertThat(map.values()).hasSize(30 * 30).contains(0, 255);
            }
        }
    }

    @Test
    void saysThatItWasClosed() {
        ImageClassifier classifier = ImageClassifier.load(model);
        ImageClassifier light = classifier.withBackground(Background.LIGHT);
        light.close();
        classifier.close();
        assertThatThrownBy(() -> classifier.classify(DIGITS.asItIs(0)))
                .isInstanceOf(TrainkitException.class)
                .hasMessage(
                        "The model in "
                                + model
                                + " was closed. Load it again, or close it after its last use.");
        assertThat(classifier.classes()).hasSize(3);
    }

    @Test
    void saysSoWhereManifestAndNetworkDoNotFit() {
        Architecture wide = new Architecture("lenet", List.of(1, 40, 40), 3);
        Path other =
                SmallModel.save(
                        folder.resolve("m"),
                        SmallModel.weights(),
                        wide,
                        List.of("ant", "bee", "cow"));
        assertThatThrownBy(() -> ImageClassifier.load(other))
                .isInstanceOf(TrainkitException.class)
                .hasMessage(
                        "The model in "
                                + other
                                + " takes pictures of [1, 40, 40] (channels, height, width), but its"
                                + " preprocessing makes [1, 32, 32]. Copy the model again, or train"
                                + " it again.");
        Architecture lenet = new Architecture("lenet", List.of(1, 32, 32), 3);
        Path nameless =
                SmallModel.save(
                        folder.resolve("n"), SmallModel.weights(), lenet, List.of("ant", "bee"));
        assertThatThrownBy(() -> ImageClassifier.load(nameless))
                .isInstanceOf(TrainkitException.class)
                .hasMessage(
                        "The model in "
                                + nameless
                                + " has 3 outputs, but names for 2 classes. Copy the model again, or"
                                + " train it again.");
    }

    @Test
    @Slow
    void saysTheSameOnEightThreadsAsOnOne() throws Exception {
        try (ImageClassifier classifier = ImageClassifier.load(model)) {
            List<Prediction> alone = predictAll(classifier);
            CountDownLatch start = new CountDownLatch(THREADS);
            Callable<List<Prediction>> together =
                    () -> {
                        start.countDown();
                        start.await();
                        return predictAll(classifier);
                    };
            for (List<Prediction> predictions : onThreads(together)) {
                assertThat(predictions).isEqualTo(alone);
            }
        }
    }

    private static List<Prediction> predictAll(ImageClassifier classifier) {
        return IntStream.range(0, 50).mapToObj(DIGITS::onPaper).map(classifier::classify).toList();
    }

    private static <T> List<T> onThreads(Callable<T> work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> future : threads.invokeAll(Collections.nCopies(THREADS, work))) {
                results.add(future.get());
            }
            return results;
        } finally {
            threads.shutdown();
        }
    }

    /** libtorch starts every thread with recording on. */
    @Test
    void recordsNoGraphOnAnyThreadAndLeavesItsMode() throws Exception {
        try (Network network = Network.load(model, new EngineConfig())) {
            Supplier<Boolean> isLeaf =
                    () -> {
                        try (NDManager call = network.newCall()) {
                            NDArray logits = network.logits(call, List.of(DIGITS.pixels(0)));
                            return Autograd.isLeaf(logits)
                                    && !Autograd.requiresGradient(logits)
                                    && Autograd.isRecording();
                        }
                    };
            assertThat(onThreads(() -> Autograd.recording(isLeaf))).containsOnly(true);
        }
    }

    @Test
    void leavesNoNativeArrayBehind() {
        Backend backend = Engines.open();
        int before = NativeMemory.liveArrays(backend.engine());
        try (ImageClassifier classifier = ImageClassifier.load(model)) {
            int loaded = NativeMemory.liveArrays(backend.engine());
            assertThat(loaded).isEqualTo(before + 10);
            List<BufferedImage> two = List.of(DIGITS.asItIs(0), DIGITS.asItIs(1));
            for (int i = 0; i < 500; i++) {
                classifier.classify(DIGITS.asItIs(i));
                classifier.classify(two);
            }
            BufferedImage white = new BufferedImage(9, 9, BufferedImage.TYPE_BYTE_GRAY);
            assertThatThrownBy(() -> classifier.classify(white)).hasMessageContaining("blank");
            assertThat(NativeMemory.liveArrays(backend.engine())).isEqualTo(loaded);
        }
        assertThat(NativeMemory.liveArrays(backend.engine())).isEqualTo(before);
    }

    @Test
    void freesTheWeightsWhereAModelCannotBeLoaded() throws IOException {
        Path file = model.resolve("model.json");
        Files.writeString(
                file, Files.readString(file).replace("\"name\" : \"lenet\"", "\"name\" : \"mlp\""));
        Backend backend = Engines.open();
        int before = NativeMemory.liveArrays(backend.engine());
        assertThatThrownBy(() -> ImageClassifier.load(model))
                .isInstanceOf(TrainkitException.class)
                .hasMessageStartingWith("The weights in " + model + " do not fit the network: ");
        assertThat(NativeMemory.liveArrays(backend.engine())).isEqualTo(before);
    }

    /** libtorch would end the process where it runs on weights that were freed. */
    @Test
    void mayBeClosedWhileOthersUseIt() throws Exception {
        for (int round = 0; round < 10; round++) {
            ImageClassifier classifier = ImageClassifier.load(model);
            CountDownLatch start = new CountDownLatch(THREADS);
            Callable<Boolean> use =
                    () -> {
                        start.countDown();
                        start.await();
                        try {
                            for (int i = 0; i < 1_000; i++) {
                                classifier.classify(DIGITS.asItIs(i));
                                classifier.close();
                            }
                            return false;
                        } catch (TrainkitException e) {
                            return e.getMessage().contains("was closed");
                        }
                    };
            assertThat(onThreads(use)).containsOnly(true);
            assertThatCode(classifier::close).doesNotThrowAnyException();
        }
    }
}
