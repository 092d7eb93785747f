package dev.trainkit.optim;

import ai.djl.training.loss.Loss;
import ai.djl.training.loss.SoftmaxCrossEntropyLoss;
import dev.trainkit.TrainkitException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The losses by name, on logits and class indices. To add one: write its class, add its line. */
public final class Losses {

    private static final Map<String, Supplier<Loss>> LOSSES =
            new TreeMap<>(
                    Map.of("cross-entropy", SoftmaxCrossEntropyLoss::new, "mse", MseLoss::new));

    private Losses() {}

    public static List<String> names() {
        return List.copyOf(LOSSES.keySet());
    }

    /**
     * The loss of that name.
     *
     * @throws TrainkitException when there is none
     */
    public static Loss create(String name) {
        Supplier<Loss> loss = LOSSES.get(name);
        if (loss == null) {
            throw new TrainkitException(
                    "Unknown loss '%s'. The losses are: %s. Set train.loss to one of them."
                            .formatted(name, String.join(", ", names())));
        }
        return loss.get();
    }
}
