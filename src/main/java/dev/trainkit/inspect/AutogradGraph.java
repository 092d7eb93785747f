package dev.trainkit.inspect;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;
import dev.trainkit.TrainkitException;
import dev.trainkit.engine.Autograd;
import dev.trainkit.model.StateDict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The graph that autograd recorded for a tensor: what a backward pass from it runs. The engine was
 * asked for it, not the network's code; the package tells how.
 */
public final class AutogradGraph {

    /** Where gradients end: the node that adds them to a parameter's. */
    static final String ACCUMULATE = "AccumulateGrad";

    private final Node root;

    AutogradGraph(Node root) {
        this.root = root;
    }

    /** One node: an operation that was recorded, or a tensor whose gradient is kept. */
    public static final class Node {

        private final String name;
        private final String parameter;
        private final List<Long> shape;
        private final List<Node> next = new ArrayList<>();

        Node(String name, String parameter, List<Long> shape) {
            this.name = name;
            this.parameter = parameter;
            this.shape = List.copyOf(shape);
        }

        /** The engine's, {@code AddmmBackward0} for one. */
        public String name() {
            return name;
        }

        /** The name of the parameter that an {@code AccumulateGrad} adds to; empty elsewhere. */
        public String parameter() {
            return parameter;
        }

        /** Of what the operation computed, the batch included. */
        public List<Long> shape() {
            return shape;
        }

        /**
         * Where the gradients go from here, one entry for each operand that needs one, as {@code
         * grad_fn.next_functions}; PyTorch also has an empty entry for every other operand.
         */
        public List<Node> next() {
            return Collections.unmodifiableList(next);
        }

        void add(Node successor) {
            next.add(successor);
        }

        void clear() {
            next.clear();
        }

        void sort(Comparator<Node> operands) {
            next.sort(operands);
        }

        /** This node and all below it, as a walk over {@link #next} meets them, depth first. */
        Set<Node> reachable() {
            Set<Node> met = new LinkedHashSet<>();
            collect(this, met);
            return met;
        }

        private static void collect(Node node, Set<Node> met) {
            if (met.add(node)) {
                node.next.forEach(next -> collect(next, met));
            }
        }

        /** {@code AddmmBackward0 (1, 10)} or {@code AccumulateGrad fc3.bias (10)}. */
        @Override
        public String toString() {
            return name + " " + (parameter.isEmpty() ? "" : parameter + " ") + shapeText(shape);
        }
    }

    /**
     * The graph behind a tensor. It is kept, and no gradient changes.
     *
     * @param loss computed while recording, and not yet used up by a backward pass; its manager
     *     still holds what was computed on the way
     * @param block whose parameters give the names
     * @throws TrainkitException when there is no graph, or it is used up
     */
    public static AutogradGraph of(NDArray loss, Block block) {
        Map<String, NDArray> parameters = new LinkedHashMap<>();
        StateDict.of(block).forEach((name, value) -> parameters.put(name, value.getArray()));
        return of(loss, parameters);
    }

    /** As {@link #of(NDArray, Block)}, with named leaf tensors. */
    public static AutogradGraph of(NDArray loss, Map<String, NDArray> parameters) {
        requireRecorded(loss);
        return new GraphTracer(loss, parameters).trace();
    }

    /** The node that recorded the tensor itself, {@code loss.grad_fn}. */
    public Node root() {
        return root;
    }

    /** Every node once, as a walk over {@link Node#next} meets them, depth first. */
    public List<Node> nodes() {
        return List.copyOf(root.reachable());
    }

    /** {@code (1, 10)}. */
    static String shapeText(List<Long> shape) {
        return shape.stream().map(String::valueOf).collect(Collectors.joining(", ", "(", ")"));
    }

    private static void requireRecorded(NDArray loss) {
        if (Autograd.isLeaf(loss) && Autograd.requiresGradient(loss)) {
            throw new TrainkitException(
                    "The tensor is a leaf: it was given, not computed, and has no operation behind it."
                            + " Take the graph of a loss that was computed from it.");
        }
    }
}
