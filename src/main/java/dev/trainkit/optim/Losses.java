package dev.trainkit.optim;

import dev.trainkit.TrainkitException;
import dev.trainkit.config.LossConfig;
import dev.trainkit.config.RunConfig;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The losses by name, on logits and class indices. To add one: write its class, add its line, and
 * its settings in {@link LossConfig}.
 */
public final class Losses {

    private static final Map<String, Function<LossConfig, TorchLoss>> LOSSES =
            new TreeMap<>(
                    Map.of(
                            "bce-with-logits", BceWithLogitsLoss::new,
                            "cross-entropy", CrossEntropyLoss::crossEntropy,
                            "focal", FocalLoss::new,
                            "mse", MseLoss::new,
                            "nll", CrossEntropyLoss::nll));

    private Losses() {}

    public static List<String> names() {
        return List.copyOf(LOSSES.keySet());
    }

    /**
     * The loss of that run.
     *
     * @throws TrainkitException when there is none of that name
     */
    public static TorchLoss create(RunConfig config) {
        return create(config.train().loss(), config.loss());
    }

    /** The loss of that name, as PyTorch's is when nothing else is said. */
    public static TorchLoss create(String name) {
        return create(name, new LossConfig(name));
    }

    private static TorchLoss create(String name, LossConfig config) {
        Function<LossConfig, TorchLoss> loss = LOSSES.get(name);
        if (loss == null) {
            throw new TrainkitException(
                    "Unknown loss '%s'. The losses are: %s. Set train.loss to one of them."
                            .formatted(name, String.join(", ", names())));
        }
        return loss.apply(config);
    }
}
