package dev.trainkit.engine;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;

/** The engine and the device on which a run computes; parameters, data and batches live there. */
public record Backend(Engine engine, Device device) {

    /** A manager of arrays on the device; the caller closes it. */
    public NDManager newManager() {
        return engine.newBaseManager(device);
    }

    /** Records what is computed on this thread until it is closed; one at a time in a process. */
    public GradientCollector newGradientCollector() {
        return engine.newGradientCollector();
    }

    /** Threads that one operation may use on the CPU. */
    public int threads() {
        return Engines.threads();
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
