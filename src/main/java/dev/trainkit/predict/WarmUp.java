package dev.trainkit.predict;

import dev.trainkit.data.Preprocessing;
import java.util.Collections;

/** The first answers of a network: they are slow, and show whether it can answer at all. */
final class WarmUp {

    private static final int[] BATCHES = {1, 1, 1, 2, 4, 8, 32, 1};

    private WarmUp() {}

    /**
     * @throws dev.trainkit.TrainkitException when it computes what is no number
     */
    static void run(Network network) {
        Preprocessing preprocessing = network.manifest().preprocessing();
        int pixels = preprocessing.height() * preprocessing.width() * preprocessing.channels();
        for (int size : BATCHES) {
            for (float logit : network.logits(Collections.nCopies(size, new byte[pixels]))) {
                requireFinite(network, logit);
            }
        }
    }

    private static void requireFinite(Network network, float logit) {
        if (!Float.isFinite(logit)) {
            throw network.unusable(
                    "computes " + logit + " for a blank picture: its weights are damaged",
                    "Train it again, with a lower optimizer.learning-rate if that made them so");
        }
    }
}
