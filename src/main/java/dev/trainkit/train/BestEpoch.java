package dev.trainkit.train;

import ai.djl.nn.Block;
import dev.trainkit.model.Weights;
import java.util.Optional;

/**
 * Keeps the weights of the best epoch so far, the earlier of equals; of the last epoch where there
 * is no figure to compare.
 */
final class BestEpoch {

    private final Monitor monitor;
    private EpochResult epoch;
    private Weights weights;

    BestEpoch(Monitor monitor) {
        this.monitor = monitor;
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
    void keep(EpochResult chosen, Weights itsWeights) {
        epoch = chosen;
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
        Double figure = monitor.figure(candidate);
        return figure == null || monitor.isBetter(figure, monitor.figure(epoch), 0);
    }
}
