package dev.trainkit.engine;

import java.util.List;

/**
 * What libtorch's engine did in one backward pass.
 *
 * @param steps the nodes that it ran, in its order: later recorded ones first
 * @param reached for each input of the pass, whether a gradient came to it
 */
public record BackwardPass(List<Step> steps, List<Boolean> reached) {

    /**
     * One node of the graph as it ran.
     *
     * @param name the engine's, {@code ConvolutionBackward0} for one
     * @param shape of the gradient that it took, which is that of what the operation had computed;
     *     empty where the pass ended at this node
     * @param accumulations gradients that it handed on to a node that had received one before
     */
    public record Step(String name, List<Long> shape, int accumulations) {

        public Step {
            shape = List.copyOf(shape);
        }
    }

    public BackwardPass {
        steps = List.copyOf(steps);
        reached = List.copyOf(reached);
    }

    /** Of the nodes that ran. */
    public List<String> names() {
        return steps.stream().map(Step::name).toList();
    }

    /**
     * Edges of the graph between the nodes that ran: each but the first has an edge for every
     * gradient it received, and it accumulates all but one of them.
     */
    public int edges() {
        return steps.size() - 1 + steps.stream().mapToInt(Step::accumulations).sum();
    }
}
