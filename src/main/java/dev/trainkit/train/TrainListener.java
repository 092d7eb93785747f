package dev.trainkit.train;

/** Is told what happens in a run, on the run's own thread; what it throws ends the run. */
public interface TrainListener {

    default void runStarted(RunPlan plan) {}

    default void stepEnded(StepResult step) {}

    default void epochEnded(EpochResult epoch) {}

    default void runEnded(TrainResult result) {}
}
