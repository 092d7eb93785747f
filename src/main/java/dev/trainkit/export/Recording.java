package dev.trainkit.export;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import dev.trainkit.TrainkitException;
import dev.trainkit.engine.Autograd;
import dev.trainkit.model.Tensor;
import dev.trainkit.model.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** What is written down while a network runs once. */
final class Recording {

    private final NDManager manager;
    private final Map<String, Parameter> parameters;

    /** By the array itself: what was freed gives its address to others. */
    private final IdentityHashMap<NDArray, String> names = new IdentityHashMap<>();

    private int depth;
    private final Set<String> taken = new HashSet<>();
    private final List<Node> steps = new ArrayList<>();
    private final Map<String, Tensor> constants = new LinkedHashMap<>();

    Recording(NDManager manager, Map<String, Parameter> parameters) {
        this.manager = manager;
        this.parameters = parameters;
        parameters.forEach((name, parameter) -> names.put(parameter.getArray(), name));
    }

    /** Hands out parameters that write down what is done with them. */
    private final class Store extends ParameterStore {

        Store() {
            super(TracedManager.of(Recording.this, manager), false);
        }

        @Override
        public NDArray getValue(Parameter parameter, Device device, boolean training) {
            return parameter == null ? null : traced(parameter.getArray());
        }
    }

    NetworkGraph follow(
            Block block, NetworkGraph.Input input, UnaryOperator<NDArray> front, NDArray batch) {
        names.put(batch, input.name());
        taken.add(input.name());
        NDArray logits =
                Autograd.withoutGradients(() -> forward(block, front.apply(traced(batch))));
        String output = nameOf(TracedArray.behind(logits));
        if (steps.stream().noneMatch(step -> step.name().equals(output))) {
            throw new TrainkitException(
                    "The network cannot be exported: its output does not depend on its input.");
        }
        return new NetworkGraph(
                input,
                steps,
                output,
                shape(logits),
                Weights.of(block),
                NetworkGraph.buffers(parameters),
                constants);
    }

    private NDArray forward(Block block, NDArray batch) {
        NDList outputs = block.forward(new Store(), new NDList(batch), false);
        if (outputs.size() != 1) {
            throw new TrainkitException(
                    String.format(
                            Locale.ROOT,
                            ("The network cannot be exported: it gives %d arrays, and a file takes one. Let"
                                    + " it give its logits only."),
                            outputs.size()));
        }
        return outputs.head();
    }

    /** Whether one of DJL's methods is at work that is made of others. */
    boolean isInsideOfAMethod() {
        return depth > 0;
    }

    void enterMethod() {
        depth++;
    }

    void leaveMethod() {
        depth--;
    }

    NDArray traced(NDArray real) {
        return TracedArray.of(this, real);
    }

    /** Writes down that the array came from an operation on these. */
    void add(String kind, Operation operation, List<NDArray> inputs, NDArray output) {
        List<String> values = new ArrayList<>();
        for (NDArray input : inputs) {
            values.add(input == null ? null : nameOf(input));
        }
        String layer = layer(values);
        String name = unused(layer == null ? kind : layer);
        steps.add(
                new Node(
                        name,
                        operation,
                        Collections.unmodifiableList(values),
                        shape(output),
                        layer == null ? CallSite.here() : kind + " of " + layer));
        names.put(output, name);
    }

    /** Writes down that both arrays hold the same. */
    void alias(NDArray same, NDArray output) {
        names.put(output, nameOf(same));
    }

    /** The name of the layer that owns one of the weights; null where there are none among them. */
    private String layer(List<String> values) {
        return values.stream()
                .filter(value -> value != null && parameters.containsKey(value))
                .findFirst()
                .map(weight -> weight.substring(0, Math.max(0, weight.lastIndexOf('.'))))
                .filter(layer -> !layer.isEmpty())
                .orElse(null);
    }

    private String unused(String wanted) {
        String identifier = wanted.replaceAll("[^A-Za-z0-9_]", "_");
        String name = identifier;
        for (int i = 1; !taken.add(name); i++) {
            name = identifier + "_" + i;
        }
        return name;
    }

    private String nameOf(NDArray real) {
        return names.computeIfAbsent(real, this::constant);
    }

    private String constant(NDArray real) {
        String name = unused("constant");
        constants.put(name, new Tensor(real.getShape().getShape(), floats(real)));
        return name;
    }

    private static float[] floats(NDArray real) {
        if (!real.getDataType().isFloating()) {
            throw new TrainkitException(
                    ("The network cannot be exported: it computes with a constant of type %s (%s)."
                                    + " Make it float32.")
                            .formatted(real.getDataType(), CallSite.here()));
        }
        return real.toFloatArray();
    }

    private static List<Long> shape(NDArray array) {
        return Arrays.stream(array.getShape().getShape()).boxed().toList();
    }
}
