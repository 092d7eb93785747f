package dev.trainkit.engine;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What this process holds outside of Java's heap. */
public final class NativeMemory {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

    private NativeMemory() {}

    /** How many of the engine's arrays have not been freed, in the whole process. */
    public static int liveArrays(Engine engine) {
        try (NDManager manager = engine.newBaseManager()) {
            return manager.getParentManager().getManagedArrays().size(); // the manager of them all
        }
    }

    /** Bytes of memory that the process occupies; null where the system does not tell. */
    public static Long residentBytes() {
        if (!Files.isReadable(STATUS)) {
            return null;
        }
        try {
            Matcher matcher = RESIDENT.matcher(Files.readString(STATUS));
            return matcher.find() ? Long.valueOf(Long.parseLong(matcher.group(1)) * 1024) : null;
        } catch (IOException e) {
            return null;
        }
    }
}
