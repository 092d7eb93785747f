package dev.trainkit.train;

import dev.trainkit.TrainkitException;
import java.util.Locale;

/** Ends a run whose native arrays pile up: each epoch should leave as many as the one before. */
final class MemoryGuard {

    /** By then there is what stays: momentum, and what parameters and their twins are joined to. */
    private static final int STEPS_THAT_MAKE = 2;

    private EpochResult before;
    private int steps;

    /** Where other parameters are trained from now on, for which more stays. */
    void beginAnew() {
        before = null;
        steps = 0;
    }

    /** After each step of this process. */
    void stepEnded() {
        steps++;
    }

    /** After each epoch of this process. */
    void check(EpochResult epoch) {
        if (before != null && epoch.liveArrays() > before.liveArrays()) {
            throw new TrainkitException(
                    String.format(
                            Locale.ROOT,
                            ("Native memory grows: %d arrays were live after epoch %d, and %d are after epoch"
                                    + " %d. A listener that keeps arrays must close them; without"
                                    + " train.memory-guard the run would go on."),
                            before.liveArrays(),
                            before.epoch(),
                            epoch.liveArrays(),
                            epoch.epoch()));
        }
        before = steps < STEPS_THAT_MAKE ? null : epoch;
    }
}
