package dev.trainkit.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import dev.trainkit.config.LossConfig;
import dev.trainkit.engine.TorchFunctions;

/**
 * The binary cross-entropy of each class, times (1 - p)^gamma with p the probability of what is
 * right, so that easy answers count for little (Lin et al. 2017), as {@code
 * torchvision.ops.sigmoid_focal_loss}. Class indices stand for their one-hot rows.
 */
final class FocalLoss extends TorchLoss {

    private final double alpha;
    private final double gamma;

    FocalLoss(LossConfig config) {
        super("focal", config);
        alpha = config.alpha();
        gamma = config.gamma();
    }

    @Override
    protected NDArray terms(NDArray target, NDArray prediction) {
        NDArray y = oneHot(target, prediction);
        NDArray p = Activation.sigmoid(prediction);
        NDArray wrong = y.neg().add(1);
        NDArray missing = p.mul(wrong).add(p.neg().add(1).mul(y)); // 1 - p of what is right
        NDArray exponent = TorchFunctions.number(missing, gamma);
        NDArray terms = BceWithLogitsLoss.crossEntropies(prediction, y).mul(missing.pow(exponent));
        return alpha < 0 ? terms : terms.mul(y.mul(alpha).add(wrong.mul(1 - alpha)));
    }
}
