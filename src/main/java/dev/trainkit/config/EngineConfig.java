package dev.trainkit.config;

import java.util.regex.Pattern;

/**
 * Where it is computed.
 *
 * @param name the DJL engine, {@code PyTorch}
 * @param device {@code auto}, {@code cpu}, {@code gpu}, {@code gpu:N}, {@code cuda}, {@code cuda:N}
 *     or {@code mps}
 * @param threads {@code auto}, or the number of threads to compute on; in training they share the
 *     pictures of a batch where the network takes each picture for itself, else each operation
 * @param deterministic whether the same seed, machine and threads must give the same bytes; on a
 *     GPU, what may differ all the same is told by the run
 */
public record EngineConfig(String name, String device, String threads, boolean deterministic) {

    private static final Pattern DEVICE = Pattern.compile("auto|cpu|mps|(gpu|cuda)(:[0-9]{1,4})?");
    private static final Pattern THREADS = Pattern.compile("auto|[1-9][0-9]{0,5}");

    public EngineConfig {
        new Rules("engine")
                .requireName("name", name)
                .require(
                        device != null && DEVICE.matcher(device).matches(),
                        "device",
                        "auto, cpu, gpu, gpu:N, cuda, cuda:N or mps",
                        device)
                .require(
                        threads != null && THREADS.matcher(threads).matches(),
                        "threads",
                        "auto or a whole number of at least 1",
                        threads)
                .check();
    }

    public EngineConfig() {
        this("PyTorch", "auto", "auto", true);
    }

    /** The defaults, but each call computes on its own thread, for many callers at once. */
    public static EngineConfig oneThread() {
        EngineConfig defaults = new EngineConfig();
        return new EngineConfig(defaults.name, defaults.device, "1", defaults.deterministic);
    }
}
