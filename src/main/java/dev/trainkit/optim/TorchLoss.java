package dev.trainkit.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.loss.Loss;
import dev.trainkit.config.LossConfig;

/** A loss as PyTorch's of the same name: terms, and their mean or sum. */
public abstract class TorchLoss extends Loss {

    private final boolean sums;

    protected TorchLoss(String name, LossConfig config) {
        super(name);
        sums = config.reduction().equals("sum");
    }

    /** Whether its terms are added up, so that a larger batch has a larger loss. */
    public final boolean sums() {
        return sums;
    }

    /**
     * @param labels class indices (N), or for each class a number: one-hot rows (N, classes)
     * @param predictions (N, classes)
     * @return a scalar
     */
    @Override
    public final NDArray evaluate(NDList labels, NDList predictions) {
        NDArray target = labels.singletonOrThrow();
        NDArray prediction = predictions.singletonOrThrow();
        return sums ? terms(target, prediction).sum() : mean(target, prediction);
    }

    /** The mean of the terms, or their sum over the weight of the batch. */
    protected NDArray mean(NDArray target, NDArray prediction) {
        NDArray terms = terms(target, prediction);
        NDArray weight = weight(target, prediction);
        return weight == null ? terms.mean() : terms.sum().div(weight);
    }

    /** What a batch's loss comes to for one of its pictures: a sum is shared out among them. */
    public final double perPicture(float loss, int pictures) {
        return sums ? (double) loss / pictures : loss;
    }

    /**
     * What the mean over a batch is divided by. The mean over several batches is that of their
     * means, each weighed by this; a sum weighs 1.
     */
    public final double weight(NDList labels, NDList predictions) {
        if (sums) {
            return 1;
        }
        NDArray target = labels.singletonOrThrow();
        NDArray weight = weight(target, predictions.singletonOrThrow());
        return weight == null ? target.getShape().get(0) : weight.getFloat();
    }

    /** Whether the mean weighs each picture alike, so that a batch weighs as many as it has. */
    public boolean weighsAlike() {
        return !sums;
    }

    /** The unreduced loss, as with PyTorch's {@code reduction='none'}. */
    protected abstract NDArray terms(NDArray target, NDArray prediction);

    /** The scalar that the mean divides by, or null where that is the number of terms. */
    protected NDArray weight(NDArray target, NDArray prediction) {
        return null;
    }

    /** Whether the target has a class's index where the prediction has a number for each class. */
    protected static boolean isIndices(NDArray target, NDArray prediction) {
        return target.getShape().dimension() < prediction.getShape().dimension();
    }

    /** The target with a number for each class, in the prediction's type. */
    protected static NDArray oneHot(NDArray target, NDArray prediction) {
        return isIndices(target, prediction)
                ? target.oneHot((int) prediction.getShape().get(1), prediction.getDataType())
                : target.toType(prediction.getDataType(), false);
    }
}
