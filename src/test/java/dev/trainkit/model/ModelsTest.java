package dev.trainkit.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.loss.Loss;
import dev.trainkit.Slow;
import dev.trainkit.TrainkitException;
import dev.trainkit.engine.Autograd;
import dev.trainkit.engine.Backend;
import dev.trainkit.engine.Engines;
import dev.trainkit.engine.RandomStream;
import dev.trainkit.inspect.GradientCheck;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract that every listed model keeps. */
@Slow
class ModelsTest {

    private final Backend backend = Engines.open();

    @ParameterizedTest
    @MethodSource("dev.trainkit.model.Models#names")
    void givesOneLogitAClass(String name) {
        try (NDManager manager = backend.newManager()) {
            Block block = create(name, manager);
            assertThat(forward(block, pictures(name, manager, 3)).getShape())
                    .isEqualTo(new Shape(3, 10));
            assertThat(block.getOutputShapes(new Shape[] {batch(name, 3)}))
                    .containsExactly(new Shape(3, 10));
        }
    }

    @ParameterizedTest
    @MethodSource("dev.trainkit.model.Models#names")
    void givesTheSameLogitsAfterItsWeightsWereCopied(String name) {
        try (NDManager manager = backend.newManager()) {
            Block block = create(name, manager);
            Block copy = SmallModels.create(name, manager, 7);
            NDArray pictures = pictures(name, manager, 3);
            assertThat(forward(copy, pictures)).isNotEqualTo(forward(block, pictures));
            Weights.of(block).copyInto(copy, "the first");
            assertThat(forward(copy, pictures)).isEqualTo(forward(block, pictures));
        }
    }

    @ParameterizedTest
    @MethodSource("dev.trainkit.model.Models#names")
    void isBuiltAroundWeightsAsIfItHadDrawnThem(String name) {
        try (NDManager manager = backend.newManager()) {
            Block block = create(name, manager);
            Weights weights = Weights.of(block);
            Block loaded =
                    Models.load(SmallModels.architecture(name), weights, manager, "the first");
            NDArray pictures = pictures(name, manager, 20);
            assertThat(forward(loaded, pictures)).isEqualTo(forward(block, pictures));
            assertThat(Weights.of(loaded)).isEqualTo(weights);
            NDArray labels = manager.arange(20).mod(10).toType(DataType.INT64, false);
            assertThat(lossAfterBackward(loaded, pictures, labels))
                    .isEqualTo(lossAfterBackward(block, pictures, labels));
        }
    }

    @ParameterizedTest
    @MethodSource("dev.trainkit.model.Models#names")
    void lowersItsLossWithASmallStepAgainstTheGradient(String name) {
        try (NDManager manager = backend.newManager()) {
            Block block = create(name, manager);
            NDArray pictures = pictures(name, manager, 20);
            NDArray labels = manager.arange(20).mod(10).toType(DataType.INT64, false);
            float before = lossAfterBackward(block, pictures, labels);
            Autograd.withoutGradients(() -> StateDict.of(block).values().forEach(this::step));
            assertThat(lossAfterBackward(block, pictures, labels)).isLessThan(before);
        }
    }

    /** Interned arrays once looked into memory that Java had freed; new buffers then took it. */
    @Test
    void keepsCopiedWeightsWhenMemoryIsUsedAgain() {
        try (NDManager manager = backend.newManager()) {
            Block block = create("mlp", manager);
            Weights weights = Weights.of(SmallModels.create("mlp", manager, 7));
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
            Block block = create(name, manager);
            Shape batch = batch(name, 3);
            boolean isSmall = StateDict.of(block).size() <= 10 && !name.equals("alexnet");
            GradientCheck check =
                    isSmall
                            ? GradientCheck.of(block, batch, manager)
                            : GradientCheck.alongADirection(block, batch, manager);
            assertThat(check.disagreement()).isEmpty();
        }
    }

    @Test
    void listsTheModelsWhenOneIsUnknown() {
        try (NDManager manager = backend.newManager()) {
            assertThatThrownBy(() -> create("lenet6", manager))
                    .isInstanceOf(TrainkitException.class)
                    .hasMessage(
                            "Unknown model 'lenet6'. The models are: alexnet, cnn, lenet, lenet5, mlp,"
                                    + " mobilenet-v2, resnet, squeezenet, tiny-net, vgg. Set"
                                    + " model.name to one of them.");
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
                                    + " 2), not (16, 256); fc1.bias is missing; fc2.weight is"
                                    + " missing; fc2.bias is missing; fc9.bias is not in the network."
                                    + " Take weights of the same model, or set model.name to theirs.");
        }
    }

    private static Block create(String name, NDManager manager) {
        return SmallModels.create(name, manager, 42);
    }

    private static Shape batch(String name, int pictures) {
        Architecture architecture = SmallModels.architecture(name);
        return new Shape(
                pictures, architecture.channels(), architecture.height(), architecture.width());
    }

    private static NDArray pictures(String name, NDManager manager, int count) {
        RandomStream random = RandomStream.of(1, "pictures");
        Shape shape = batch(name, count);
        float[] values = new float[(int) shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat(-1, 1);
        }
        return manager.create(values, shape);
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

    private void step(Parameter parameter) {
        Autograd.gradient(parameter.getArray())
                .ifPresent(gradient -> parameter.getArray().subi(gradient.mul(0.01)));
    }

    /** What dropout leaves out is the same each time. */
    private float lossAfterBackward(Block block, NDArray pictures, NDArray labels) {
        backend.reseed(0);
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
