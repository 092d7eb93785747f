package dev.trainkit.config;

import java.util.List;
import java.util.Set;

/**
 * How long and how it is trained.
 *
 * @param epochs passes over the training pictures
 * @param batchSize pictures a step
 * @param dropLast whether an epoch leaves out its last batch where that has fewer pictures than the
 *     others; another order each epoch leaves out others
 * @param loss one of the listed losses, {@code cross-entropy} for one
 * @param seed what every random choice of the run is derived from
 * @param logSteps whether the loss of each step goes into {@code history.jsonl}
 * @param accumulate batches a step: their gradients are those of one batch as large as all of them
 * @param clipValue each number of a gradient is kept within plus and minus this; null does not clip
 * @param clipNorm the length of all gradients together is kept within this; null does not clip
 * @param ema how much of the weights' average a step keeps, in [0, 1); the average is what is
 *     evaluated and saved. Null keeps none
 * @param onNan what is done when a loss is no number: {@code stop}; {@code skip-batch}, which goes
 *     on without that batch; {@code rollback}, to the last checkpoint with half the learning rate
 * @param watch what is looked at in every step: {@code gradients}, each layer's figures in {@code
 *     history.jsonl}; {@code anomalies}, which ends the run at the first layer whose output or
 *     gradient is not finite
 * @param memoryGuard ends the run when native arrays pile up from epoch to epoch
 */
public record TrainConfig(
        int epochs,
        int batchSize,
        boolean dropLast,
        String loss,
        long seed,
        boolean logSteps,
        int accumulate,
        Double clipValue,
        Double clipNorm,
        Double ema,
        String onNan,
        List<String> watch,
        boolean memoryGuard) {

    private static final Set<String> ON_NAN = Set.of("stop", "skip-batch", "rollback");
    private static final Set<String> WATCHED = Set.of("gradients", "anomalies");

    public TrainConfig {
        new Rules("train")
                .require(epochs >= 1, "epochs", "at least 1", epochs)
                .require(batchSize >= 1, "batch-size", "at least 1", batchSize)
                .requireName("loss", loss)
                .require(accumulate >= 1, "accumulate", "at least 1", accumulate)
                .setting("clip-value", clipValue, Rules::isPositive, "null or above 0 and finite")
                .setting("clip-norm", clipNorm, Rules::isPositive, "null or above 0 and finite")
                .setting("ema", ema, Rules::isShare, "null or at least 0 and below 1")
                .require(
                        onNan != null && ON_NAN.contains(onNan),
                        "on-nan",
                        "stop, skip-batch or rollback",
                        onNan)
                .require(
                        watch != null && WATCHED.containsAll(watch),
                        "watch",
                        "a list of gradients and anomalies, or of one of them",
                        watch)
                .check();
        watch = List.copyOf(watch);
    }

    public TrainConfig() {
        this(
                10,
                64,
                false,
                "cross-entropy",
                42,
                false,
                1,
                null,
                null,
                null,
                "stop",
                List.of(),
                false);
    }
}
