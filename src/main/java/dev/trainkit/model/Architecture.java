package dev.trainkit.model;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What it takes to build a network again: the listed model's name and its arguments.
 *
 * @param name one of {@link Models#names()}
 * @param inputShape channels, height and width of one picture
 * @param classes number of outputs
 * @param arguments such as {@code layers}, by the keys of the configuration's section {@code
 *     model}; what is left out has its default
 */
public record Architecture(
        String name, List<Integer> inputShape, int classes, Map<String, Object> arguments) {

    public Architecture {
        inputShape = List.copyOf(inputShape);
        arguments = Collections.unmodifiableMap(new TreeMap<>(arguments));
    }

    /** With the model's default arguments. */
    public Architecture(String name, List<Integer> inputShape, int classes) {
        this(name, inputShape, classes, Map.of());
    }

    public int channels() {
        return inputShape.get(0);
    }

    public int height() {
        return inputShape.get(1);
    }

    public int width() {
        return inputShape.get(2);
    }
}
