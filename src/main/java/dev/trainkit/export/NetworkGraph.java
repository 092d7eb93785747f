package dev.trainkit.export;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import dev.trainkit.TrainkitException;
import dev.trainkit.model.StateDict;
import dev.trainkit.model.Tensor;
import dev.trainkit.model.Weights;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What a network computes from one batch, step by step, as it was seen when it ran.
 *
 * @param input the batch
 * @param steps in the order in which they ran
 * @param output the name of the step that gives the logits
 * @param outputShape of the logits
 * @param weights under PyTorch's names
 * @param buffers which of the weights no optimizer changes
 * @param constants arrays that the network made for itself, by name
 */
public record NetworkGraph(
        Input input,
        List<Node> steps,
        String output,
        List<Long> outputShape,
        Weights weights,
        Set<String> buffers,
        Map<String, Tensor> constants) {

    /** Stands in a shape for what follows from the number of pictures. */
    public static final long DYNAMIC = -1;

    /** Where the number of pictures is open, two runs tell what follows from it. */
    private static final int[] TRIAL_SIZES = {2, 3};

    /**
     * The batch that goes in.
     *
     * @param shape its first dimension is {@link #DYNAMIC} where any number of pictures is taken
     */
    public record Input(String name, DataType type, List<Long> shape) {

        Shape batchOf(long pictures) {
            Shape fixed = new Shape(shape);
            return new Shape(pictures).addAll(fixed.slice(1));
        }
    }

    public NetworkGraph {
        steps = List.copyOf(steps);
        buffers = Collections.unmodifiableSet(new LinkedHashSet<>(buffers));
        constants = Collections.unmodifiableMap(new LinkedHashMap<>(constants));
    }

    /**
     * Follows the network's forward pass, as it is outside of training.
     *
     * @param front what is done to the batch before the network sees it
     * @param manager of the network's parameters
     * @throws TrainkitException when it does what cannot be followed: which operation, and where
     */
    public static NetworkGraph of(
            Block block, Input input, UnaryOperator<NDArray> front, NDManager manager) {
        long pictures = input.shape().get(0);
        if (pictures != DYNAMIC) {
            return run(block, input, front, manager, pictures);
        }
        NetworkGraph first = run(block, input, front, manager, TRIAL_SIZES[0]);
        return first.withoutBatchOf(run(block, input, front, manager, TRIAL_SIZES[1]));
    }

    private static NetworkGraph run(
            Block block,
            Input input,
            UnaryOperator<NDArray> front,
            NDManager manager,
            long pictures) {
        try (NDManager trial = manager.newSubManager()) {
            NDArray batch = trial.zeros(input.batchOf(pictures), input.type());
            return new Recording(trial, StateDict.of(block)).follow(block, input, front, batch);
        }
    }

    static Set<String> buffers(Map<String, Parameter> parameters) {
        Set<String> buffers = new LinkedHashSet<>();
        parameters.forEach(
                (name, parameter) -> {
                    Parameter.Type type = parameter.getType();
                    if (type == Parameter.Type.RUNNING_MEAN || type == Parameter.Type.RUNNING_VAR) {
                        buffers.add(name);
                    }
                });
        return buffers;
    }

    private NetworkGraph withoutBatchOf(NetworkGraph other) {
        List<Node> merged = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            Node step = steps.get(i);
            if (i >= other.steps.size() || !step.matches(other.steps.get(i))) {
                throw dependsOnBatch(step);
            }
            merged.add(step.withShape(open(step, other.steps.get(i))));
        }
        if (!constants.equals(other.constants)) {
            throw dependsOnBatch(steps.get(steps.size() - 1));
        }
        List<Long> logits =
                merged.stream()
                        .filter(step -> step.name().equals(output))
                        .findFirst()
                        .orElseThrow()
                        .shape();
        return new NetworkGraph(input, merged, output, logits, weights, buffers, constants);
    }

    private static List<Long> open(Node step, Node other) {
        List<Long> shape = new ArrayList<>();
        int open = 0;
        for (int i = 0; i < step.shape().size(); i++) {
            long size = step.shape().get(i);
            boolean fixed = i < other.shape().size() && other.shape().get(i) == size;
            open += fixed ? 0 : 1;
            shape.add(fixed ? size : DYNAMIC);
        }
        if (open > 1 || step.shape().size() != other.shape().size()) {
            throw dependsOnBatch(step);
        }
        return shape;
    }

    private static TrainkitException dependsOnBatch(Node step) {
        return new TrainkitException(
                ("The network cannot be exported for any number of pictures at a time: what it"
                                + " computes at step %s (%s) depends on that number. Name one with"
                                + " --batch N, or let the network not depend on it.")
                        .formatted(step.name(), step.origin()));
    }
}
