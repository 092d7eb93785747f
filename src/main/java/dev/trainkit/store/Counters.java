package dev.trainkit.store;

/** What PyTorch keeps among the weights that is no weight. */
final class Counters {

    private static final String BATCHES = "num_batches_tracked";

    private Counters() {}

    /** How many batches a normalisation has seen: nothing is computed from it. */
    static boolean isCounter(String name) {
        return name.equals(BATCHES) || name.endsWith("." + BATCHES);
    }
}
