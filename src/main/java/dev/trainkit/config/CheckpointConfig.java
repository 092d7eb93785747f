package dev.trainkit.config;

import java.util.Set;

/**
 * How often a run writes down where it is, and which epoch is the best.
 *
 * @param everySteps a checkpoint after every so many steps; null writes none within an epoch
 * @param everyEpochs a checkpoint after every so many epochs; null writes none
 * @param keepLast how many of the newest stay on the disk
 * @param keepBest whether the best epoch's checkpoint stays as well
 * @param monitor the figure by which epochs are compared: {@code validation-accuracy}, {@code
 *     validation-loss} or {@code train-loss}
 * @param mode whether more of it is better ({@code max}) or less ({@code min}); {@code auto} knows
 */
public record CheckpointConfig(
        Integer everySteps,
        Integer everyEpochs,
        int keepLast,
        boolean keepBest,
        String monitor,
        String mode) {

    private static final Set<String> MONITORS =
            Set.of("validation-accuracy", "validation-loss", "train-loss");
    private static final Set<String> MODES = Set.of("auto", "max", "min");

    public CheckpointConfig {
        new Rules("checkpoint")
                .require(
                        everySteps == null || everySteps >= 1,
                        "every-steps",
                        "null or at least 1",
                        everySteps)
                .require(
                        everyEpochs == null || everyEpochs >= 1,
                        "every-epochs",
                        "null or at least 1",
                        everyEpochs)
                .require(keepLast >= 1, "keep-last", "at least 1", keepLast)
                .require(
                        monitor != null && MONITORS.contains(monitor),
                        "monitor",
                        "validation-accuracy, validation-loss or train-loss",
                        monitor)
                .require(mode != null && MODES.contains(mode), "mode", "auto, max or min", mode)
                .check();
    }

    public CheckpointConfig() {
        this(null, 1, 2, true, "validation-accuracy", "auto");
    }
}
