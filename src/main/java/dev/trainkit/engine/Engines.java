package dev.trainkit.engine;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.pytorch.jni.LibUtils;
import dev.trainkit.TrainkitException;
import dev.trainkit.config.EngineConfig;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Engines and devices, chosen at run time. */
public final class Engines {

    /** Those whose gradients we can read; DJL's own "RPC" engine only predicts, elsewhere. */
    private static final Set<String> ABLE_TO_TRAIN = Set.of("PyTorch");

    private static final String LOADED_ELSEWHERE =
            "The native library of engine '%s' is in use by another application of this Java process,"
                    + " and Java gives it to one class loader only. Put the jars of trainkit and of"
                    + " DJL where both applications find them, into the server's own lib folder for"
                    + " one, and leave them out of the applications.";

    private static final String TELEMETRY_OFF = "OPT_OUT_TRACKING";

    static {
        // DJL asks a cloud metadata address for telemetry when its first class loads.
        if (System.getenv(TELEMETRY_OFF) == null) {
            System.setProperty(TELEMETRY_OFF, "true");
        }
    }

    private Engines() {}

    /** The default engine and device of this machine. */
    public static Backend open() {
        return open(new EngineConfig());
    }

    /**
     * Loads the engine's native library where that has not happened yet, takes the device, and has
     * the calling thread compute with the configured number of threads; others that compute on the
     * backend say so by {@link Backend#useThreads}.
     *
     * @throws TrainkitException when the engine or the device is not there
     */
    public static Backend open(EngineConfig config) {
        Engine engine = load(config.name());
        int usual = Usual.THREADS; // before anybody sets another
        int threads = config.threads().equals("auto") ? usual : Integer.parseInt(config.threads());
        useThreads(threads);
        Device device = Devices.choose(config.device(), Devices.available(engine));
        if (device.isGpu()) {
            JniUtils.setBenchmarkCuDNN(!config.deterministic()); // it takes what is fastest today
        }
        return new Backend(engine, device, threads);
    }

    /**
     * The engine of that name, with its native library.
     *
     * @throws TrainkitException when it is not on the class path, or its library cannot be loaded
     */
    public static Engine load(String name) {
        List<String> names = names();
        if (!names.contains(name)) {
            throw new TrainkitException(
                    ("Unknown engine '%s'. The engines on the class path are: %s. Set engine.name to"
                                    + " one of them.")
                            .formatted(name, String.join(", ", names)));
        }
        LibraryFolder.ofThisProcess().fault().ifPresent(fault -> refuse(name, fault));
        try {
            return Engine.getEngine(name);
        } catch (EngineException | LinkageError e) {
            if (isLoadedElsewhere(e)) {
                throw new TrainkitException(String.format(Locale.ROOT, LOADED_ELSEWHERE, name), e);
            }
            throw new TrainkitException(
                    ("The native library of engine '%s' could not be loaded: %s. `trainkit doctor`"
                                    + " shows what is missing.")
                            .formatted(name, rootMessage(e)),
                    e);
        }
    }

    private static void refuse(String name, LibraryFolder.Fault fault) {
        throw new TrainkitException(
                "The native library of engine '%s' is not loaded, for its code could be somebody else's: %s. To mend it, %s"
                        .formatted(name, fault.problem(), fault.remedy()));
    }

    static boolean isLoadedElsewhere(Throwable thrown) {
        return rootMessage(thrown).contains("already loaded in another classloader");
    }

    private static List<String> names() {
        return Engine.getAllEngines().stream().filter(ABLE_TO_TRAIN::contains).sorted().toList();
    }

    /** The folder that the engine's native library was loaded from. */
    public static String nativeLibrary() {
        return LibUtils.getLibtorchPath();
    }

    static int threads() {
        return JniUtils.getNumThreads();
    }

    /** libtorch counts them for each thread that calls it. */
    static void useThreads(int threads) {
        if (JniUtils.getNumThreads() != threads) {
            JniUtils.setNumThreads(threads);
        }
    }

    static String rootMessage(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = String.valueOf(root.getMessage());
        boolean isSentence = message.contains(" "); // and no bare path or host
        return isSentence ? message : root.getClass().getSimpleName() + ": " + message;
    }

    /** Read once the library is there. */
    private static final class Usual {

        /** One for each core, or what OMP_NUM_THREADS says. */
        private static final int THREADS = JniUtils.getNumThreads();
    }
}
