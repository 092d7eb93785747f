package dev.trainkit.export;

/**
 * How far an exported file, read again by somebody else, agrees with its model.
 *
 * @param runtime who read and ran it, with the version
 * @param inputs what it was asked about: a test set by name, or random pixels
 * @param sameTop1 for how many of the pictures both name the same class first
 * @param largestDifference between two logits, over all of them
 * @param lastBit how far the model's own logits move where each weight changes by its last bit;
 *     null where they agree to {@link #TOLERANCE}, and nobody asked
 */
public record Verification(
        String runtime,
        String inputs,
        int pictures,
        int sameTop1,
        double largestDifference,
        Double lastBit) {

    /** What rounding in another order may come to. */
    static final double TOLERANCE = 1e-4;

    /** A network rounds many times on its way to a logit; changing its weights is one of them. */
    private static final int ROUNDINGS = 4;

    boolean agrees() {
        return sameTop1 == pictures && largestDifference <= TOLERANCE;
    }

    Verification withLastBit(double moved) {
        return new Verification(runtime, inputs, pictures, sameTop1, largestDifference, moved);
    }

    /** Whether the difference is no more than what float32 leaves open. */
    boolean isRounding() {
        return lastBit != null && largestDifference <= ROUNDINGS * lastBit;
    }

    /** As {@link #agrees}, but for rounding. */
    boolean agreesButForRounding() {
        return sameTop1 == pictures && isRounding();
    }
}
