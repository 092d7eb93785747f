package dev.trainkit.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import dev.trainkit.TrainkitException;
import dev.trainkit.engine.Engines;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LeNetBlockTest {

    private final NDManager manager = Engines.open().newManager();
    private final Block lenet =
            Models.create(new Architecture("lenet", List.of(1, 32, 32), 10), manager, 42);

    @AfterEach
    void freeNativeMemory() {
        manager.close();
    }

    /** The list that PyTorch's introduction prints. */
    @Test
    void hasTheParametersOfPyTorchsIntroduction() {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        StateDict.of(lenet).forEach((name, parameter) -> shapes.put(name, parameter.getShape()));
        Map<String, Shape> expected = new LinkedHashMap<>();
        expected.put("conv1.weight", new Shape(6, 1, 3, 3));
        expected.put("conv1.bias", new Shape(6));
        expected.put("conv2.weight", new Shape(16, 6, 3, 3));
        expected.put("conv2.bias", new Shape(16));
        expected.put("fc1.weight", new Shape(120, 576));
        expected.put("fc1.bias", new Shape(120));
        expected.put("fc2.weight", new Shape(84, 120));
        expected.put("fc2.bias", new Shape(84));
        expected.put("fc3.weight", new Shape(10, 84));
        expected.put("fc3.bias", new Shape(10));
        assertThat(shapes).containsExactlyEntriesOf(expected);
        assertThat(shapes.values().stream().mapToLong(Shape::size).sum()).isEqualTo(81_194);
    }

    @Test
    void takesChannelsAndClassesAsArguments() {
        Block colour = Models.create(new Architecture("lenet", List.of(3, 32, 32), 7), manager, 42);
        assertThat(StateDict.of(colour).get("conv1.weight").getShape())
                .isEqualTo(new Shape(6, 3, 3, 3));
        assertThat(forward(colour, new Shape(5, 3, 32, 32))).isEqualTo(new Shape(5, 7));
        assertThat(colour.getOutputShapes(new Shape[] {new Shape(5, 3, 32, 32)}))
                .containsExactly(new Shape(5, 7));
    }

    @Test
    void refusesPicturesOfAnotherSizeAndSaysWhichItTakes() {
        assertThatThrownBy(() -> forward(lenet, new Shape(64, 1, 28, 28)))
                .isInstanceOf(TrainkitException.class)
                .hasMessage(
                        "LeNet takes pictures of (N, 1, 32, 32), but got [(64, 1, 28, 28)]. Pad or"
                                + " scale them to 32x32.");
        assertThatThrownBy(
                        () ->
                                Models.create(
                                        new Architecture("lenet", List.of(1, 28, 28), 10),
                                        manager,
                                        42))
                .isInstanceOf(TrainkitException.class)
                .hasMessageContaining("(N, 1, 32, 32)");
    }

    /**
     * PyTorch draws weights and biases of both layer kinds from U(-1/sqrt(n), 1/sqrt(n)), n the
     * fan-in.
     */
    @Test
    void isInitialisedAsPyTorchInitialises() {
        assertUniform("conv1.weight", 1 * 9);
        assertUniform("conv2.weight", 6 * 9);
        assertUniform("conv2.bias", 6 * 9);
        assertUniform("fc1.weight", 576);
        assertUniform("fc1.bias", 576);
        assertUniform("fc2.weight", 120);
        assertUniform("fc3.weight", 84);
    }

    @Test
    void drawsTheSameWeightsFromTheSameSeedOnly() {
        Architecture architecture = new Architecture("lenet", List.of(1, 32, 32), 10);
        Weights weights = Weights.of(lenet);
        assertThat(Weights.of(Models.create(architecture, manager, 42))).isEqualTo(weights);
        assertThat(Weights.of(Models.create(architecture, manager, 43))).isNotEqualTo(weights);
    }

    private void assertUniform(String name, int fanIn) {
        double bound = 1 / Math.sqrt(fanIn);
        Parameter parameter = StateDict.of(lenet).get(name);
        float[] values = parameter.getArray().toFloatArray();
        double squares = 0;
        for (float value : values) {
            assertThat((double) value).isBetween(-bound, bound);
            squares += value * value;
        }
        // a uniform's mean square is bound^2 / 3, its deviation bound^2 * sqrt(4/45 / n): allow
        // four
        double tolerance = 4 * bound * bound * Math.sqrt(4.0 / 45 / values.length);
        assertThat(squares / values.length)
                .isBetween(bound * bound / 3 - tolerance, bound * bound / 3 + tolerance);
    }

    private Shape forward(Block block, Shape input) {
        return block.forward(
                        new ParameterStore(manager, false), new NDList(manager.zeros(input)), false)
                .singletonOrThrow()
                .getShape();
    }
}
