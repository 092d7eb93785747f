package dev.trainkit.inspect;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A network's gradients beside finite differences, (f(w + e) - f(w - e)) / 2e with e = 1e-6, in
 * float64. f is the sum of the outputs, each times a random number, and a few values of every
 * parameter and of the input are moved.
 *
 * @param rows the input, then the parameters
 */
public record GradientCheck(List<Row> rows) {

    /** Ten times as strict as {@code torch.autograd.gradcheck}. */
    private static final double ABSOLUTE = 1e-6;

    private static final double RELATIVE = 1e-4;

    /**
     * One parameter, or the input.
     *
     * @param checked how many of its values were moved
     * @param gradient of the value whose two gradients differ most: autograd's
     * @param difference quotient of the same value
     */
    public record Row(String name, int checked, double gradient, double difference) {

        /** Whether the two agree as far as float64 lets them. */
        public boolean agrees() {
            return error() <= ABSOLUTE + RELATIVE * Math.abs(difference);
        }

        /** How far the two are apart. */
        public double error() {
            return Math.abs(gradient - difference);
        }
    }

    public GradientCheck {
        rows = List.copyOf(rows);
    }

    /**
     * Checks an initialised block of any float type, which stays as it is.
     *
     * @param input the shape of its input, with the batch
     * @param manager whose device computes
     */
    public static GradientCheck of(Block block, Shape input, NDManager manager) {
        try (FiniteDifferences differences = new FiniteDifferences(block, input, manager)) {
            return new GradientCheck(differences.rows());
        }
    }

    /**
     * Checks all parameters and the input at once, by the slope along one random direction: two
     * passes are enough for a network of any size.
     *
     * @param input the shape of its input, with the batch
     * @param manager whose device computes
     */
    public static GradientCheck alongADirection(Block block, Shape input, NDManager manager) {
        try (FiniteDifferences differences = new FiniteDifferences(block, input, manager)) {
            return new GradientCheck(List.of(differences.slope()));
        }
    }

    public boolean agrees() {
        return rows.stream().allMatch(Row::agrees);
    }

    /** The sentence about the row that is furthest off; empty where all agree. */
    public Optional<String> disagreement() {
        return rows.stream()
                .filter(row -> !row.agrees())
                .findFirst()
                .map(
                        row ->
                                String.format(
                                        Locale.ROOT,
                                        "The gradient by %s is %.6g, but finite differences give %.6g.",
                                        row.name(),
                                        row.gradient(),
                                        row.difference()));
    }
}
