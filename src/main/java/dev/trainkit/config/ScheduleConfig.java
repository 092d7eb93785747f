package dev.trainkit.config;

/**
 * How the learning rate changes over the run.
 *
 * @param name one of the listed schedules, {@code cosine} for one
 * @param warmupEpochs epochs in which the rate rises linearly from 0 to its peak; fractions are
 *     allowed
 */
public record ScheduleConfig(String name, double warmupEpochs) {

    public ScheduleConfig {
        new Rules("schedule")
                .requireName("name", name)
                .require(
                        warmupEpochs >= 0 && warmupEpochs < Double.POSITIVE_INFINITY,
                        "warmup-epochs",
                        "at least 0 and finite",
                        warmupEpochs)
                .check();
    }

    public ScheduleConfig() {
        this("constant", 0);
    }
}
