package dev.trainkit.eval;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether of the answers given with 80 % four in five are right. By C. Guo et al., "On calibration
 * of modern neural networks" (2017).
 *
 * @param error the expected calibration error: how far the probability of an answer is from the
 *     share of right ones, mean over the pictures
 * @param bins by the probability of the answer, in 15 steps; the empty ones left out
 */
public record Calibration(double error, List<Bin> bins) {

    private static final int BINS = 15;

    /**
     * The answers whose probability is in one range.
     *
     * @param above the range's lower end, which is not in it
     * @param upTo its upper end, which is
     * @param probability the mean
     * @param accuracy the share of right answers
     */
    public record Bin(
            double above, double upTo, long pictures, double probability, double accuracy) {}

    public Calibration {
        bins = List.copyOf(bins);
    }

    static Calibration of(Predictions predictions) {
        long[] pictures = new long[BINS];
        long[] right = new long[BINS];
        double[] probabilities = new double[BINS];
        for (int i = 0; i < predictions.size(); i++) {
            double probability = predictions.probabilities(i)[predictions.guess(i)];
            int bin = bin(probability);
            pictures[bin]++;
            right[bin] += predictions.isRight(i) ? 1 : 0;
            probabilities[bin] += probability;
        }
        List<Bin> bins = new ArrayList<>();
        double error = 0;
        for (int b = 0; b < BINS; b++) {
            if (pictures[b] > 0) {
                bins.add(
                        new Bin(
                                edge(b),
                                edge(b + 1),
                                pictures[b],
                                probabilities[b] / pictures[b],
                                (double) right[b] / pictures[b]));
                error += Math.abs(right[b] - probabilities[b]);
            }
        }
        return new Calibration(error / predictions.size(), bins);
    }

    private static int bin(double probability) {
        int bin = 0;
        while (bin < BINS - 1 && probability > edge(bin + 1)) {
            bin++;
        }
        return bin;
    }

    private static double edge(int bin) {
        return (double) bin / BINS;
    }
}
