package dev.trainkit.optim;

import ai.djl.training.tracker.Tracker;
import java.util.Map;

/** The learning rate of each step. To DJL it is a tracker, so that its optimizers take it too. */
@FunctionalInterface
public interface Schedule extends Tracker {

    /**
     * The rate of one step.
     *
     * @param step counted from 0
     */
    double rate(int step);

    @Override
    default float getNewValue(int step) {
        return (float) rate(step);
    }

    /**
     * Tells how an epoch came out, before the next one's first step. Only reduce-on-plateau
     * listens.
     *
     * @param loss on the validation part, or on the training part where nothing was kept out
     */
    default void epochEnded(double loss) {}

    /** What it has learnt from the epochs so far, by name; empty for all but reduce-on-plateau. */
    default Map<String, Double> save() {
        return Map.of();
    }

    /** Goes on from what such a schedule has saved. */
    default void restore(Map<String, Double> saved) {}
}
