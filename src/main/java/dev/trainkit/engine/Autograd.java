package dev.trainkit.engine;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.JniUtils;
import dev.trainkit.TrainkitException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Gradient mode, gradients and backward passes, as libtorch has them and DJL's own interface does
 * not show them. Every method refuses a closed tensor with a sentence.
 */
public final class Autograd {

    /** Loaded when the first question is asked that DJL cannot answer. */
    private static final class Functions {
        static final TorchScript AUTOGRAD = new TorchScript("autograd.py");
    }

    private static final ClearedGradients CLEARED = new ClearedGradients();

    private Autograd() {}

    /**
     * Runs {@code work} with nothing recorded for a backward pass, and restores this thread's mode.
     * libtorch keeps the mode per thread and starts each with recording on, so that a prediction
     * outside of this records a graph that nobody frees.
     */
    public static <T> T withoutGradients(Supplier<T> work) {
        return inMode(false, work);
    }

    /** As {@link #withoutGradients(Supplier)}, for work that gives nothing back. */
    public static void withoutGradients(Runnable work) {
        inMode(false, asSupplier(work));
    }

    /**
     * Runs {@code work} and records it for a backward pass, and restores this thread's mode. As
     * DJL's gradient collector, but any number of them at a time, on any thread.
     */
    public static <T> T recording(Supplier<T> work) {
        return inMode(true, work);
    }

    /** As {@link #recording(Supplier)}, for work that gives nothing back. */
    public static void recording(Runnable work) {
        inMode(true, asSupplier(work));
    }

    /** Whether this thread records what it computes for a backward pass. */
    public static boolean isRecording() {
        return JniUtils.isGradMode();
    }

    /**
     * Adds the gradients of a scalar to those of the parameters it was computed from, and frees its
     * graph.
     *
     * @throws TrainkitException when it is no scalar, or has no graph
     */
    public static void backward(NDArray loss) {
        if (tensor(loss).size() != 1) {
            throw new TrainkitException(
                    ("The backward pass of a tensor of shape %s needs a gradient vector of that"
                                    + " shape. Give one, or reduce the tensor to a number first.")
                            .formatted(loss.getShape()));
        }
        try (NDArray one = loss.onesLike()) {
            backward(loss, one, false);
        }
    }

    /**
     * Adds the product of {@code gradient} with the Jacobian of {@code output} to the gradients of
     * the parameters it was computed from.
     *
     * @param gradient of the output's shape
     * @param keepGraph whether another backward pass through the same graph is to come
     * @throws TrainkitException when the shapes differ, or the output has no graph
     */
    public static void backward(NDArray output, NDArray gradient, boolean keepGraph) {
        requireSameShape(output, gradient);
        withGraph(
                () -> {
                    JniUtils.backward(tensor(output), tensor(gradient), keepGraph, false);
                    return null;
                });
    }

    /**
     * The product of {@code gradient} with the Jacobian of {@code output} by each input, as {@code
     * torch.autograd.grad}: no parameter's own gradient changes, and the graph is kept. Empty where
     * the output does not depend on the input. They belong to the output's manager.
     */
    public static List<Optional<NDArray>> gradients(
            NDArray output, List<NDArray> inputs, NDArray gradient) {
        requireSameShape(output, gradient);
        PtNDManager manager = tensor(output).getManager();
        return withGraph(
                () ->
                        Functions.AUTOGRAD.call(
                                "grad",
                                result -> tensors(result, manager),
                                IValue.from(tensor(output)),
                                list(inputs),
                                IValue.from(tensor(gradient))));
    }

    /**
     * Runs a backward pass from {@code output} to the inputs, and tells which nodes of the graph
     * ran: those on any way between them, the inputs' own included. The graph is kept, and no
     * gradient changes. An input must require a gradient.
     */
    public static BackwardPass watchBackward(NDArray output, List<NDArray> inputs) {
        List<Boolean> reached = new ArrayList<>();
        List<BackwardPass.Step> steps =
                withGraph(() -> Profiler.steps(() -> reached.addAll(reaches(output, inputs))));
        return new BackwardPass(steps, reached);
    }

    /**
     * The gradient that backward passes have accumulated in {@code parameter}, on the parameter's
     * manager; absent before the first. The caller closes it, which leaves the gradient in place.
     */
    public static Optional<NDArray> gradient(NDArray parameter) {
        PtNDArray gradient = JniUtils.getGradient(tensor(parameter));
        if (gradient != null && isCleared(parameter, gradient)) {
            gradient.close();
            return Optional.empty();
        }
        return Optional.ofNullable(gradient);
    }

    /** Whether {@link #gradient} gives one. */
    public static boolean hasGradient(NDArray parameter) {
        Optional<NDArray> gradient = gradient(parameter);
        gradient.ifPresent(NDArray::close);
        return gradient.isPresent();
    }

    /** Zeros are looked for because the parameter may have become another tensor since. */
    private static boolean isCleared(NDArray parameter, PtNDArray gradient) {
        Optional<Long> cleared = CLEARED.version(parameter);
        if (cleared.isEmpty() || cleared.get() != version(gradient)) {
            return false;
        }
        try (NDArray others = gradient.neq(0);
                NDArray count = others.sum()) {
            return count.getLong() == 0;
        }
    }

