package dev.trainkit.train;

import dev.trainkit.TrainkitException;

/** Ends a run whose native arrays pile up: each epoch should leave as many as the one before. */
final class MemoryGuard {

    private EpochResult before;

    /** After each epoch of this process; the first has made what stays, such as momentum. */
    void check(EpochResult epoch) {
        if (before != null && epoch.liveArrays() > before.liveArrays()) {
            throw new TrainkitException(
                    ("Native memory grows: %d arrays were live after epoch %d, and %d are after epoch"
                                    + " %d. A listener that keeps arrays must close them; without"
                                    + " train.memory-guard the run would go on.")
                            .formatted(
                                    before.liveArrays(),
                                    before.epoch(),
                                    epoch.liveArrays(),
                                    epoch.epoch()));
        }
        before = epoch;
    }
}
