package dev.trainkit.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainkit.TrainkitException;
import dev.trainkit.engine.Autograd;
import dev.trainkit.engine.Engines;
import dev.trainkit.engine.TorchFunctions;
import dev.trainkit.inspect.AutogradGraph.Node;
import dev.trainkit.model.Architecture;
import dev.trainkit.model.Models;
import dev.trainkit.model.StateDict;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Against PyTorch's graphs, which {@code scripts/goldens/graph.py} walks. */
class AutogradGraphTest {

    private final NDManager manager = Engines.open().newManager();

    /** One node as the golden file has it; {@code next} are places in the walk. */
    private record Walked(String name, String parameter, List<Integer> next) {}

    @AfterEach
    void freeNativeMemory() {
        manager.close();
    }

    @Test
    void isPyTorchsForTheLossOfLeNet() throws IOException {
        Block lenet = lenet();
        AutogradGraph graph = AutogradGraph.of(loss(lenet), lenet);

        assertThat(walk(graph)).isEqualTo(golden("lenet"));
        assertThat(graph.nodes())
                .extracting(Node::toString)
                .contains(
                        "MseLossBackward0 ()",
                        "AddmmBackward0 (1, 10)",
                        "TBackward0 (84, 10)",
                        "ViewBackward0 (1, 576)",
                        "MaxPool2DWithIndicesBackward0 (1, 6, 15, 15)",
                        "ReluBackward0 (1, 6, 30, 30)",
                        "ConvolutionBackward0 (1, 6, 30, 30)",
                        "AccumulateGrad conv1.weight (6, 1, 3, 3)");
    }

    /** The three steps back of PyTorch's introduction. */
    @Test
    void leadsFromTheLossToTheBiasOfTheLastLayer() {
        Block lenet = lenet();
        Node loss = AutogradGraph.of(loss(lenet), lenet).root();

        assertThat(loss.name()).isEqualTo("MseLossBackward0");
        assertThat(loss.next().get(0).name()).isEqualTo("AddmmBackward0");
        assertThat(loss.next().get(0).next().get(0).toString())
                .isEqualTo("AccumulateGrad fc3.bias (10)");
    }

    @Test
    void isTheSameWhenOnlyTheLossIsLeft() throws IOException {
        Block lenet = lenet();
        NDArray loss = Autograd.recording(() -> loss(lenet).mul(1));
        List<NDArray> kept = StateDict.of(lenet).values().stream().map(p -> p.getArray()).toList();
        manager.getManagedArrays().stream()
                .filter(array -> array != loss && kept.stream().noneMatch(k -> k == array))
                .forEach(NDArray::close);

        Node root = AutogradGraph.of(loss, lenet).root();

        assertThat(root.name()).isEqualTo("MulBackward0");
        assertThat(walk(new AutogradGraph(root.next().get(0)))).isEqualTo(golden("lenet"));
    }

    @Test
    void hasAnEdgeForEachUseOfATensor() throws IOException {
        NDArray p = parameter();
        assertThat(walk(p, () -> p.mul(p).add(p))).isEqualTo(golden("several uses"));
    }

    @Test
    void hasTheEdgeThatAWayThroughOtherNodesHides() throws IOException {
        NDArray p = parameter();
        assertThat(
                        walk(
                                p,
                                () -> {
                                    NDArray h = p.exp();
                                    return h.add(Activation.relu(h.mul(2))).sum();
                                }))
                .isEqualTo(golden("a way around"));
    }

    @Test
    void hasOneNodeForAnOperationWithTwoOutputs() throws IOException {
        NDArray p = parameter();
        assertThat(
                        walk(
                                p,
                                () -> {
                                    NDList halves = p.reshape(1, 3).broadcast(2, 3).split(2);
                                    return halves.get(0).mul(halves.get(1)).sum();
                                }))
                .isEqualTo(golden("two halves"));
    }

