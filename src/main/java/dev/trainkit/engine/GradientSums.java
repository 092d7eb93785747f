package dev.trainkit.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.JniUtils;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Adds and divides the gradients of any number of parameters in one call into libtorch. */
public final class GradientSums {

    private static final class Functions {
        static final TorchScript GRADIENTS = new TorchScript("gradients.py");
    }

    private GradientSums() {}

    /**
     * A parameter with the same memory and a gradient of its own: backward passes that run at once
     * would add to a common one in an order that nobody can foretell.
     *
     * @param manager owns the twin, whose gradient is freed with it
     */
    public static NDArray twin(NDArray parameter, NDManager manager) {
        PtNDArray twin = JniUtils.detachGradient((PtNDArray) parameter);
        twin.attach(manager);
        twin.setRequiresGradient(parameter.hasGradient());
        return twin;
    }

    /**
     * Adds what backward passes have accumulated in each twin to the gradient of its parameter.
     *
     * @param twins in the order of the parameters
     */
    public static void add(List<NDArray> parameters, List<NDArray> twins) {
        long[] missing =
                Functions.GRADIENTS.call(
                        "add", IValue::toLongArray, tensors(parameters), tensors(twins));
        for (long i : missing) { // a leaf's backward pass adds to its gradient
            try (NDArray addend = JniUtils.getGradient((PtNDArray) twins.get((int) i))) {
                Autograd.backward(parameters.get((int) i), addend, false);
            }
        }
    }

    /** Divides the gradients of the parameters, where they have one. */
    public static void divide(Collection<NDArray> parameters, double divisor, NDManager manager) {
        try (NDManager scratch = manager.newSubManager()) {
            List<NDArray> gradients =
                    parameters.stream()
                            .map(parameter -> gradient(parameter, scratch))
                            .flatMap(Optional::stream)
                            .toList();
            if (!gradients.isEmpty()) {
                Functions.GRADIENTS.call(
                        "divide", IValue::toLong, tensors(gradients), IValue.from(divisor));
            }
        }
    }

    private static Optional<NDArray> gradient(NDArray parameter, NDManager scratch) {
        Optional<NDArray> gradient = Autograd.gradient(parameter);
        gradient.ifPresent(array -> array.attach(scratch));
        return gradient;
    }

    private static IValue tensors(List<NDArray> arrays) {
        return IValue.listFrom(arrays.toArray(PtNDArray[]::new));
    }
}
