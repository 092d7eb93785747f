package dev.trainkit.train;

import ai.djl.nn.Block;
import dev.trainkit.model.Weights;
import java.util.Optional;

/**
 * Keeps the weights of the best epoch so far, of equals that with the lower loss, and of equals in
 * that too the earlier; of the last epoch where there is no figure to compare.
 */
final class BestEpoch {

    private final Monitor monitor;
    private EpochResult epoch;
    private Weights weights;
    private int chosen; // 0 where figures choose

    BestEpoch(Monitor monitor) {
        this.monitor = monitor;
    }

    /** Keeps this epoch, counted from 1, whatever the figures are. */
    void choose(int number) {
        chosen = number;
    }

    /** Gives whether the candidate is the best so far. */
    boolean offer(EpochResult candidate, Block block) {
        boolean best = epoch == null || isBetter(candidate);
        if (best) {
            keep(candidate, Weights.of(block));
        }
        return best;
    }

    /** Takes an epoch without comparing it. */
    void keep(EpochResult kept, Weights itsWeights) {
        epoch = kept;
        weights = itsWeights;
    }

    Optional<EpochResult> epoch() {
        return Optional.ofNullable(epoch);
    }

    /** Null before the first epoch has ended. */
    Weights weights() {
        return weights;
    }

    void restore(Block block) {
        weights.copyInto(block, "epoch " + epoch.epoch());
    }

    private boolean isBetter(EpochResult candidate) {
        return chosen > 0 ? candidate.epoch() <= chosen : monitor.isBetter(candidate, epoch);
    }
}
