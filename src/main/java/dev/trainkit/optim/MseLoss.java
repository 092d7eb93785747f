package dev.trainkit.optim;

import ai.djl.ndarray.NDArray;
import dev.trainkit.config.LossConfig;
import dev.trainkit.engine.TorchFunctions;

/**
 * Squared differences, as {@code torch.nn.MSELoss}; DJL's L2 loss is half of it. Class indices
 * stand for their one-hot rows.
 */
public final class MseLoss extends TorchLoss {

    public MseLoss() {
        this(new LossConfig("mse"));
    }

    MseLoss(LossConfig config) {
        super("mse", config);
    }

    @Override
    protected NDArray terms(NDArray target, NDArray prediction) {
        return prediction.sub(oneHot(target, prediction)).square();
    }

    @Override
    protected NDArray mean(NDArray target, NDArray prediction) {
        return TorchFunctions.mseLoss(prediction, oneHot(target, prediction));
    }
}
