package dev.trainkit.train;

import ai.djl.nn.Parameter;
import dev.trainkit.TrainkitException;
import dev.trainkit.config.ModelConfig;
import dev.trainkit.model.NamePattern;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which parameters training leaves as they are, and until when. A frozen one has no gradient, so
 * that no step, no weight decay and no average touches it.
 */
final class Freezing {

    private final Map<String, Parameter> frozen = new LinkedHashMap<>();
    private final Integer epochs;

    /**
     * @param parameters all of the network's, none of them frozen yet
     * @throws TrainkitException when a pattern names none of them, or all are named
     */
    Freezing(ModelConfig config, Map<String, Parameter> parameters) {
        epochs = config.freezeEpochs();
        Map<String, Parameter> trainable = new LinkedHashMap<>(parameters);
        trainable.values().removeIf(parameter -> !parameter.requiresGradient());
        for (String text : config.freeze()) {
            NamePattern pattern = new NamePattern(text);
            requireMatch(pattern, trainable);
            trainable.forEach(
                    (name, parameter) -> {
                        if (pattern.matches(name)) {
                            frozen.put(name, parameter);
                        }
                    });
        }
        if (epochs == null && frozen.size() == trainable.size()) {
            throw new TrainkitException(
                    "model.freeze leaves nothing to train. Take a pattern out of it, or set"
                            + " model.freeze-epochs.");
        }
    }

    private static void requireMatch(NamePattern pattern, Map<String, Parameter> trainable) {
        if (trainable.keySet().stream().noneMatch(pattern::matches)) {
            throw new TrainkitException(
                    "model.freeze names '%s', but no parameter has such a name. They are: %s."
                            .formatted(pattern, String.join(", ", trainable.keySet())));
        }
    }

    /** Before the steps of an epoch, counted from 1. */
    void begin(int epoch) {
        boolean freezes = epochs == null || epoch <= epochs;
        for (Parameter parameter : frozen.values()) {
            if (parameter.requiresGradient() == freezes) {
                parameter.freeze(freezes);
            }
        }
    }
}
