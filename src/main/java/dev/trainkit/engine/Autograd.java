package dev.trainkit.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.Optional;
import java.util.function.Supplier;

/** Gradient mode and gradients, as libtorch has them and DJL's own interface does not show them. */
public final class Autograd {

    private Autograd() {}

    /**
     * Runs {@code work} with nothing recorded for a backward pass, and restores this thread's mode.
     * libtorch keeps the mode per thread and starts each with recording on, so that a prediction
     * outside of this records a graph that nobody frees.
     */
    public static <T> T withoutGradients(Supplier<T> work) {
        boolean recording = JniUtils.isGradMode();
        JniUtils.setGradMode(false);
        try {
            return work.get();
        } finally {
            JniUtils.setGradMode(recording);
        }
    }

    /** As {@link #withoutGradients(Supplier)}, for work that gives nothing back. */
    public static void withoutGradients(Runnable work) {
        withoutGradients(
                () -> {
                    work.run();
                    return null;
                });
    }

    /** Whether this thread records what it computes for a backward pass. */
    public static boolean isRecording() {
        return JniUtils.isGradMode();
    }

    /**
     * The gradient that backward passes have accumulated in {@code parameter}, on the parameter's
     * manager; absent before the first. The caller closes it, which leaves the gradient in place.
     */
    public static Optional<NDArray> gradient(NDArray parameter) {
        return Optional.ofNullable(JniUtils.getGradient((PtNDArray) parameter));
    }

    /** Fills the gradient with zeros, also where it was NaN; an absent one stays absent. */
    public static void zeroGradient(NDArray parameter) {
        JniUtils.zeroGrad((PtNDArray) parameter);
    }
}
