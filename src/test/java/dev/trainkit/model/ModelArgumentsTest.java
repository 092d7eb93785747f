package dev.trainkit.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import com.sun.management.ThreadMXBean;
import dev.trainkit.Slow;
import dev.trainkit.TrainkitException;
import dev.trainkit.config.ModelConfig;
import dev.trainkit.engine.Backend;
import dev.trainkit.engine.Engines;
import java.lang.management.ManagementFactory;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Slow
class ModelArgumentsTest {

    private final Backend backend = Engines.open();

    @Test
    void listsAndBuildsAModelOfOnesOwn() {
        assertThat(Models.names()).contains("tiny-net");
        assertThat(shapes("tiny-net", List.of(1, 28, 28), Map.of()))
                .containsEntry("conv.weight", new Shape(4, 1, 5, 5))
                .containsEntry("fc.weight", new Shape(10, 576));
        assertThat(shapes("tiny-net", List.of(1, 28, 28), Map.of("filters", List.of(7))))
                .containsEntry("conv.weight", new Shape(7, 1, 5, 5));
    }

    @Test
    void refusesAnArgumentThatAModelOfOnesOwnHasNot() {
        assertThatThrownBy(() -> shapes("tiny-net", List.of(1, 28, 28), Map.of("depth", 18)))
                .isInstanceOf(TrainkitException.class)
                .hasMessage("model.depth is not a setting of tiny-net. Leave it out.");
    }

    @Test
    void buildsLayersByArguments() {
        assertThat(shapes("mlp", List.of(1, 4, 4), Map.of("layers", List.of(6, 5))))
                .containsEntry("fc1.weight", new Shape(6, 16))
                .containsEntry("fc2.weight", new Shape(5, 6))
                .containsEntry("fc3.weight", new Shape(10, 5));
        assertThat(shapes("mlp", List.of(1, 4, 4), Map.of("layers", List.of())))
                .containsOnlyKeys("fc1.weight", "fc1.bias");
    }

    @Test
    void takesTheDefaultsWhereAnArchitectureHasNoArguments() {
        assertThat(shapes("mlp", List.of(1, 4, 4), Map.of()))
                .containsEntry("fc1.weight", new Shape(128, 16))
                .containsOnlyKeys("fc1.weight", "fc1.bias", "fc2.weight", "fc2.bias");
    }

    @Test
    void refusesArgumentsOfOtherModels() {
        assertThatThrownBy(() -> shapes("lenet", List.of(1, 32, 32), Map.of("depth", 18)))
                .isInstanceOf(TrainkitException.class)
                .hasMessage(
                        "The network lenet cannot be built from its arguments: model.depth is not a setting of lenet, which has none of its own. Correct them, or copy the model again.");
    }

    /** A manifest comes from outside. */
    @Test
    void refusesWhatIsNoArgument() {
        assertThatThrownBy(() -> shapes("lenet", List.of(1, 32, 32), Map.of("weights", "/etc")))
                .isInstanceOf(TrainkitException.class)
                .hasMessage(
                        "The network lenet cannot be built from its arguments: 'weights' is not an argument of any model. Correct them, or copy the model again.");
        assertThatThrownBy(
                        () ->
                                shapes(
                                        "mlp",
                                        List.of(1, 4, 4),
                                        Map.of("layers", List.of(Map.of("a", 1)))))
                .isInstanceOf(TrainkitException.class)
                .hasMessageContaining("model.layers must be a whole number");
    }

    @ParameterizedTest
    @CsvSource({
        "alexnet, 62, 63x63",
        "lenet5, 15, 16x16",
        "squeezenet, 20, 21x21",
        "vgg, 31, 32x32",
        "cnn, 3, 4x4"
    })
    void saysHowLargePicturesMustBe(String name, int side, String least) {
        assertThatThrownBy(() -> shapes(name, List.of(1, side, side), Map.of()))
                .isInstanceOf(TrainkitException.class)
                .hasMessage(
                        String.format(
                                Locale.ROOT,
                                "The model %s takes pictures of at least %s, but these are %dx%d. Scale them up, or set model.name to another.",
                                name,
                                least,
                                side,
                                side));
    }

    @ParameterizedTest
    @CsvSource({"alexnet, 63", "lenet5, 16", "squeezenet, 21", "vgg, 32", "cnn, 4"})
    void takesTheSmallestPicturesThatItSaysItTakes(String name, int side) {
        Map<String, Object> arguments =
                new ModelConfig(name).layers() == null ? Map.of() : Map.of("layers", List.of(4));
        assertThat(shapes(name, List.of(1, side, side), arguments)).isNotEmpty();
    }

    /** What is taken is counted first: the memory of this thread hardly grows. */
    @Test
    void refusesANetworkThatNoMemoryHoldsBeforeItTakesAny() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();

