package dev.trainkit.optim;

import dev.trainkit.model.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What an optimizer knows beside the weights, copied out of the engine: with it and the weights, a
 * new optimizer goes on as the old one would have.
 *
 * @param steps taken so far by each parameter
 * @param arrays by parameter and kind, {@code conv1.weight.momentum_buffer} for one
 */
public record OptimizerState(Map<String, Integer> steps, Map<String, Tensor> arrays) {

    public OptimizerState {
        steps = Collections.unmodifiableMap(new LinkedHashMap<>(steps));
        arrays = Collections.unmodifiableMap(new LinkedHashMap<>(arrays));
        steps.forEach(
                (name, count) -> {
                    if (count < 1) {
                        throw new IllegalArgumentException(
                                String.format(
                                        Locale.ROOT,
                                        "%s must have taken at least 1 step, but has taken %d",
                                        name,
                                        count));
                    }
                });
    }
}