    @Test
    void leadsToTheSameParametersFromEachUseOfALayer() throws IOException {
        Block linear = Linear.builder().setUnits(3).build();
        linear.initialize(manager, DataType.FLOAT32, new Shape(2, 3));
        NDArray sum =
                Autograd.recording(
                        () -> {
                            NDArray once = forward(linear, manager.ones(new Shape(2, 3)));
                            return forward(linear, once).sum();
                        });
        assertThat(walk(AutogradGraph.of(sum, linear))).isEqualTo(golden("a layer twice"));
    }

    @Test
    void leavesGraphAndGradientsAsTheyAre() {
        Block lenet = lenet();
        NDArray loss = loss(lenet);
        NDArray bias = StateDict.of(lenet).get("conv1.bias").getArray();
        AutogradGraph.of(loss, lenet);
        assertThat(Autograd.gradient(bias)).isEmpty();
        Autograd.backward(loss);
        assertThat(Autograd.gradient(bias)).isPresent();
    }

    @Test
    void refusesATensorWithoutAGraph() {
        NDArray p = parameter();
        String message =
                "The tensor has no graph: nothing that requires a gradient was recorded on the way"
                        + " to it. Compute it from a network's parameters inside"
                        + " Autograd.recording.";
        NDArray unrecorded = Autograd.withoutGradients(() -> p.exp());
        assertRefused(unrecorded, p, message);
        assertRefused(manager.ones(new Shape(2)), p, message);
    }

    @Test
    void refusesALeafWhichHasNoOperationBehindIt() {
        NDArray p = parameter();
        assertRefused(
                p,
                p,
                "The tensor is a leaf: it was given, not computed, and has no operation behind it."
                        + " Take the graph of a loss that was computed from it.");
    }

    @Test
    void refusesAGraphThatABackwardPassHasFreed() {
        NDArray p = parameter();
        NDArray sum = Autograd.recording(() -> p.exp().sum());
        Autograd.backward(sum);
        assertRefused(
                sum,
                p,
                "The graph of the tensor has been freed by a backward pass. Look at it before that,"
                        + " or keep the graph in Autograd.backward.");
    }

    @Test
    void refusesAClosedTensor() {
        NDArray p = parameter();
        NDArray sum = Autograd.recording(() -> p.exp().sum());
        sum.close();
        assertRefused(
                sum,
                p,
                "The tensor has been closed, and its memory freed. Keep its manager open until its"
                        + " gradient and its graph have been read.");
    }

    private static void assertRefused(NDArray tensor, NDArray p, String message) {
        assertThatThrownBy(() -> AutogradGraph.of(tensor, Map.of("p", p)))
                .isInstanceOf(TrainkitException.class)
                .hasMessage(message);
    }

    private Block lenet() {
        return Models.create(new Architecture("lenet", List.of(1, 32, 32), 10), manager, 42);
    }

    private NDArray loss(Block lenet) {
        return Autograd.recording(
                () ->
                        TorchFunctions.mseLoss(
                                forward(lenet, manager.ones(new Shape(1, 1, 32, 32))),
                                manager.ones(new Shape(1, 10))));
    }

    private NDArray forward(Block block, NDArray input) {
        return block.forward(new ParameterStore(manager, false), new NDList(input), true)
                .singletonOrThrow();
    }

    private NDArray parameter() {
        NDArray p = manager.ones(new Shape(3));
        p.setRequiresGradient(true);
        return p;
    }

    private List<Walked> walk(NDArray p, Supplier<NDArray> expression) {
        return walk(AutogradGraph.of(Autograd.recording(expression), Map.of("p", p)));
    }

    private static List<Walked> walk(AutogradGraph graph) {
        List<Node> nodes = graph.nodes();
        return nodes.stream()
                .map(
                        node ->
                                new Walked(
                                        node.name(),
                                        node.parameter(),
                                        node.next().stream().map(nodes::indexOf).toList()))
                .toList();
    }

    private static List<Walked> golden(String name) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        try (InputStream in = AutogradGraphTest.class.getResourceAsStream("/goldens/graph.json")) {
            JsonNode walk = mapper.readTree(in).get(name);
            return List.of(mapper.convertValue(walk, Walked[].class));
        }
    }
}
