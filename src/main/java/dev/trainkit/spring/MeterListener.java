package dev.trainkit.spring;

import dev.trainkit.predict.OverloadException;
import dev.trainkit.predict.OverloadException.Reason;
import dev.trainkit.predict.ServingListener;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * {@code trainkit.predictions}, a timer of calls by outcome; {@code trainkit.batch.size}; {@code
 * trainkit.rejections} by reason; {@code trainkit.errors}. Each by model.
 */
final class MeterListener implements ServingListener {

    private static final String MODEL = "model";

    private final MeterRegistry registry;

    MeterListener(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public <T> T call(String model, Supplier<T> call) {
        Timer.Sample sample = Timer.start(registry);
        String outcome = "error";
        try {
            T answer = call.get();
            outcome = "answered";
            return answer;
        } catch (OverloadException e) {
            outcome = "rejected";
            throw e;
        } finally {
            Tags tags = Tags.of(MODEL, model, "outcome", outcome);
            sample.stop(registry.timer("trainkit.predictions", tags));
            if (outcome.equals("error")) {
                registry.counter("trainkit.errors", MODEL, model).increment();
            }
        }
    }

    @Override
    public void batchRan(String model, int pictures) {
        registry.summary("trainkit.batch.size", MODEL, model).record(pictures);
    }

    @Override
    public void rejected(String model, Reason reason) {
        String name = reason.name().toLowerCase(Locale.ROOT);
        registry.counter("trainkit.rejections", MODEL, model, "reason", name).increment();
    }
}
