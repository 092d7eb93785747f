package dev.trainkit.eval;

/** Probabilities from logits. */
public final class Softmax {

    private Softmax() {}

    /**
     * One row's, in double precision; they add up to 1.
     *
     * @param temperature what the logits are divided by; 1 leaves them as they are
     */
    public static double[] of(float[] logits, double temperature) {
        double largest = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            largest = Math.max(largest, logit);
        }
        double[] probabilities = new double[logits.length];
        double sum = 0;
        for (int i = 0; i < logits.length; i++) {
            probabilities[i] = Math.exp((logits[i] - largest) / temperature); // never overflows
            sum += probabilities[i];
        }
        for (int i = 0; i < probabilities.length; i++) {
            probabilities[i] /= sum;
        }
        return probabilities;
    }
}
