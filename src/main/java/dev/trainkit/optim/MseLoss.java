package dev.trainkit.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.loss.Loss;
import dev.trainkit.engine.TorchFunctions;

/**
 * The mean of squared differences over every element, as {@code torch.nn.MSELoss}; DJL's L2 loss is
 * half of it.
 */
public final class MseLoss extends Loss {

    public MseLoss() {
        super("mse");
    }

    /**
     * @param labels targets of the predictions' shape, or class indices (N), which stand for their
     *     one-hot rows
     * @param predictions (N, ...)
     */
    @Override
    public NDArray evaluate(NDList labels, NDList predictions) {
        NDArray prediction = predictions.singletonOrThrow();
        NDArray target = labels.singletonOrThrow();
        if (target.getShape().dimension() < prediction.getShape().dimension()) {
            target = target.oneHot((int) prediction.getShape().get(1), prediction.getDataType());
        }
        return TorchFunctions.mseLoss(prediction, target);
    }
}
