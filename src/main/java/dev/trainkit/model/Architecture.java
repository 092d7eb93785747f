package dev.trainkit.model;

import java.util.List;

/**
 * What it takes to build a network again: the listed model's name and its arguments.
 *
 * @param name one of {@link Models#names()}
 * @param inputShape channels, height and width of one picture
 * @param classes number of outputs
 */
public record Architecture(String name, List<Integer> inputShape, int classes) {

    public Architecture {
        inputShape = List.copyOf(inputShape);
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
