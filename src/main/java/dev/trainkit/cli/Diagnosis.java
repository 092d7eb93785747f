package dev.trainkit.cli;

import ai.djl.engine.Engine;
import ai.djl.util.Utils;
import com.sun.management.OperatingSystemMXBean;
import dev.trainkit.data.Datasets;
import dev.trainkit.engine.EngineCheck;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What {@code doctor --json} prints: the machine, the engine and the data sets as trainkit finds
 * them.
 *
 * @param home where trainkit is installed
 * @param memoryBytes of the machine, or of the container
 * @param javaMemoryBytes what Java itself may take of it; arrays of the engine are beside it
 * @param offline whether DJL is told to stay off the network
 */
record Diagnosis(
        String trainkit,
        String home,
        Java java,
        Os os,
        int cores,
        long memoryBytes,
        long javaMemoryBytes,
        String djl,
        EngineCheck engine,
        List<DataSet> data,
        boolean offline,
        List<Fault> faults) {

    /** MNIST and the classes take most of it. */
    private static final long LEAST_JAVA_MEMORY = 200L << 20;

    record Java(String version, String name, String home) {}

    record Os(String name, String version, String arch) {}

    /**
     * A data set that is listed.
     *
     * @param folder null where it was not found
     * @param remedy what to do to have it; null where it was found
     */
    record DataSet(String name, String folder, String remedy) {

        static DataSet of(Datasets.Location location) {
            String folder = location.folder().map(Path::toString).orElse(null);
            return new DataSet(location.name(), folder, folder == null ? location.advice() : null);
        }
    }

    /** Something that is wrong, and the line that mends it. */
    record Fault(String fault, String remedy) {}

    /** Of this machine; takes the time that loading the engine takes. */
    static Diagnosis ofThisMachine() {
        EngineCheck engine = EngineCheck.of("PyTorch");
        long javaMemory = Runtime.getRuntime().maxMemory();
        return new Diagnosis(
                dev.trainkit.Version.current(),
                Home.path().toAbsolutePath().toString(),
                new Java(property("java.version"), property("java.vm.name"), property("java.home")),
                new Os(property("os.name"), property("os.version"), property("os.arch")),
                Runtime.getRuntime().availableProcessors(),
                ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                        .getTotalMemorySize(),
                javaMemory,
                Engine.getDjlVersion(),
                engine,
                Datasets.found().stream().map(DataSet::of).toList(),
                Utils.isOfflineMode(),
                faults(engine, javaMemory));
    }

    private static List<Fault> faults(EngineCheck engine, long javaMemory) {
        List<Fault> faults = new ArrayList<>();
        if (engine.problem() != null) {
            faults.add(
                    new Fault(
                            "The native library of "
                                    + engine.name()
                                    + " could not be loaded: "
                                    + engine.problem(),
                            engine.remedy()));
        }
        if (javaMemory < LEAST_JAVA_MEMORY) {
            faults.add(
                    new Fault(
                            String.format(
                                    Locale.ROOT,
                                    "Java may take only %d MiB of memory.",
                                    javaMemory >> 20),
                            "export TRAINKIT_JAVA_OPTS=-Xmx1g"));
        }
        if (ModuleLayer.boot().findModule("jdk.jshell").isEmpty()) {
            faults.add(
                    new Fault(
                            "This Java has no JShell, which `trainkit shell` needs.",
                            "Install a JDK 17 or later and set JAVA_HOME to it."));
        }
        return faults;
    }

    private static String property(String name) {
        return System.getProperty(name);
    }
}
