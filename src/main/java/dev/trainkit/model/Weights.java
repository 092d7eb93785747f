package dev.trainkit.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import dev.trainkit.Quoted;
import dev.trainkit.TrainkitException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The values of a network's parameters, copied out of the engine, by PyTorch's names.
 *
 * @param others what a file has among them that is no array of floating-point numbers, by name:
 *     what it is instead, {@code int64} for one
 */
public record Weights(Map<String, Tensor> tensors, Map<String, String> others) {

    private static final int MOST_LISTED = 200;

    public Weights {
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
        others = Collections.unmodifiableMap(new LinkedHashMap<>(others));
    }

    public Weights(Map<String, Tensor> tensors) {
        this(tensors, Map.of());
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
                    "The weights in %s do not fit the network: %s. %s"
                            .formatted(source, listed(differences, "; "), advice(block)));
        }
        parameters.forEach((name, parameter) -> copy(tensors.get(name), parameter));
    }

    /**
     * The renaming by which these weights would fit {@code block} whole; empty where there is none
     * that is likely.
     */
    public Optional<Renaming> likelyRenaming(Block block) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        StateDict.of(block).forEach((name, parameter) -> shapes.put(name, parameter.getShape()));
        return LikelyRenaming.of(this, shapes);
    }

    /** A sentence on what these files have beside weights, and the network has no place for. */
    public Optional<String> leftOut(Block block) {
        Map<String, Parameter> parameters = StateDict.of(block);
        List<String> names =
                others.entrySet().stream()
                        .filter(other -> !parameters.containsKey(other.getKey()))
                        .map(other -> Quoted.of(other.getKey()) + " (" + other.getValue() + ")")
                        .toList();
        return names.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "Left out, for these are no floating-point numbers and the network has no place for them: %s."
                                .formatted(listed(names, ", ")));
    }

    private String advice(Block block) {
        return likelyRenaming(block)
                .map(
                        renaming ->
                                "They would fit under other names: give `trainkit import` --map %s."
                                        .formatted(renaming))
                .orElse("Take weights of the same model, or set model.name to theirs.");
    }

    private static String listed(List<String> differences, String separator) {
        String listed =
                String.join(
                        separator,
                        differences.subList(0, Math.min(MOST_LISTED, differences.size())));
        int more = differences.size() - MOST_LISTED;
        return more > 0
                ? String.format(Locale.ROOT, "%s%sand %,d more", listed, separator, more)
                : listed;
    }

    /**
     * Whether the last layer of {@code block} differs from that of these weights in the number of
     * classes, and in nothing else.
     */
    public boolean areForMoreOrFewerClassesThan(Block block) {
        Map<String, Parameter> last = lastParameters(block);
        return !last.isEmpty() && last.entrySet().stream().allMatch(this::differsInClasses);
    }

    /** These weights with the last layer of {@code block}, as it is, in the place of theirs. */
    public Weights withLastLayerOf(Block block) {
        Map<String, Tensor> fitting = new LinkedHashMap<>(tensors);
        Map<String, Tensor> own = of(block).tensors;
        lastParameters(block).keySet().forEach(name -> fitting.put(name, own.get(name)));
        return new Weights(fitting, others);
    }

    private static Map<String, Parameter> lastParameters(Block block) {
        String prefix = lastLayer(block) + ".";
        Map<String, Parameter> last = new LinkedHashMap<>(StateDict.of(block));
        last.keySet().removeIf(name -> !name.startsWith(prefix));
        return last;
    }

    /** The name of the layer that gives the logits, {@code fc3} for one. */
    public static String lastLayer(Block block) {
        List<String> names = List.copyOf(StateDict.of(block).keySet());
        String name = names.get(names.size() - 1);
        return name.substring(0, Math.max(0, name.lastIndexOf('.')));
    }

    private boolean differsInClasses(Map.Entry<String, Parameter> named) {
        Tensor tensor = tensors.get(named.getKey());
        if (tensor == null) {
            return false;
        }
        Shape given = new Shape(tensor.shape());
        Shape wanted = named.getValue().getShape();
        return given.dimension() == wanted.dimension()
                && given.get(0) != wanted.get(0)
                && given.slice(1).equals(wanted.slice(1));
    }

    private List<String> differences(Map<String, Parameter> parameters) {
        List<String> differences = new ArrayList<>();
        parameters.forEach(
                (name, parameter) -> {
                    Tensor tensor = tensors.get(name);
                    if (tensor == null && others.containsKey(name)) {
                        differences.add(
                                "%s is of %s, and weights are floating-point numbers"
                                        .formatted(name, others.get(name)));
                    } else if (tensor == null) {
                        differences.add(name + " is missing");
                    } else if (!new Shape(tensor.shape()).equals(parameter.getShape())) {
                        differences.add(
                                "%s is %s, not %s"
                                        .formatted(name, tensor.shapeText(), parameter.getShape()));
                    }
                });
        tensors.keySet().stream()
                .filter(name -> !parameters.containsKey(name))
                .forEach(name -> differences.add(Quoted.of(name) + " is not in the network"));
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