    /** Fills the gradient with zeros, also where it was NaN; an absent one stays absent. */
    public static void zeroGradient(NDArray parameter) {
        JniUtils.zeroGrad(tensor(parameter));
    }

    /** Makes the gradient absent again, as PyTorch's {@code zero_grad} does by default. */
    public static void clearGradient(NDArray parameter) {
        try (PtNDArray gradient = JniUtils.getGradient(tensor(parameter))) {
            if (gradient != null) {
                zeroGradient(parameter);
                CLEARED.add(parameter, version(gradient));
            }
        }
    }

    /**
     * Whether nothing was recorded on the way to it: parameters, inputs, and what is not recorded.
     */
    public static boolean isLeaf(NDArray array) {
        return ask("is_leaf", array);
    }

    /** Whether backward passes go through it or end at it. */
    public static boolean requiresGradient(NDArray array) {
        return ask("requires_grad", array);
    }

    /**
     * The name of the node that recorded it, {@code AddmmBackward0} for one; empty for a leaf.
     * DJL's own call ends the JVM at a leaf.
     */
    public static Optional<String> gradientFunction(NDArray array) {
        return isLeaf(array)
                ? Optional.empty()
                : Optional.of(JniUtils.getGradientFunctionNames(tensor(array)));
    }

    private static <T> T inMode(boolean recording, Supplier<T> work) {
        boolean before = JniUtils.isGradMode();
        JniUtils.setGradMode(recording);
        try {
            return work.get();
        } finally {
            JniUtils.setGradMode(before);
        }
    }

    private static Supplier<Void> asSupplier(Runnable work) {
        return () -> {
            work.run();
            return null;
        };
    }

    private static long version(PtNDArray tensor) {
        return Functions.AUTOGRAD.call("version", IValue::toLong, IValue.from(tensor));
    }

    private static boolean ask(String question, NDArray array) {
        return Functions.AUTOGRAD.call(question, IValue::toBoolean, IValue.from(tensor(array)));
    }

    private static List<Boolean> reaches(NDArray output, List<NDArray> inputs) {
        boolean[] reached =
                Functions.AUTOGRAD.call(
                        "reaches", IValue::toBooleanArray, list(List.of(output)), list(inputs));
        List<Boolean> list = new ArrayList<>();
        for (boolean one : reached) {
            list.add(one);
        }
        return list;
    }

    private static IValue list(List<NDArray> arrays) {
        return IValue.listFrom(arrays.stream().map(Autograd::tensor).toArray(PtNDArray[]::new));
    }

    private static List<Optional<NDArray>> tensors(IValue list, PtNDManager manager) {
        List<Optional<NDArray>> tensors = new ArrayList<>();
        for (IValue value : list.toIValueArray()) {
            try (value) {
                tensors.add(
                        value.isTensor() ? Optional.of(value.toTensor(manager)) : Optional.empty());
            }
        }
        return tensors;
    }

    private static PtNDArray tensor(NDArray array) {
        if (!(array instanceof PtNDArray tensor)) {
            throw new TrainkitException(
                    "Gradients are read from PyTorch's tensors, but this is a %s. Make it with an engine named PyTorch."
                            .formatted(array.getClass().getSimpleName()));
        }
        requireOpen(tensor);
        if (tensor.getDataType() == DataType.STRING) { // it has no native tensor at all
            throw new TrainkitException(
                    "The tensor holds text, which has no gradient. Take one of numbers.");
        }
        return tensor;
    }

    private static void requireOpen(PtNDArray tensor) {
        if (tensor.isReleased()) {
            throw new TrainkitException(
                    "The tensor has been closed, and its memory freed. Keep its manager open until"
                            + " its gradient and its graph have been read.");
        }
    }

    private static void requireSameShape(NDArray output, NDArray gradient) {
        Shape expected = tensor(output).getShape();
        Shape shape = tensor(gradient).getShape();
        if (!shape.equals(expected)) {
            throw new TrainkitException(
                    "The gradient vector has shape %s, but the output has %s. Give one number for each of the output's."
                            .formatted(shape, expected));
        }
    }

    private static <T> T withGraph(Supplier<T> work) {
        try {
            return work.get();
        } catch (EngineException e) {
            if (e.getMessage().contains("does not have a grad_fn")) {
                throw new TrainkitException(
                        "The tensor has no graph: nothing that requires a gradient was recorded on"
                                + " the way to it. Compute it from a network's parameters inside"
                                + " Autograd.recording.",
                        e);
            }
            if (e.getMessage().contains("backward through the graph a second time")) {
                throw new TrainkitException(
                        "The graph of the tensor has been freed by a backward pass. Look at it"
                                + " before that, or keep the graph in Autograd.backward.",
                        e);
            }
            if (e.getMessage().contains("does not require grad")) {
                throw new TrainkitException(
                        "There is no gradient by a tensor that does not require one. Call"
                                + " setRequiresGradient(true) on it before anything is computed"
                                + " from it.",
                        e);
            }
            throw e;
        }
    }
}
