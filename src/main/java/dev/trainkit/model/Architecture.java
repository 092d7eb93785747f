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

    private static final int DIMENSIONS = 3;

    public Architecture {
        inputShape = List.copyOf(inputShape);
        require(
                inputShape.size() == DIMENSIONS && inputShape.stream().allMatch(n -> n >= 1),
                "inputShape must be channels, height and width, but was " + inputShape);
        require(classes >= 1, "classes must be at least 1, but was " + classes);
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

    private static void require(boolean holds, String sentence) {
        if (!holds) {
            throw new IllegalArgumentException("architecture: " + sentence);
        }
    }
}
