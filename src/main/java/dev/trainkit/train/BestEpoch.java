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

    void offer(EpochResult candidate, Block block) {
        if (epoch == null || isBetter(candidate)) {
            keep(candidate, Weights.of(block));
        }
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
