package dev.trainkit.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import dev.trainkit.TrainkitException;
import dev.trainkit.model.LeNetBlock;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class NetworkGraphTest {

    @Test
    void namesTheStepsOfLeNetByTheirLayersAndOpensTheirBatch() {
        NetworkGraph graph = Following.graph(new LeNetBlock(1, 10), -1, 1, 32, 32);

        assertThat(graph.steps().stream().map(Node::name))
                .contains("conv1", "relu", "conv2", "reshape", "fc1", "fc2", "fc3");
        assertThat(step(graph, "conv1").inputs())
                .containsExactly("input", "conv1.weight", "conv1.bias");
        assertThat(step(graph, "conv1").shape()).containsExactly(-1L, 6L, 30L, 30L);
        assertThat(step(graph, "reshape").shape()).containsExactly(-1L, 576L);
        assertThat(graph.output()).isEqualTo("fc3");
        assertThat(graph.outputShape()).containsExactly(-1L, 10L);
        assertThat(graph.constants()).isEmpty();
    }

    @Test
    void keepsANumberOfPicturesThatIsGiven() {
        NetworkGraph graph = Following.graph(new LeNetBlock(1, 10), 4, 1, 32, 32);

        assertThat(step(graph, "reshape").shape()).containsExactly(4L, 576L);
        assertThat(graph.outputShape()).containsExactly(4L, 10L);
    }

    /** DJL's layers, called as one likes. */
    private static final class Gated extends AbstractBlock {

        private final Block first = addChildBlock("first", Linear.builder().setUnits(4).build());
        private final Block gate = addChildBlock("gate", Linear.builder().setUnits(4).build());

        @Override
        protected NDList forwardInternal(
                ParameterStore parameters,
                NDList inputs,
                boolean training,
                PairList<String, Object> arguments) {
            NDArray value = first.forward(parameters, inputs, training).head();
            NDArray open = gate.forward(parameters, inputs, training).head();
            return new NDList(value.mul(Activation.sigmoid(open)));
        }

        @Override
        protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputs) {
            first.initialize(manager, type, inputs);
            gate.initialize(manager, type, inputs);
        }

        @Override
        public Shape[] getOutputShapes(Shape[] inputs) {
            return first.getOutputShapes(inputs);
        }
    }

    @Test
    void followsABlockOfOnesOwn() {
        NetworkGraph graph = Following.graph(new Gated(), -1, 3);

        assertThat(graph.steps().stream().map(Node::name))
                .containsExactly("first", "gate", "sigmoid", "mul");
        assertThat(step(graph, "mul").inputs()).containsExactly("first", "sigmoid");
        Following.assertSameOutside(new TorchScriptExporter(), new Gated(), 3);
    }

    @Test
    void namesTheOperationThatCannotBeFollowedAndItsPlace() {
        assertThatThrownBy(() -> graph(x -> x.cumSum(1)))
                .isInstanceOf(TrainkitException.class)
                .hasMessageStartingWith(
                        "The network cannot be exported: the operation cumSum in NetworkGraphTest"
                                + " (NetworkGraphTest.java:")
                .hasMessageContaining(
                        ") cannot be followed. Those that can are: abs, add, avgPool, batchNorm,")
                .hasMessageEndingWith("transpose. Express it by these.");
    }

    @Test
    void followsNoNetworkThatLooksAtNumbers() {
        assertThatThrownBy(() -> graph(x -> x.toFloatArray()[0] > 0 ? x : x.neg()))
                .isInstanceOf(TrainkitException.class)
                .hasMessageStartingWith(
                        "The network cannot be exported: the operation toFloatArray in"
                                + " NetworkGraphTest (NetworkGraphTest.java:");
    }

    @Test
    void takesNoArrayChangedInPlace() {
        assertThatThrownBy(() -> graph(x -> x.addi(1)))
                .isInstanceOf(TrainkitException.class)
                .hasMessageContaining("the operation addi in NetworkGraphTest");
    }

    @Test
    void wantsTheNumberOfPicturesWhereTheNetworkDependsOnIt() {
        UnaryOperator<NDArray> scaled = x -> x.mul(x.getShape().get(0));

        assertThatThrownBy(() -> graph(scaled))
                .isInstanceOf(TrainkitException.class)
                .hasMessageMatching(
                        "The network cannot be exported for any number of pictures at a time: what"
                                + " it computes at step mul \\(NetworkGraphTest"
                                + " \\(NetworkGraphTest\\.java:\\d+\\)\\) depends on that number\\."
                                + " Name one with --batch N, or let the network not depend on it\\.");
        assertThat(Following.graph(LambdaBlock.singleton(scaled), 4, 3).outputShape())
                .isEqualTo(List.of(4L, 3L));
    }

    @Test
    void takesNoOutputThatDoesNotDependOnTheInput() {
        assertThatThrownBy(() -> graph(x -> x.getManager().ones(new Shape(1))))
                .isInstanceOf(TrainkitException.class)
                .hasMessage(
                        "The network cannot be exported: its output does not depend on its input.");
    }

    @Test
    void numbersWhatHasTheSameName() {
        Block twice =
                new SequentialBlock()
                        .add(Blocks.batchFlattenBlock())
                        .add(Activation.reluBlock())
                        .add(Activation.reluBlock());

        assertThat(Following.graph(twice, -1, 3).steps().stream().map(Node::name))
                .containsExactly("reshape", "relu", "relu_1");
    }

    private static NetworkGraph graph(UnaryOperator<NDArray> function) {
        return Following.graph(LambdaBlock.singleton(function), -1, 3);
    }

    private static Node step(NetworkGraph graph, String name) {
        return graph.steps().stream()
                .filter(step -> step.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
