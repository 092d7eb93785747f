package dev.trainkit.eval;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/** Loss and accuracy over batches, each weighted by its pictures: a short batch counts for less. */
public final class Meter {

    private double lossSum;
    private long right;
    private long pictures;

    /**
     * Adds a batch; gives its loss.
     *
     * @param loss the batch's mean loss, a scalar
     * @param predictions logits (N, classes)
     * @param labels class indices (N)
     */
    public float add(NDArray loss, NDList predictions, NDList labels) {
        NDArray truth = labels.singletonOrThrow();
        float batchLoss = loss.getFloat();
        lossSum += (double) batchLoss * truth.size();
        right += predictions.singletonOrThrow().argMax(1).eq(truth).sum().getLong();
        pictures += truth.size();
        return batchLoss;
    }

    /** Mean loss over the pictures so far. */
    public double loss() {
        return lossSum / pictures;
    }

    /** Share of the pictures so far whose largest logit is the label's, 0 to 1. */
    public double accuracy() {
        return (double) right / pictures;
    }

    /** Pictures so far. */
    public long pictures() {
        return pictures;
    }
}
