package dev.trainkit.config;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that a run is made of. A relative path in it starts at the working directory, whether
 * it was written in a file or as an option.
 */
public record RunConfig(
        ModelConfig model,
        DataConfig data,
        TrainConfig train,
        LossConfig loss,
        OptimizerConfig optimizer,
        ScheduleConfig schedule,
        CheckpointConfig checkpoint,
        EarlyStoppingConfig earlyStopping,
        BudgetConfig budget,
        ReportConfig report,
        EngineConfig engine) {

    public RunConfig {
        requireNonNull(model, "model must not be null");
        requireNonNull(data, "data must not be null");
        requireNonNull(train, "train must not be null");
        requireNonNull(loss, "loss must not be null");
        requireNonNull(optimizer, "optimizer must not be null");
        requireNonNull(schedule, "schedule must not be null");
        requireNonNull(checkpoint, "checkpoint must not be null");
        requireNonNull(earlyStopping, "earlyStopping must not be null");
        requireNonNull(budget, "budget must not be null");
        requireNonNull(report, "report must not be null");
        requireNonNull(engine, "engine must not be null");
        loss.requireSettingsOf(train.loss());
        data.augment().requireSharesTakenBy(train.loss(), loss);
    }

    /**
     * The defaults, then the file, then the overrides, the later over the earlier.
     *
     * @param overrides such as {@code optimizer.learning-rate=0.05}, the value in YAML
     * @throws InvalidConfigException with every mistake in file and overrides
     */
    public static RunConfig load(Path file, List<String> overrides) {
        return resolve(requireNonNull(file, "file must not be null"), overrides).config();
    }

    /**
     * The defaults and what differs from them, {@code RunConfig.of("train.epochs=3")}.
     *
     * @throws InvalidConfigException with every mistake in the overrides
     */
    public static RunConfig of(String... overrides) {
        return resolve(null, List.of(overrides)).config();
    }

    /**
     * As {@link #load}, with where each value comes from.
     *
     * @param fileOrNull null for the defaults alone
     */
    public static ResolvedConfig resolve(Path fileOrNull, List<String> overrides) {
        return ConfigLoader.resolve(fileOrNull, overrides);
    }

    /**
     * The defaults, then this YAML, then the overrides.
     *
     * @param name of the YAML, for messages
     * @throws InvalidConfigException with every mistake in YAML and overrides
     */
    public static RunConfig parse(String name, String yaml, List<String> overrides) {
        ConfigFile.requireSize(name, yaml);
        return ConfigLoader.resolveText(name, yaml, overrides).config();
    }

    /** The same with another loss. */
    public RunConfig with(LossConfig otherLoss) {
        return new RunConfig(
                model,
                data,
                train,
                otherLoss,
                optimizer,
                schedule,
                checkpoint,
                earlyStopping,
                budget,
                report,
                engine);
    }

    /** Every key with its value, {@code train.epochs} and 10 for one; a value may be null. */
    public Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Section.Key key : Section.allKeys()) {
            values.put(key.toString(), key.valueIn(key.section().valueIn(this)));
        }
        return values;
    }

    /** Every key of what was chosen, defaults included; loads back to an equal configuration. */
    public String toYaml() {
        return YamlText.of(this, key -> "");
    }
}
