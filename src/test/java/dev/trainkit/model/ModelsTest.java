package dev.trainkit.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.loss.Loss;
import dev.trainkit.TrainkitException;
import dev.trainkit.engine.Autograd;
import dev.trainkit.engine.Backend;
import dev.trainkit.engine.Engines;
import dev.trainkit.engine.RandomStream;
import dev.trainkit.inspect.GradientCheck;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract that every listed model keeps. */
class ModelsTest {

    private final Backend backend = Engines.open();

    @ParameterizedTest
    @MethodSource("dev.trainkit.model.Models#names")
    void givesOneLogitAClass(String name) {
        try (NDManager manager = backend.newManager()) {
            Block block = create(name, manager);
            Shape input = new Shape(3, 1, 32, 32);
            assertThat(forward(block, pictures(manager, 3)).getShape()).isEqualTo(new Shape(3, 10));
            assertThat(block.getOutputShapes(new Shape[] {input}))
                    .containsExactly(new Shape(3, 10));
        }
    }

    @ParameterizedTest
    @MethodSource("dev.trainkit.model.Models#names")
    void givesTheSameLogitsAfterItsWeightsWereCopied(String name) {
        try (NDManager manager = backend.newManager()) {
            Block block = create(name, manager);
            Block copy = Models.create(architecture(name), manager, 7);
            NDArray pictures = pictures(manager, 3);
            assertThat(forward(copy, pictures)).isNotEqualTo(forward(block, pictures));
            Weights.of(block).copyInto(copy, "the first");
            assertThat(forward(copy, pictures)).isEqualTo(forward(block, pictures));
        }
    }

    @ParameterizedTest
    @MethodSource("dev.trainkit.model.Models#names")
    void lowersItsLossWithASmallStepAgainstTheGradient(String name) {
        try (NDManager manager = backend.newManager()) {
            Block block = create(name, manager);
            NDArray pictures = pictures(manager, 20);
            NDArray labels = manager.arange(20).mod(10).toType(DataType.INT64, false);
            float before = lossAfterBackward(block, pictures, labels);
            Autograd.withoutGradients(
                    () ->
                            StateDict.of(block)
                                    .values()
                                    .forEach(
                                            parameter ->
                                                    parameter
                                                            .getArray()
                                                            .subi(
                                                                    Autograd.gradient(
                                                                                    parameter
                                                                                            .getArray())
                                                                            .orElseThrow()
                                                                            .mul(0.01))));
            assertThat(lossAfterBackward(block, pictures, labels)).isLessThan(before);
        }
    }

    /** Interned arrays once looked into memory that Java had freed; new buffers then took it. */
    @Test
    void keepsCopiedWeightsWhenMemoryIsUsedAgain() {
        try (NDManager manager = backend.newManager()) {
            Block block = create("mlp", manager);
            Weights weights = Weights.of(Models.create(architecture("mlp"), manager, 7));
            weights.copyInto(block, "the other");
            for (int i = 0; i < 20; i++) {
                System.gc();
                manager.create(new float[128 * 1024], new Shape(128, 1024));
            }
            assertThat(Weights.of(block)).isEqualTo(weights);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.trainkit.model.Models#names")
    void hasTheGradientsThatFiniteDifferencesGive(String name) {
        try (NDManager manager = backend.newManager()) {
            Shape input = new Shape(2, 1, 32, 32);
            assertThat(GradientCheck.of(create(name, manager), input, manager).disagreement())
                    .isEmpty();
        }
    }

    @Test
    void listsTheModelsWhenOneIsUnknown() {
        try (NDManager manager = backend.newManager()) {
            assertThatThrownBy(() -> create("lenet6", manager))
                    .isInstanceOf(TrainkitException.class)
                    .hasMessage(
                            "Unknown model 'lenet6'. The models are: lenet, mlp. Set model.name to"
                                    + " one of them.");
        }
    }

    @Test
    void namesEveryWeightThatDoesNotFit() {
        try (NDManager manager = backend.newManager()) {
            Weights weights =
                    new Weights(
                            Map.of(
                                    "fc1.weight", new Tensor(new long[] {2, 2}, new float[4]),
                                    "fc9.bias", new Tensor(new long[] {1}, new float[1])));
            assertThatThrownBy(() -> weights.copyInto(create("mlp", manager), "w.safetensors"))
                    .isInstanceOf(TrainkitException.class)
                    .hasMessage(
                            "The weights in w.safetensors do not fit the network: fc1.weight is (2,"
                                    + " 2), not (128, 1024); fc1.bias is missing; fc2.weight is"
                                    + " missing; fc2.bias is missing; fc9.bias is not in the network."
                                    + " Take weights of the same model, or set model.name to theirs.");
        }
    }

    private static Architecture architecture(String name) {
        return new Architecture(name, List.of(1, 32, 32), 10);
    }

    private static Block create(String name, NDManager manager) {
        return Models.create(architecture(name), manager, 42);
    }

    private static NDArray pictures(NDManager manager, int count) {
        RandomStream random = RandomStream.of(1, "pictures");
        float[] values = new float[count * 32 * 32];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat(-1, 1);
        }
        return manager.create(values, new Shape(count, 1, 32, 32));
    }

    private static NDArray forward(Block block, NDArray pictures) {
        return Autograd.withoutGradients(
                () ->
                        block.forward(
                                        new ParameterStore(pictures.getManager(), false),
                                        new NDList(pictures),
                                        false)
                                .singletonOrThrow());
    }

    private float lossAfterBackward(Block block, NDArray pictures, NDArray labels) {
        try (GradientCollector gradients = backend.newGradientCollector()) {
            NDList logits =
                    block.forward(
                            new ParameterStore(pictures.getManager(), false),
                            new NDList(pictures),
                            true);
            NDArray loss = Loss.softmaxCrossEntropyLoss().evaluate(new NDList(labels), logits);
            gradients.backward(loss);
            return loss.getFloat();
        }
    }
}
