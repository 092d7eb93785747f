package dev.trainkit.train;

import ai.djl.nn.Parameter;
import dev.trainkit.TrainkitException;
import dev.trainkit.config.ModelConfig;
import dev.trainkit.model.NamePattern;
import dev.trainkit.model.StateDict;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Which parameters training leaves as they are, and until when. A frozen one has no gradient, and
 * the optimizer leaves it out, so that no decay, no momentum and no average touches it.
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
        Map<String, Parameter> trainable = StateDict.trainable(parameters);
        for (String text : config.freeze()) {
            NamePattern pattern = new NamePattern(text);
            pattern.requireMatch("model.freeze", trainable.keySet());
            trainable.forEach(
                    (name, parameter) -> {
                        if (pattern.matches(name)) {
                            frozen.put(name, parameter);
                        }
                    });
        }
        if (frozen.size() == trainable.size()) {
            throw new TrainkitException(
                    "model.freeze leaves nothing to train. Take a pattern out of it.");
        }
    }

    /** A sentence that lists what is frozen, and until when; empty where nothing is. */
    Optional<String> note() {
        return frozen.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "Frozen %s: %s."
                                .formatted(
                                        epochs == null
                                                ? "for the whole run"
                                                : String.format(
                                                        Locale.ROOT,
                                                        "until epoch %d has ended",
                                                        epochs),
                                        String.join(", ", frozen.keySet())));
    }

    /** After how many epochs the parameter is trained: 0 from the start, never after the last. */
    int epochsFrozen(Parameter parameter) {
        if (!frozen.containsValue(parameter)) {
            return 0;
        }
        return epochs == null ? Integer.MAX_VALUE : epochs;
    }

    /**
     * Before the steps of an epoch, counted from 1.
     *
     * @return whether other parameters are trained now
     */
    boolean begin(int epoch) {
        boolean freezes = epochs == null || epoch <= epochs;
        boolean changes = false;
        for (Parameter parameter : frozen.values()) {
            if (parameter.requiresGradient() == freezes) {
                parameter.freeze(freezes);
                changes = true;
            }
        }
        return changes;
    }
}
