package dev.trainkit.report;

import dev.trainkit.train.EpochResult;
import dev.trainkit.train.StepResult;
import dev.trainkit.train.TrainListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/** Micrometer's meters of a run; a gauge is NaN until it has a value. */
public final class TrainingMeters implements TrainListener {

    private static final String PREFIX = "trainkit.training.";

    private final Counter steps;
    private final Timer epochs;
    private volatile StepResult step;
    private volatile EpochResult epoch;

    /** Registers the meters; the runs that this listens to are counted together. */
    public TrainingMeters(MeterRegistry registry) {
        steps =
                Counter.builder(PREFIX + "steps")
                        .description("Steps of the optimizer")
                        .register(registry);
        epochs =
                Timer.builder(PREFIX + "epochs")
                        .description("Epochs and how long they took")
                        .register(registry);
        ofStep(registry, "loss", "Of the last step", StepResult::loss);
        ofStep(registry, "learning.rate", "Of the last step", StepResult::learningRate);
        ofEpoch(
                registry,
                "images.per.second",
                "In the last epoch",
                null,
                EpochResult::imagesPerSecond);
        ofEpoch(
                registry,
                "validation.loss",
                "After the last epoch",
                null,
                result -> orNaN(result.validationLoss()));
        ofEpoch(
                registry,
                "validation.accuracy",
                "After the last epoch",
                null,
                result -> orNaN(result.validationAccuracy()));
        ofEpoch(
                registry,
                "memory.resident",
                "Of the process after the last epoch",
                "bytes",
                result -> orNaN(result.residentBytes()));
        ofEpoch(
                registry,
                "memory.arrays",
                "Native arrays that are alive after the last epoch",
                null,
                EpochResult::liveArrays);
    }

    @Override
    public void stepEnded(StepResult result) {
        step = result;
        steps.increment();
    }

    @Override
    public void epochEnded(EpochResult result) {
        epoch = result;
        epochs.record((long) (result.seconds() * 1e9), TimeUnit.NANOSECONDS);
    }

    private void ofStep(
            MeterRegistry registry,
            String name,
            String description,
            ToDoubleFunction<StepResult> value) {
        Gauge.builder(
                        PREFIX + name,
                        this,
                        meters ->
                                meters.step == null ? Double.NaN : value.applyAsDouble(meters.step))
                .description(description)
                .strongReference(true)
                .register(registry);
    }

    private void ofEpoch(
            MeterRegistry registry,
            String name,
            String description,
            String unit,
            ToDoubleFunction<EpochResult> value) {
        Gauge.builder(
                        PREFIX + name,
                        this,
                        meters ->
                                meters.epoch == null
                                        ? Double.NaN
                                        : value.applyAsDouble(meters.epoch))
                .description(description)
                .baseUnit(unit)
                .strongReference(true)
                .register(registry);
    }

    private static double orNaN(Number value) {
        return value == null ? Double.NaN : value.doubleValue();
    }
}
