package dev.trainkit.engine;

import ai.djl.engine.Engine;
import ai.djl.util.Utils;
import dev.trainkit.TrainkitException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the engine is on this machine, or why it is not to be had.
 *
 * @param version null where it could not be loaded, as are those below
 * @param nativeLibrary the folder that its library was loaded from
 * @param devices by the names that a configuration uses
 * @param threads that one operation may use on the CPU
 * @param problem why it could not be loaded; null where it was
 * @param remedy what to do about the problem
 */
public record EngineCheck(
        String name,
        String version,
        String nativeLibrary,
        List<String> devices,
        Integer threads,
        String problem,
        String remedy) {

    private static final String LIBRARY_PATH = "PYTORCH_LIBRARY_PATH";
    private static final String VERSION = "PYTORCH_VERSION";

    /** Loads the engine; throws nothing where that fails. */
    public static EngineCheck of(String name) {
        try {
            Engine engine = Engines.load(name);
            return new EngineCheck(
                    name,
                    engine.getVersion(),
                    Engines.nativeLibrary(),
                    Devices.available(engine).stream().map(Devices::nameOf).toList(),
                    Engines.threads(),
                    null,
                    null);
        } catch (TrainkitException e) {
            Optional<LibraryFolder.Fault> fault = LibraryFolder.ofThisProcess().fault();
            return new EngineCheck(
                    name,
                    null,
                    null,
                    null,
                    null,
                    fault.map(LibraryFolder.Fault::problem).orElse(Engines.rootMessage(e)),
                    fault.map(LibraryFolder.Fault::remedy).orElseGet(() -> findRemedy(e)));
        }
    }

    /** In the order in which DJL looks for the library. */
    private static String findRemedy(TrainkitException problem) {
        if (Engines.isLoadedElsewhere(problem)) {
            return "put the jars of trainkit and DJL into a class loader that both applications share.";
        }
        if (isSet(LIBRARY_PATH)) {
            return "unset " + LIBRARY_PATH + ", or set it to the folder lib of a libtorch 2.7.1.";
        }
        if (isSet(VERSION)) {
            return "unset " + VERSION + ".";
        }
        if (EngineCheck.class.getResource("/native/lib/pytorch.properties") == null) {
            return "Build on Linux (x86_64, aarch64), macOS (aarch64) or Windows (x86_64), for which"
                    + " Maven has the library, or set "
                    + LIBRARY_PATH
                    + " to the folder lib of a libtorch 2.7.1.";
        }
        Path unpacked = Utils.getEngineCacheDir("pytorch");
        Optional<Mounts.Mount> mount = Mounts.ofThisProcess().withoutPrograms(unpacked);
        if (mount.isPresent()) {
            return ("export ENGINE_CACHE_DIR=DIR, a folder with 1 GB of room from which programs may"
                            + " run: %s, where the library is unpacked, is on %s, which is mounted"
                            + " noexec.")
                    .formatted(unpacked, mount.get().point());
        }
        return holdsLibrary(unpacked)
                ? "rm -r '" + unpacked + "': the library is unpacked there again."
                : "export ENGINE_CACHE_DIR=DIR, a folder with 1 GB of room that may be written: the"
                        + " library is unpacked there, not in "
                        + unpacked
                        + ".";
    }

    private static boolean isSet(String variable) {
        String value = Utils.getEnvOrSystemProperty(variable);
        return value != null && !value.isEmpty();
    }

    private static boolean holdsLibrary(Path folder) {
        String library = System.mapLibraryName("torch");
        try (Stream<Path> files = Files.walk(folder, 2)) {
            return files.anyMatch(file -> file.endsWith(library));
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }
}
