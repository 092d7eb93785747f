package dev.trainkit.train;

import java.util.List;

/** Is told what happens in a run, on the run's own thread; what it throws ends the run. */
public interface TrainListener {

    default void runStarted(RunPlan plan) {}

    /**
     * The gradients and the arrays of the batch are there. {@link #stepEnded} comes next, unless
     * the loss is no number.
     */
    default void backwardEnded(Backward backward) {}

    default void stepEnded(StepResult step) {}

    /** What a network is asked about besides training. */
    enum Part {
        VALIDATION,
        TEST
    }

    /**
     * Some more pictures of a part have been answered.
     *
     * @param done how many by now
     */
    default void answered(Part part, int done, int total) {}

    default void epochEnded(EpochResult epoch) {}

    /**
     * The run has gone back to a checkpoint.
     *
     * @param step the last that counts
     * @param epochs those that count
     */
    default void rolledBack(int step, List<EpochResult> epochs) {}

    default void runEnded(TrainResult result) {}
}
