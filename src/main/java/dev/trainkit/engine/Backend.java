package dev.trainkit.engine;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import java.util.List;

/**
 * The engine and the device on which a run computes; parameters, data and batches live there.
 *
 * @param threads to compute on, on the CPU
 */
public record Backend(Engine engine, Device device, int threads) {

    /** A manager of arrays on the device; the caller closes it. */
    public NDManager newManager() {
        return engine.newBaseManager(device);
    }

    /** Records what is computed on this thread until it is closed. */
    public ThreadGradients newGradientCollector() {
        return new ThreadGradients();
    }

    /** The same for each of so many who compute at once, with as many threads together. */
    public Backend sharedBy(int users) {
        return new Backend(engine, device, Math.max(1, threads / users));
    }

    /**
     * Makes what the layers draw next, dropout for one, depend on nothing but these numbers:
     * libtorch's generator can be seeded, but neither read nor restored.
     */
    public void reseed(long seed, long... indices) {
        engine.setRandomSeed((int) RandomStream.of(seed, "layers", indices).nextLong());
    }

    /**
     * Has the calling thread compute with this backend's threads, whatever others ask for: libtorch
     * gives a thread that computes for the first time the number that was set last, by whomever.
     */
    public void useThreads() {
        Engines.useThreads(threads);
    }

    /**
     * What may compute other bits from the same numbers on this device, by the names of libtorch's
     * operations: on a GPU, sums that threads add to in any order. Nothing on a CPU.
     */
    public List<String> nondeterministicOperations() {
        return device.isGpu()
                ? List.of("cudnn_convolution_backward", "max_pool2d_with_indices_backward_cuda")
                : List.of();
    }

    /** For people: {@code PyTorch 2.7.1 on cpu, 2 threads}. */
    @Override
    public String toString() {
        return engine.getEngineName()
                + " "
                + engine.getVersion()
                + " on "
                + Devices.nameOf(device)
                + (device.isGpu()
                        ? ""
                        : ", " + threads() + (threads() == 1 ? " thread" : " threads"));
    }
}
