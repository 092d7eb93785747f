package dev.trainkit.optim;

import ai.djl.training.tracker.Tracker;
import dev.trainkit.TrainkitException;
import dev.trainkit.config.OptimizerConfig;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;

/**
 * The optimizers by name. To add one: write its class, add its line, and its settings in {@link
 * OptimizerConfig}.
 */
public final class Optimizers {

    private static final Map<String, BiFunction<OptimizerConfig, Tracker, TorchOptimizer>>
            OPTIMIZERS =
                    new TreeMap<>(
                            Map.of(
                                    "adadelta", Adadelta::new,
                                    "adagrad", Adagrad::new,
                                    "adam", Adam::adam,
                                    "adamw", Adam::adamw,
                                    "nadam", NAdam::new,
                                    "rmsprop", RmsProp::new,
                                    "sgd", Sgd::new));

    private Optimizers() {}

    public static List<String> names() {
        return List.copyOf(OPTIMIZERS.keySet());
    }

    /**
     * The optimizer of that configuration at its constant rate; the caller closes it.
     *
     * @throws TrainkitException when there is none of that name
     */
    public static TorchOptimizer create(OptimizerConfig config) {
        return create(config, Tracker.fixed((float) config.learningRate()));
    }

    /**
     * The optimizer of that configuration; the caller closes it.
     *
     * @param learningRate the rate of each step, counted from 0
     * @throws TrainkitException when there is none of that name
     */
    public static TorchOptimizer create(OptimizerConfig config, Tracker learningRate) {
        BiFunction<OptimizerConfig, Tracker, TorchOptimizer> optimizer =
                OPTIMIZERS.get(config.name());
        if (optimizer == null) {
            throw new TrainkitException(
                    "Unknown optimizer '%s'. The optimizers are: %s. Set optimizer.name to one of them."
                            .formatted(config.name(), String.join(", ", names())));
        }
        return optimizer.apply(config, learningRate);
    }
}
