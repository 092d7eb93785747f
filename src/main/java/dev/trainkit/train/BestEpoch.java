package dev.trainkit.train;

import ai.djl.nn.Block;
import dev.trainkit.model.Weights;
import java.util.Optional;

/**
 * Keeps the weights of the best epoch so far: the one of the highest validation accuracy, the
 * earlier of equals; without validation, the last.
 */
final class BestEpoch {

    private EpochResult epoch;
    private Weights weights;

    void offer(EpochResult candidate, Block block) {
        if (epoch == null || isBetter(candidate)) {
            epoch = candidate;
            weights = Weights.of(block);
        }
    }

    Optional<EpochResult> epoch() {
        return Optional.ofNullable(epoch);
    }

    void restore(Block block) {
        weights.copyInto(block, "epoch " + epoch.epoch());
    }

    private boolean isBetter(EpochResult candidate) {
        return candidate.validationAccuracy() == null
                || candidate.validationAccuracy() > epoch.validationAccuracy();
    }
}
