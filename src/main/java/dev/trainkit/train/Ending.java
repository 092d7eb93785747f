package dev.trainkit.train;

import dev.trainkit.config.RunConfig;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** When a run is over. It looks at nothing but the run's own progress, so it needs no state. */
final class Ending {

    private final RunConfig config;
    private final Monitor monitor;

    Ending(RunConfig config, Monitor monitor) {
        this.config = config;
        this.monitor = monitor;
    }

    /** Whether the run is over after these epochs, for whatever reason. */
    boolean isOver(RunProgress progress) {
        return progress.epochs().size() >= config.train().epochs() || early(progress).isPresent();
    }

    /** Whether the run is over in the middle of an epoch. */
    boolean isSpent(RunProgress progress) {
        Integer steps = config.budget().maxSteps();
        Duration time = config.budget().timeLimit();
        return (steps != null && progress.step() >= steps)
                || (time != null && progress.seconds() >= time.toSeconds());
    }

    /** Why the run ended before its last epoch; empty where it did not. */
    Optional<String> early(RunProgress progress) {
        List<EpochResult> epochs = progress.epochs();
        if (isSpent(progress)) {
            return Optional.of(
                    "its limit of steps or time was reached, after step " + progress.step());
        }
        if (reachesTarget(epochs)) {
            return Optional.of("it reached budget.target, " + config.budget().target());
        }
        Integer patience = config.earlyStopping().patience();
        if (patience != null && epochsSinceBest(epochs) >= patience) {
            return Optional.of(
                    String.format(
                            Locale.ROOT,
                            "no epoch had a better %s in the last %d, which is early-stopping.patience",
                            config.checkpoint().monitor().replace('-', ' '),
                            patience));
        }
        return Optional.empty();
    }

    private boolean reachesTarget(List<EpochResult> epochs) {
        if (config.budget().target() == null || epochs.isEmpty()) {
            return false;
        }
        Double figure = monitor.figure(epochs.get(epochs.size() - 1));
        return figure != null && monitor.reaches(figure, config.budget().target());
    }

    /** Epochs since the last that was better than all before it by more than the least change. */
    private int epochsSinceBest(List<EpochResult> epochs) {
        int since = 0;
        Double best = null;
        for (EpochResult epoch : epochs) {
            Double figure = monitor.figure(epoch);
            boolean better =
                    figure == null
                            || best == null
                            || monitor.isBetter(figure, best, config.earlyStopping().minDelta());
            best = better ? figure : best;
            since = better ? 0 : since + 1;
        }
        return since;
    }
}
