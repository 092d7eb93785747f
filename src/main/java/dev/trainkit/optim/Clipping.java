package dev.trainkit.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.nn.Parameter;
import dev.trainkit.config.TrainConfig;
import dev.trainkit.engine.Autograd;
import java.util.Map;
import java.util.function.Function;

/** Keeps gradients within bounds between the backward pass and the step. */
public final class Clipping {

    private final Double value;
    private final Double norm;

    /** As {@code train.clip-value} and {@code train.clip-norm} say; null does not clip. */
    public Clipping(TrainConfig config) {
        value = config.clipValue();
        norm = config.clipNorm();
    }

    /** By value, then by norm, where they are set. */
    public void clip(Map<String, Parameter> parameters) {
        if (value != null) {
            byValue(parameters, value);
        }
        if (norm != null) {
            byNorm(parameters, norm);
        }
    }

    /**
     * Brings each number of each gradient into [-limit, limit], as {@code
     * torch.nn.utils.clip_grad_value_}.
     */
    public static void byValue(Map<String, Parameter> parameters, double limit) {
        onGradients(
                parameters,
                gradients -> {
                    for (NDArray gradient : gradients) {
                        gradient.set(new NDIndex("..."), gradient.clip(-limit, limit));
                    }
                    return null;
                });
    }

    /**
     * Scales all gradients together so that their common Euclidean norm is no more than {@code
     * limit}, as {@code torch.nn.utils.clip_grad_norm_}.
     *
     * @return their norm before
     */
    public static double byNorm(Map<String, Parameter> parameters, double limit) {
        return onGradients(parameters, gradients -> scale(gradients, limit));
    }

    private static double scale(NDList gradients, double limit) {
        if (gradients.isEmpty()) {
            return 0;
        }
        NDList norms = new NDList(gradients.size());
        gradients.forEach(gradient -> norms.add(gradient.norm()));
        float norm = NDArrays.stack(norms).norm().getFloat();
        double factor = Math.min(1, limit / (norm + 1e-6)); // PyTorch's guard against zero
        gradients.forEach(gradient -> gradient.muli(factor));
        return norm;
    }

    /** What is computed on the way is freed, and nothing is recorded. */
    private static <T> T onGradients(Map<String, Parameter> parameters, Function<NDList, T> work) {
        return Autograd.withoutGradients(
                () -> {
                    NDManager owner = parameters.values().iterator().next().getArray().getManager();
                    try (NDManager scratch = owner.newSubManager()) {
                        NDList gradients = new NDList();
                        parameters
                                .values()
                                .forEach(
                                        parameter ->
                                                Autograd.gradient(parameter.getArray())
                                                        .ifPresent(gradients::add));
                        gradients.attach(scratch);
                        return work.apply(gradients);
                    }
                });
    }
}
