package dev.trainkit.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;

/**
 * Records what is computed on the thread that made it, until it is closed. DJL's own collector does
 * the same, but only one of those may be open in a process.
 */
public final class ThreadGradients implements GradientCollector {

    private final boolean before = JniUtils.isGradMode();

    ThreadGradients() {
        JniUtils.setGradMode(true);
    }

    @Override
    public void backward(NDArray target) {
        Autograd.backward(target);
    }

    /** As {@link #backward(NDArray)}, of the target, a scalar, times the weight. */
    public void backward(NDArray target, double weight) {
        try (NDArray seed = TorchFunctions.number(target, weight)) {
            Autograd.backward(target, seed, false);
        }
    }

    /**
     * @throws UnsupportedOperationException always: only an optimizer knows whose gradients to
     *     clear
     */
    @Override
    public void zeroGradients() {
        throw new UnsupportedOperationException("TorchOptimizer.zeroGradients clears them");
    }

    @Override
    public void close() {
        JniUtils.setGradMode(before);
    }
}
