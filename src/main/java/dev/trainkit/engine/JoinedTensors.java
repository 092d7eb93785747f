package dev.trainkit.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import java.util.List;
import java.util.Optional;

/**
 * Tensors whose numbers lie one behind the other, so that one operation on all of them reaches
 * each. Every tensor stays what it was, with its values; only its memory is another.
 */
public final class JoinedTensors implements AutoCloseable {

    /** A tensor begins at a multiple of so many numbers, 64 bytes, as memory of its own would. */
    private static final long ALIGNMENT = 16;

    private static final class Functions {
        static final TorchScript JOINED = new TorchScript("joined.py");
    }

    private final NDManager manager;
    private final NDArray whole;
    private final List<Object> handles;
    private final long[] starts;

    private JoinedTensors(List<NDArray> tensors, NDManager manager) {
        this.manager = manager;
        starts = starts(tensors);
        whole = manager.zeros(new Shape(starts[tensors.size()]), DataType.FLOAT32);
        join(tensors, whole);
        handles = tensors.stream().map(JoinedTensors::handle).toList();
    }

    /**
     * Moves the tensors' numbers together. Another tensor that shared the memory of one of them, a
     * twin, keeps the old, and so does what they were joined to before.
     *
     * @param tensors that all lie on one device
     * @param owner its memory is freed with it at the latest
     * @return empty where one of them is not of float32
     */
    public static Optional<JoinedTensors> join(List<NDArray> tensors, NDManager owner) {
        return tensors.stream().allMatch(tensor -> tensor.getDataType() == DataType.FLOAT32)
                ? Optional.of(
                        Autograd.withoutGradients(
                                () -> new JoinedTensors(tensors, owner.newSubManager())))
                : Optional.empty();
    }

    /** Where each begins, and how many numbers there are in all. */
    private static long[] starts(List<NDArray> tensors) {
        long[] starts = new long[tensors.size() + 1];
        for (int i = 0; i < tensors.size(); i++) {
            long blocks = (tensors.get(i).size() + ALIGNMENT - 1) / ALIGNMENT;
            starts[i + 1] = starts[i] + blocks * ALIGNMENT;
        }
        return starts;
    }

    private void join(List<NDArray> tensors, NDArray whole) {
        Functions.JOINED.call(
                "join",
                IValue::toLong,
                list(tensors),
                IValue.from((PtNDArray) whole),
                IValue.listFrom(starts));
    }

    /** Whether they are the tensors that were joined, and nothing else was put in their place. */
    public boolean isOf(List<NDArray> tensors) {
        if (tensors.size() != handles.size()) {
            return false;
        }
        for (int i = 0; i < handles.size(); i++) {
            if (handle(tensors.get(i)) != handles.get(i)) {
                return false;
            }
        }
        return true;
    }

    /**
     * DJL keeps the address of what libtorch has for an array in an object, and makes another one
     * where something else is put in the array's place, even if it should lie at the same address.
     */
    private static Object handle(NDArray tensor) {
        return ((PtNDArray) tensor).getHandle();
    }

    /**
     * Moves the gradients together too: that of {@link #whole} is then all of them.
     *
     * @param tensors those that were joined; each has a gradient
     */
    public void joinGradients(List<NDArray> tensors) {
        joinGradients(tensors, whole);
    }

    /**
     * A twin of the whole, whose gradient is those of the tensors' own twins.
     *
     * @param twins of the tensors, in their order; each has a gradient
     * @param owner the twin is freed with it
     */
    public NDArray twin(List<NDArray> twins, NDManager owner) {
        NDArray twin = GradientSums.twin(whole, owner);
        joinGradients(twins, twin);
        return twin;
    }

    private void joinGradients(List<NDArray> parameters, NDArray ofAll) {
        ofAll.setRequiresGradient(true);
        try (NDManager scratch = manager.newSubManager()) {
            NDArray zeros = ofAll.zerosLike();
            zeros.attach(scratch);
            Autograd.backward(ofAll, zeros, false); // makes the gradient
            List<NDArray> gradients =
                    parameters.stream().map(one -> gradient(one, scratch)).toList();
            join(gradients, gradient(ofAll, scratch));
        }
    }

    private static NDArray gradient(NDArray parameter, NDManager scratch) {
        NDArray gradient = Autograd.gradient(parameter).orElseThrow();
        gradient.attach(scratch);
        return gradient;
    }

    /** One vector of the numbers of all, with zeros in between. */
    public NDArray whole() {
        return whole;
    }

    /** The tensors keep their memory. */
    @Override
    public void close() {
        manager.close();
    }

    private static IValue list(List<NDArray> arrays) {
        return IValue.listFrom(arrays.toArray(PtNDArray[]::new));
    }
}
