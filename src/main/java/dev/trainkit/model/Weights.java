package dev.trainkit.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import dev.trainkit.TrainkitException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The values of a network's parameters, copied out of the engine, by PyTorch's names. */
public record Weights(Map<String, Tensor> tensors) {

    public Weights {
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    }

    /** The values that {@code block} has now. */
    public static Weights of(Block block) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        StateDict.of(block)
                .forEach(
                        (name, parameter) -> {
                            NDArray array = parameter.getArray();
                            tensors.put(
                                    name,
                                    new Tensor(array.getShape().getShape(), array.toFloatArray()));
                        });
        return new Weights(tensors);
    }

    /**
     * Copies the values into {@code block}.
     *
     * @param source where they come from, for the message
     * @throws TrainkitException when names are missing or extra, or shapes differ: all of them
     */
    public void copyInto(Block block, String source) {
        Map<String, Parameter> parameters = StateDict.of(block);
        List<String> differences = differences(parameters);
        if (!differences.isEmpty()) {
            throw new TrainkitException(
                    "The weights in %s do not fit the network: %s. Take weights of the same model,"
                                    .formatted(source, String.join("; ", differences))
                            + " or set model.name to theirs.");
        }
        parameters.forEach((name, parameter) -> copy(tensors.get(name), parameter));
    }

    private List<String> differences(Map<String, Parameter> parameters) {
        List<String> differences = new ArrayList<>();
        parameters.forEach(
                (name, parameter) -> {
                    Tensor tensor = tensors.get(name);
                    if (tensor == null) {
                        differences.add(name + " is missing");
                    } else if (!new Shape(tensor.shape()).equals(parameter.getShape())) {
                        differences.add(
                                "%s is %s, not %s"
                                        .formatted(name, tensor.shapeText(), parameter.getShape()));
                    }
                });
        tensors.keySet().stream()
                .filter(name -> !parameters.containsKey(name))
                .forEach(name -> differences.add(name + " is not in the network"));
        return differences;
    }

    /**
     * The array takes over the new memory, with no gradient in it; DJL's copyTo warns on stderr. It
     * takes over a duplicate: what is created from values on the CPU looks into a buffer that Java
     * frees once the created array is gone.
     */
    private static void copy(Tensor tensor, Parameter parameter) {
        NDArray array = parameter.getArray();
        Shape shape = new Shape(tensor.shape());
        try (NDArray view = array.getManager().create(tensor.values(), shape)) {
            array.intern(view.duplicate());
        }
        array.setRequiresGradient(parameter.requiresGradient());
    }
}
