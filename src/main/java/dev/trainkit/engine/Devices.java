package dev.trainkit.engine;

import ai.djl.Device;
import ai.djl.engine.Engine;
import dev.trainkit.TrainkitException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Devices by the names that a configuration uses. */
public final class Devices {

    private static final String MPS = "mps";

    private Devices() {}

    /** The devices that the engine can use here, GPUs first and the CPU last. */
    public static List<Device> available(Engine engine) {
        List<Device> devices = new ArrayList<>();
        for (int i = 0; i < engine.getGpuCount(); i++) {
            devices.add(Device.gpu(i));
        }
        if (engine.hasCapability("MPS")) {
            devices.add(Device.of(MPS, -1));
        }
        devices.add(Device.cpu());
        return devices;
    }

    /** {@code cpu}, {@code gpu:0} or {@code mps}. */
    public static String nameOf(Device device) {
        return device.isGpu() ? "gpu:" + device.getDeviceId() : device.getDeviceType();
    }

    /**
     * The device of that name: {@code auto} takes the first GPU there is, else the CPU.
     *
     * @throws TrainkitException when there is no such device, listing those that there are
     */
    static Device choose(String name, List<Device> available) {
        if (name.equals("auto")) {
            return available.get(0);
        }
        String wanted = canonical(name);
        return available.stream()
                .filter(device -> nameOf(device).equals(wanted))
                .findFirst()
                .orElseThrow(() -> missing(name, available));
    }

    private static String canonical(String name) {
        String gpu = name.replace("cuda", "gpu");
        return gpu.equals("gpu") ? "gpu:0" : gpu;
    }

    private static TrainkitException missing(String name, List<Device> available) {
        String there = available.stream().map(Devices::nameOf).collect(Collectors.joining(", "));
        String hint =
                canonical(name).startsWith("gpu")
                        ? " A GPU needs PyTorch's CUDA libraries: set PYTORCH_LIBRARY_PATH to a"
                                + " libtorch built for CUDA, with PYTORCH_VERSION and"
                                + " PYTORCH_FLAVOR."
                        : "";
        return new TrainkitException(
                ("There is no device '%s' here. The engine can use: %s. Set engine.device to one of"
                                + " them, or to auto.%s")
                        .formatted(name, there, hint));
    }
}
