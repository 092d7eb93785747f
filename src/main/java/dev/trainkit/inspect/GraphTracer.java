package dev.trainkit.inspect;

import ai.djl.ndarray.NDArray;
import dev.trainkit.engine.Autograd;
import dev.trainkit.engine.BackwardPass;
import dev.trainkit.engine.BackwardPass.Step;
import dev.trainkit.inspect.AutogradGraph.Node;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * Finds the graph behind a tensor by backward passes between the tensors that are still there.
 *
 * <p>A pass tells how many nodes and edges lie between its ends. Tensors are taken from the leaves
 * upward, so that what is below each is known, and whatever the pass counts more is its own: edges
 * to tensors, and nodes whose tensor nobody holds, such as the transposed weight inside of DJL's
 * linear layer. Of these the engine tells the names and the order; they are taken to be in a row.
 */
final class GraphTracer {

    private final NDArray root;
    private final Map<String, NDArray> parameters;
    private final TensorsBehind tensors;
    private final OperandOrder operands;
    private final IdentityHashMap<NDArray, Node> nodes = new IdentityHashMap<>();

    /** The nodes without a tensor that belong to the operation at hand. */
    private final Set<Node> hidden = new HashSet<>();

    GraphTracer(NDArray root, Map<String, NDArray> parameters) {
        this.root = root;
        this.parameters = parameters;
        tensors = new TensorsBehind(root, parameters.values());
        operands = new OperandOrder(List.copyOf(parameters.keySet()));
    }

    AutogradGraph trace() {
        tensors.leaves().forEach(this::addLeaf);
        tensors.recorded().forEach(this::addRecorded);
        return new AutogradGraph(nodes.get(root));
    }

    private void addLeaf(NDArray tensor) {
        String name =
                parameters.entrySet().stream()
                        .filter(parameter -> parameter.getValue() == tensor)
                        .map(Map.Entry::getKey)
                        .findFirst()
                        .orElse("");
        nodes.put(tensor, new Node(AutogradGraph.ACCUMULATE, name, shape(tensor)));
    }

    private void addRecorded(NDArray tensor) {
        Node node =
                tensors.recorded().stream()
                        .filter(nodes::containsKey)
                        .filter(other -> tensors.areSiblings(tensor, other))
                        .findFirst()
                        .map(nodes::get)
                        .orElseGet(() -> connect(tensor));
        nodes.put(tensor, node);
    }

    private Node connect(NDArray tensor) {
        Node node = new Node(Autograd.gradientFunction(tensor).orElseThrow(), "", shape(tensor));
        List<NDArray> behind = tensors.behind(tensor);
        List<NDArray> neighbours =
                behind.stream().filter(other -> tensors.areNeighbours(tensor, other)).toList();
        neighbours.forEach(neighbour -> node.add(nodes.get(neighbour)));
        if (!isComplete(node, tensor)) {
            node.clear();
            connectByPasses(node, tensor, neighbours, behind);
        }
        operands.sort(node);
        return node;
    }

    /** Whether the graph below the node has what a backward pass counted. */
    private boolean isComplete(Node node, NDArray tensor) {
        Set<Node> all = node.reachable();
        BackwardPass pass = tensors.passFrom(tensor);
        return all.size() >= pass.steps().size() && edges(all, all) >= pass.edges();
    }

    private void connectByPasses(
            Node node, NDArray tensor, List<NDArray> neighbours, List<NDArray> behind) {
        hidden.clear();
        neighbours.forEach(neighbour -> attach(node, tensor, neighbour, 1));
        for (NDArray target : behind) {
            if (isComplete(node, tensor)) {
                break;
            }
            attach(node, tensor, target, 0);
        }
        hidden.forEach(operands::sort);
    }

    /** Adds the edges and hidden nodes between a tensor and another that are not yet known. */
    private void attach(Node node, NDArray tensor, NDArray target, int atLeast) {
        Node end = nodes.get(target);
        BackwardPass pass = Autograd.watchBackward(tensor, List.of(target));
        Set<Node> known = new HashSet<>(node.reachable());
        known.removeIf(other -> !other.reachable().contains(end));
        known.add(node);
        known.add(end);
        List<Step> unknown = unknownSteps(pass, known);
        int missing = pass.edges() - edges(known, known) - unknown.size();
        Node last = node;
        for (Step step : unknown) {
            last = hiddenNode(last, step);
        }
        for (int i = 0; i < Math.max(atLeast, missing); i++) {
            last.add(end);
        }
    }

    /** The steps that no known node stands for; known ones of the same name come last. */
    private static List<Step> unknownSteps(BackwardPass pass, Set<Node> known) {
        List<Step> unknown = new ArrayList<>(pass.steps().subList(1, pass.steps().size()));
        List<String> names = new ArrayList<>(known.stream().map(Node::name).toList());
        names.remove(pass.steps().get(0).name());
        for (int i = unknown.size() - 1; i >= 0; i--) {
            if (names.remove(unknown.get(i).name())) {
                unknown.remove(i);
            }
        }
        return unknown;
    }

    /** One operation may lead to several tensors through the same hidden node. */
    private Node hiddenNode(Node before, Step step) {
        return before.next().stream()
                .filter(next -> hidden.contains(next) && next.name().equals(step.name()))
                .findFirst()
                .orElseGet(() -> newHiddenNode(before, step));
    }

    private Node newHiddenNode(Node before, Step step) {
        Node node = new Node(step.name(), "", step.shape());
        hidden.add(node);
        before.add(node);
        return node;
    }

    private static int edges(Set<Node> from, Set<Node> to) {
        return (int)
                from.stream().flatMap(node -> node.next().stream()).filter(to::contains).count();
    }

    private static List<Long> shape(NDArray tensor) {
        return LongStream.of(tensor.getShape().getShape()).boxed().toList();
    }
}
