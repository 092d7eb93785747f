package dev.trainkit.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/** Functions of PyTorch that DJL does not have; recorded as PyTorch records them. */
public final class TorchFunctions {

    private static final class MseLoss {
        static final TorchScript SCRIPT = new TorchScript("mse_loss.py");
    }

    private static final class CrossEntropy {
        static final TorchScript SCRIPT = new TorchScript("cross_entropy.py");
    }

    private static final class WeighedCrossEntropy {
        static final TorchScript SCRIPT = new TorchScript("weighed_cross_entropy.py");
    }

    private TorchFunctions() {}

    /**
     * A number for an operation that is recorded. Where DJL multiplies by a Java number, the number
     * lies in Java's memory, which the garbage collector may free before the backward pass reads
     * it.
     *
     * @param like has the manager and the type that the number gets
     */
    public static NDArray number(NDArray like, double value) {
        return like.getManager().full(new Shape(), (float) value, like.getDataType());
    }

    /**
     * The mean negative logarithm of the right class's probability, {@code
     * torch.nn.functional.cross_entropy}.
     *
     * @param logits (N, classes)
     * @param classes (N) of int64
     */
    public static NDArray crossEntropy(NDArray logits, NDArray classes) {
        return CrossEntropy.SCRIPT.forward(logits, classes);
    }

    /**
     * As {@link #crossEntropy(NDArray, NDArray)}, with a weight for each picture by its class; what
     * they come to in sum is divided by.
     *
     * @param weights (classes)
     */
    public static NDArray crossEntropy(NDArray logits, NDArray classes, NDArray weights) {
        return WeighedCrossEntropy.SCRIPT.forward(logits, classes, weights);
    }

    /**
     * The mean of squared differences over every element, as one operation, {@code
     * torch.nn.functional.mse_loss}.
     *
     * @param target of the prediction's shape
     */
    public static NDArray mseLoss(NDArray prediction, NDArray target) {
        return MseLoss.SCRIPT.forward(prediction, target);
    }
}
