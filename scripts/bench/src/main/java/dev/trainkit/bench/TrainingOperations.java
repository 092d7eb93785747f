package dev.trainkit.bench;

import dev.trainkit.train.StepResult;
import dev.trainkit.train.TrainListener;
import dev.trainkit.train.TrainerRunner;

import java.io.IOException;

/** Where the time of a training step goes on the run's own thread. */
final class TrainingOperations implements TrainListener {

    private static final int FIRST = 200;
    private static final int STEPS = 200;

    private final TrainerRunner runner;
    private final OwnTimes times;

    private TrainingOperations(TrainerRunner runner, OwnTimes times) {
        this.runner = runner;
        this.times = times;
    }

    public static void main(String[] arguments) throws IOException {
        try (TrainerRunner runner = TrainerRunner.open(OursTrain.config(Work.of(arguments)));
                OwnTimes times = new OwnTimes()) {
            runner.listen(new TrainingOperations(runner, times)).fit();
            times.print("a step of 64 pictures, of which this thread takes its part", STEPS);
        }
    }

    @Override
    public void stepEnded(StepResult step) {
        if (step.step() == FIRST) {
            times.start();
        } else if (step.step() == FIRST + STEPS) {
            times.stop();
            runner.stop();
        }
    }
}
