package dev.trainkit.train;

import dev.trainkit.config.CheckpointConfig;
import dev.trainkit.store.Checkpoints;

/**
 * Writes checkpoints as the configuration asks for them, and one when the run is stopped; a lost
 * one stops the run.
 */
public final class Checkpointing implements TrainListener {

    private final TrainerRunner runner;
    private final Checkpoints checkpoints;
    private final CheckpointConfig config;

    public Checkpointing(TrainerRunner runner, Checkpoints checkpoints) {
        this.runner = runner;
        this.checkpoints = checkpoints;
        this.config = runner.plan().config().checkpoint();
    }

    @Override
    public void stepEnded(StepResult step) {
        if (isDue(step.step(), config.everySteps())) {
            write();
        }
    }

    @Override
    public void epochEnded(EpochResult epoch) {
        if (isDue(epoch.epoch(), config.everyEpochs())) {
            write();
        }
    }

    @Override
    public void runEnded(TrainResult result) {
        if (result.stopped() && runner.step() > 0) {
            write();
        }
    }

    private static boolean isDue(int count, Integer every) {
        return every != null && count % every == 0;
    }

    private void write() {
        checkpoints.write(runner.checkpoint());
        checkpoints.prune(
                config.keepLast(), step -> config.keepBest() && step == runner.bestStep());
    }
}
