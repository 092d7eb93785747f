package dev.trainkit.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import ai.djl.training.loss.Loss;
import com.fasterxml.jackson.databind.JsonNode;
import dev.trainkit.TrainkitException;
import dev.trainkit.config.RunConfig;
import dev.trainkit.engine.Backend;
import dev.trainkit.engine.Engines;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract that every listed loss keeps. */
class LossesTest {

    private static final JsonNode GOLDEN = Goldens.read("losses.json");

    private final Backend backend = Engines.open();
    private final NDManager manager = backend.newManager();

    @AfterEach
    void freeNativeMemory() {
        manager.close();
    }

    private static Stream<JsonNode> cases() {
        return StreamSupport.stream(GOLDEN.get("cases").spliterator(), false);
    }

    @Test
    void everyLossHasAGoldenCase() {
        Set<String> golden = cases().map(c -> c.get("name").asText()).collect(Collectors.toSet());
        assertThat(golden).containsExactlyInAnyOrderElementsOf(Losses.names());
    }

    @TestFactory
    Stream<DynamicTest> givesTheLossAndTheGradientOfPyTorch() {
        return cases().map(c -> dynamicTest(title(c), () -> compare(c)));
    }

    /** The largest of a gradient's numbers is the measure for all of them. */
    private void compare(JsonNode golden) {
        NDArray logits = logits();
        NDArray target = target(golden.get("target"));
        float loss = backward(loss(golden), target, logits);
        double expectedLoss = golden.get("loss").asDouble();
        assertThat((double) loss).isCloseTo(expectedLoss, within(1e-6 * Math.abs(expectedLoss)));
        double[] expected = Goldens.numbers(golden.get("gradient"));
        float[] gradient = logits.getGradient().toFloatArray();
        double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) gradient[i])
                    .as("gradient by logit %d", i)
                    .isCloseTo(expected[i], within(1e-6 * largest));
        }
    }

    /**
     * DJL's own loss of the same formula: libtorch's one operation only divides at another place.
     */
    @Test
    void crossEntropyWithoutSettingsIsDjlsOwnToTheLastPlace() {
        NDArray logits = logits();
        NDArray target = target(GOLDEN.get("cases").get(0).get("target"));
        float ours = backward(Losses.create("cross-entropy"), target, logits);
        NDArray same = logits();
        float djls = backward(Loss.softmaxCrossEntropyLoss(), target, same);
        assertThat(ours).isCloseTo(djls, within(Math.ulp(djls)));
        float[] gradient = logits.getGradient().toFloatArray();
        float[] djlsGradient = same.getGradient().toFloatArray();
        for (int i = 0; i < gradient.length; i++) {
            assertThat(gradient[i]).isCloseTo(djlsGradient[i], within(Math.ulp(djlsGradient[i])));
        }
    }

    /** The means of the two halves, weighed, make the mean of the whole; sums add up. */
    @TestFactory
    Stream<DynamicTest> weighsABatchAsItsMeanIsTaken() {
        return cases().map(c -> dynamicTest(title(c), () -> compareHalves(c)));
    }

    private void compareHalves(JsonNode golden) {
        TorchLoss loss = loss(golden);
        NDArray target = target(golden.get("target"));
        double weights = 0;
        double losses = 0;
        for (String half : List.of(":4", "4:")) {
            NDList labels = new NDList(target.get(half));
            NDList predictions = new NDList(logits().get(half));
            double weight = loss.weight(labels, predictions);
            weights += weight;
            losses += weight * loss.evaluate(labels, predictions).getFloat();
        }
        double whole = loss.sums() ? losses : losses / weights;
        assertThat(whole).isCloseTo(golden.get("loss").asDouble(), within(2e-6 * Math.abs(whole)));
    }

    @Test
    void aSumIsSharedOutAmongThePictures() {
        assertThat(Losses.create("mse").perPicture(6f, 4)).isEqualTo(6);
        assertThat(Losses.create(RunConfig.of("loss.reduction=sum")).perPicture(6f, 4))
                .isEqualTo(1.5);
    }

    @ParameterizedTest
    @MethodSource("dev.trainkit.optim.Losses#names")
    void leavesLabelsAndPredictionsAsTheyAre(String name) {
        NDArray logits = logits();
        NDArray target = target(GOLDEN.get("cases").get(0).get("target"));
        NDArray before = target.duplicate();
        backward(Losses.create(name), target, logits);
        assertThat(logits).isEqualTo(logits());
        assertThat(target).isEqualTo(before);
    }

    @Test
    void namesClassWeightsThatDoNotFitTheClasses() {
        TorchLoss loss = Losses.create(RunConfig.of("loss.class-weights=[1, 2]"));
        NDList target = new NDList(target(GOLDEN.get("cases").get(0).get("target")));
        assertThatThrownBy(() -> loss.evaluate(target, new NDList(logits())))
                .isInstanceOf(TrainkitException.class)
                .hasMessage(
                        "loss.class-weights has 2 weights, but there are 5 classes. Give a weight for"
                                + " each class.");
    }

    @Test
    void listsTheLossesWhenOneIsUnknown() {
        assertThatThrownBy(() -> Losses.create("hinge"))
                .isInstanceOf(TrainkitException.class)
                .hasMessage(
                        "Unknown loss 'hinge'. The losses are: bce-with-logits, cross-entropy,"
                                + " focal, mse, nll. Set train.loss to one of them.");
    }

    private float backward(Loss loss, NDArray target, NDArray logits) {
        logits.setRequiresGradient(true);
        try (GradientCollector gradients = backend.newGradientCollector()) {
            NDArray value = loss.evaluate(new NDList(target), new NDList(logits));
            gradients.backward(value);
            return value.getFloat();
        }
    }

    private NDArray logits() {
        return numbers(GOLDEN.get("logits"));
    }

    private NDArray target(JsonNode target) {
        if (target.get(0).isArray()) {
            NDList rows = new NDList();
            target.forEach(row -> rows.add(numbers(row)));
            return NDArrays.stack(rows).reshape(-1, 5);
        }
        return manager.create(
                StreamSupport.stream(target.spliterator(), false)
                        .mapToLong(JsonNode::asLong)
                        .toArray());
    }

    private NDArray numbers(JsonNode array) {
        double[] values = Goldens.numbers(array);
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return manager.create(floats, new Shape(floats.length / 5, 5));
    }

    private static String title(JsonNode golden) {
        boolean indices = !golden.get("target").get(0).isArray();
        return "%s %s on %s"
                .formatted(
                        golden.get("name").asText(),
                        golden.get("settings"),
                        indices ? "class indices" : "rows");
    }

    private static TorchLoss loss(JsonNode golden) {
        Stream<String> settings =
                Stream.of(Goldens.settings(golden.get("settings"))).map(s -> "loss." + s);
        return Losses.create(
                RunConfig.of(
                        Stream.concat(
                                        Stream.of("train.loss=" + golden.get("name").asText()),
                                        settings)
                                .toArray(String[]::new)));
    }
}
