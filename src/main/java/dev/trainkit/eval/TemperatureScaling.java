package dev.trainkit.eval;

import dev.trainkit.engine.RandomStream;
import java.util.Arrays;
import java.util.Optional;

/**
 * What the logits are divided by so that probabilities mean something: the number that makes the
 * log-loss on pictures that the network has not learned from smallest. It changes no answer. By C.
 * Guo et al., "On calibration of modern neural networks" (2017).
 */
public final class TemperatureScaling {

    private static final double LOWEST = 0.05;
    private static final double HIGHEST = 20;

    private TemperatureScaling() {}

    /**
     * As {@link #fit}, where that helps: where one that is fitted to a half of the pictures lowers
     * the log-loss of the other half, both ways together. Of a few pictures it seldom does.
     *
     * @param seed by which the halves are drawn
     * @return empty where probabilities are better as they are
     */
    public static Optional<Double> fitWhereItHelps(Predictions validation, long seed) {
        validation.requireFinite();
        int[] order = RandomStream.of(seed, "temperature").permutation(validation.size());
        Predictions first = validation.select(Arrays.copyOf(order, order.length / 2));
        Predictions second =
                validation.select(Arrays.copyOfRange(order, order.length / 2, order.length));
        double change = lossChange(first, second) + lossChange(second, first);
        return first.size() > 0 && change < 0 ? Optional.of(fit(validation)) : Optional.empty();
    }

    /** What the sum of the second's log-losses gains or loses by the temperature of the first. */
    private static double lossChange(Predictions first, Predictions second) {
        double temperature = fit(first);
        double change = 0;
        for (int i = 0; i < second.size(); i++) {
            float[] logits = second.logits(i);
            int label = second.label(i);
            change += loss(logits, label, temperature) - loss(logits, label, 1);
        }
        return change;
    }

    /** The negative logarithm of the label's probability, which may be too small for a double. */
    private static double loss(float[] logits, int label, double temperature) {
        double largest = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            largest = Math.max(largest, logit);
        }
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp((logit - largest) / temperature);
        }
        return Math.log(sum) - (logits[label] - largest) / temperature;
    }

    /**
     * Halves the range of 1/T, of which the log-loss is a convex function, by the sign of its
     * slope.
     *
     * @param validation kept out of the training
     * @return 0.05 to 20; where every answer is right it ends at 0.05, where none is at 20
     */
    public static double fit(Predictions validation) {
        validation.requireFinite();
        double low = 1 / HIGHEST;
        double high = 1 / LOWEST;
        for (int i = 0; i < 60 && high - low > 1e-12 * high; i++) {
            double middle = (low + high) / 2;
            if (slope(validation, middle) < 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return 2 / (low + high);
    }

    /** Of the log-loss by 1/T: what the answers' mean logits are above the labels' logits. */
    private static double slope(Predictions predictions, double inverse) {
        double slope = 0;
        for (int i = 0; i < predictions.size(); i++) {
            float[] logits = predictions.logits(i);
            double[] probabilities = Softmax.of(logits, 1 / inverse);
            for (int c = 0; c < logits.length; c++) {
                slope += probabilities[c] * logits[c];
            }
            slope -= logits[predictions.label(i)];
        }
        return slope;
    }
}
