package dev.trainkit.config;

/**
 * How long and how it is trained.
 *
 * @param epochs passes over the training pictures
 * @param batchSize pictures a step
 * @param loss one of the listed losses, {@code cross-entropy} for one
 * @param seed what every random choice of the run is derived from
 * @param logSteps whether the loss of each step goes into {@code history.jsonl}
 */
public record TrainConfig(int epochs, int batchSize, String loss, long seed, boolean logSteps) {

    public TrainConfig {
        new Rules("train")
                .require(epochs >= 1, "epochs", "at least 1", epochs)
                .require(batchSize >= 1, "batch-size", "at least 1", batchSize)
                .requireName("loss", loss)
                .check();
    }

    public TrainConfig() {
        this(10, 64, "cross-entropy", 42, false);
    }
}
