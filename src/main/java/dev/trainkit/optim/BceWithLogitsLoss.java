package dev.trainkit.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import dev.trainkit.config.LossConfig;

/**
 * The cross-entropy of each class for itself, right or not, as {@code torch.nn.BCEWithLogitsLoss}.
 * Class indices stand for their one-hot rows.
 */
final class BceWithLogitsLoss extends TorchLoss {

    BceWithLogitsLoss(LossConfig config) {
        super("bce-with-logits", config);
    }

    @Override
    protected NDArray terms(NDArray target, NDArray prediction) {
        return crossEntropies(prediction, oneHot(target, prediction));
    }

    /** {@code (1 - y) x + ln(1 + e^-x)}, which overflows nowhere. */
    static NDArray crossEntropies(NDArray x, NDArray y) {
        return y.neg().add(1).mul(x).add(Activation.softPlus(x.neg()));
    }
}
