package dev.trainkit.eval;

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