        assertThatThrownBy(
                        () ->
                                shapes(
                                        "mlp",
                                        List.of(1, 256, 256),
                                        Map.of("layers", List.of(65_536))))
                .isInstanceOf(TrainkitException.class)
                .hasMessageStartingWith(
                        "The network is too large: up to a layer with weights of (65536, 65536) it"
                                + " has 4,294,967,296 parameters, and there is memory for ")
                .hasMessageEndingWith(
                        ". Make the model's layers or its pictures smaller, or give Java more memory"
                                + " with -Xmx.");
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(32 << 20);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "65000      | 1     | (1, 1, 65000, 65000)",
                "2147483647 | 1     | (1, 1, 2147483647, 2147483647)",
                "8192       | 65536 | (1, 65536, 8192, 8192)"
            })
    void refusesPicturesThatNoMemoryHolds(int side, int filters, String shape) {
        Map<String, Object> arguments = Map.of("filters", List.of(filters), "pool", "none");

        assertThatThrownBy(() -> shapes("cnn", List.of(1, side, side), arguments))
                .isInstanceOf(TrainkitException.class)
                .hasMessage(
                        "The network is too large: a single picture becomes %s between its layers. Make its pictures or the model's layers smaller."
                                .formatted(shape));
    }

    @Test
    void refusesManyLayersThatAreTooMuchTogether() {
        assertThatThrownBy(
                        () ->
                                shapes(
                                        "mlp",
                                        List.of(1, 32, 32),
                                        Map.of("layers", Collections.nCopies(100, 16_384))))
                .isInstanceOf(TrainkitException.class)
                .hasMessageStartingWith(
                        "The network is too large: up to a layer with weights of (16384, 16384) it");
    }

    @Test
    void refusesThousandsOfBlocks() {
        assertThatThrownBy(
                        () ->
                                shapes(
                                        "cnn",
                                        List.of(1, 32, 32),
                                        Map.of(
                                                "filters",
                                                Collections.nCopies(5_000, 1),
                                                "pool",
                                                "none")))
                .isInstanceOf(TrainkitException.class)
                .hasMessageContaining(
                        "model.filters must be a list of 1 to 100 whole numbers from 1 to 65536, but"
                                + " was [1, 1, ");
    }

    @Test
    void refusesPicturesThatAreNone() {
        assertThatThrownBy(() -> new Architecture("mlp", List.of(1, 0, 32), 10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "architecture: inputShape must be channels, height and width, but was [1, 0,"
                                + " 32]");
        assertThatThrownBy(() -> new Architecture("mlp", List.of(1, 32, 32), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("architecture: classes must be at least 1, but was 0");
    }

    /** sqrt(2 / (filters * 9)) is what torchvision's kaiming_normal_ by fan-out comes to. */
    @Test
    void drawsResNetsConvolutionsAsTorchvisionDoes() {
        try (NDManager manager = backend.newManager()) {
            Block block =
                    Models.create(
                            new Architecture("resnet", List.of(1, 8, 8), 10, Map.of("depth", 18)),
                            manager,
                            1);
            NDArray weight = StateDict.of(block).get("layer4.1.conv2.weight").getArray();
            double deviation = Math.sqrt(2.0 / (512 * 9));
            assertThat(weight.mean().getFloat()).isCloseTo(0, Offset.offset(1e-4f));
            assertThat(Math.sqrt(weight.square().mean().getFloat()))
                    .isCloseTo(deviation, Offset.offset(0.002 * deviation));
            assertThat(weight.abs().max().getFloat()).isGreaterThan((float) (4 * deviation));
        }
    }

    @Test
    void saysThatOneValueCannotBeNormalised() {
        try (NDManager manager = backend.newManager()) {
            Block norm = Models.initialize(new BatchNorm2d(), manager, 0, new Shape(1, 3, 1, 1));
            NDList picture = new NDList(manager.ones(new Shape(1, 3, 1, 1)));
            ParameterStore store = new ParameterStore(manager, false);
            assertThatThrownBy(() -> norm.forward(store, picture, true))
                    .isInstanceOf(TrainkitException.class)
                    .hasMessage(
                            "A batch of one picture, of which one value a channel is left, cannot be"
                                    + " normalised in training: its shape is (1, 3, 1, 1). Choose"
                                    + " another train.batch-size, so that no batch has one picture.");
            assertThat(norm.forward(store, picture, false).singletonOrThrow().toFloatArray())
                    .containsExactly(new float[] {1, 1, 1}, Offset.offset(1e-5f));
        }
    }

    private Map<String, Shape> shapes(
            String name, List<Integer> inputShape, Map<String, Object> arguments) {
        try (NDManager manager = backend.newManager()) {
            Block block =
                    Models.create(new Architecture(name, inputShape, 10, arguments), manager, 42);
            Map<String, Shape> shapes = new TreeMap<>();
            StateDict.of(block)
                    .forEach((parameter, value) -> shapes.put(parameter, value.getShape()));
            return shapes;
        }
    }
}
