package dev.trainkit.train;

import dev.trainkit.TrainkitException;
import dev.trainkit.config.RunConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * The learning-rate range test (Smith 2017, with the stop and the smoothing of fastai): a step at
 * each of many rates, from hardly any to far too much, until the loss runs away.
 */
public final class LearningRateFinder implements TrainListener {

    /** How much of the average of the losses a step keeps. */
    private static final double SMOOTHING = 0.98;

    /** A smoothed loss so many times the lowest has run away. */
    private static final double RUN_AWAY = 4;

    private final TrainerRunner runner;
    private final int steps;
    private final List<RateTest.Point> points = new ArrayList<>();
    private double average;
    private double lowest = Double.POSITIVE_INFINITY;

    private LearningRateFinder(TrainerRunner runner, int steps) {
        this.runner = runner;
        this.steps = steps;
    }

    /**
     * Trains with the run's settings, but for its learning rates; nothing is written.
     *
     * @param from the first rate, above 0
     * @param to the last rate, above the first
     * @param steps at least 2; a run that is away ends sooner
     */
    public static RateTest run(RunConfig config, double from, double to, int steps) {
        try (TrainerRunner runner = TrainerRunner.open(prepared(config, steps))) {
            LearningRateFinder finder = new LearningRateFinder(runner, steps);
            runner.ratesFrom(step -> from * Math.pow(to / from, step / (steps - 1.0)));
            runner.listen(finder).fit();
            return finder.result();
        }
    }

    /** Enough epochs, and no end but the finder's own. */
    private static RunConfig prepared(RunConfig config, int steps) {
        return RunConfig.parse(
                "the configuration",
                config.toYaml(),
                List.of(
                        "train.epochs=" + steps,
                        "train.on-nan=skip-batch",
                        "early-stopping.patience=null",
                        "budget.max-steps=" + (steps + 1), // which the finder's own end precedes
                        "budget.max-time=null",
                        "budget.target=null"));
    }

    /** A loss that is no number is the end too. */
    @Override
    public void backwardEnded(Backward backward) {
        if (!Float.isFinite(backward.loss())) {
            runner.stop();
        }
    }

    @Override
    public void stepEnded(StepResult step) {
        average = SMOOTHING * average + (1 - SMOOTHING) * step.loss();
        double smoothed = average / (1 - Math.pow(SMOOTHING, step.step()));
        points.add(new RateTest.Point(step.learningRate(), step.loss(), smoothed));
        lowest = Math.min(lowest, smoothed);
        if (step.step() == steps || smoothed > RUN_AWAY * lowest) {
            runner.stop();
        }
    }

    private RateTest result() {
        if (points.isEmpty()) {
            throw new TrainkitException(
                    "The first loss is no number, so there is no rate to look for. Look at the data,"
                            + " and at model.weights.");
        }
        return new RateTest(points);
    }
}
