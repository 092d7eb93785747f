package dev.trainkit.data;

import com.sun.management.OperatingSystemMXBean;
import dev.trainkit.config.DataConfig;
import java.lang.management.ManagementFactory;

/** How much memory pictures may take. */
final class PictureMemory {

    private PictureMemory() {}

    /**
     * In bytes: what {@code data.memory} says, or a quarter of the machine's as far as Java may.
     */
    static long of(DataConfig config) {
        return config.memoryOr(Math.min(machine() / 4, Runtime.getRuntime().maxMemory() / 2));
    }

    private static long machine() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? system.getTotalMemorySize()
                : Long.MAX_VALUE;
    }
}
