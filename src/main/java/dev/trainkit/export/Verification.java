package dev.trainkit.export;

/**
 * How far an exported file, read again by somebody else, agrees with its model.
 *
 * @param runtime who read and ran it, with the version
 * @param inputs what it was asked about: a test set by name, or random pixels
 * @param sameTop1 for how many of the pictures both name the same class first
 * @param largestDifference between two logits, over all of them
 */
public record Verification(
        String runtime, String inputs, int pictures, int sameTop1, double largestDifference) {

    /** What rounding in another order may come to. */
    static final double TOLERANCE = 1e-4;

    /** A network rounds many times on its way to a logit; changing its weights is one of them. */
    private static final int ROUNDINGS = 4;

    boolean agrees() {
        return sameTop1 == pictures && largestDifference <= TOLERANCE;
    }

    /**
     * Whether a difference is no more than what float32 leaves open.
     *
     * @param lastBit how far logits move where each weight changes by its last bit
     */
    boolean isRounding(double lastBit) {
        return largestDifference <= ROUNDINGS * lastBit;
    }
}
