package dev.trainkit.spring;

import dev.trainkit.predict.ServingListener;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.function.Supplier;

/** {@code trainkit.prediction}, an observation around each call. */
final class ObservationListener implements ServingListener {

    private final ObservationRegistry registry;

    ObservationListener(ObservationRegistry registry) {
        this.registry = registry;
    }

    @Override
    public <T> T call(String model, Supplier<T> call) {
        return Observation.createNotStarted("trainkit.prediction", registry)
                .contextualName("predict " + model)
                .lowCardinalityKeyValue("model", model)
                .observe(call);
    }
}
