package dev.trainkit.spring;

import dev.trainkit.predict.ServedModel;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** {@code trainkit.queue.depth}: calls of each model that have come in and have no answer yet. */
final class QueueGauges {

    QueueGauges(MeterRegistry registry, ServedModels models) {
        for (ServedModel model : models.all()) {
            Gauge.builder("trainkit.queue.depth", model, one -> one.status().calls())
                    .tag("model", model.name())
                    .register(registry);
        }
    }
}
