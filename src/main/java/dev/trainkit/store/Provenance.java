package dev.trainkit.store;

import ai.djl.engine.Engine;
import dev.trainkit.Version;
import dev.trainkit.engine.Backend;
import dev.trainkit.engine.Devices;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Where a model comes from: with the configuration beside it, what is needed to make it again.
 *
 * @param commit of the repository that trainkit ran from; null where it ran from none
 * @param cpu the processor's name, as the system has it
 * @param nondeterministicOperations by which the same run may come to other bytes on that device
 * @param seed what every random choice of the run was derived from
 * @param data digests of the pictures
 * @param started ISO-8601, UTC
 * @param seconds of training, interruptions left out
 * @param interruptions the steps after which the run was interrupted and went on later
 */
public record Provenance(
        String trainkit,
        String commit,
        String djl,
        String engine,
        String java,
        String os,
        String cpu,
        String device,
        int threads,
        List<String> nondeterministicOperations,
        long seed,
        DataDigests data,
        String started,
        double seconds,
        List<Integer> interruptions) {

    /** SHA-256 of each part's sizes, labels and pixels in order. */
    public record DataDigests(String train, String validation, String test) {}

    public Provenance {
        nondeterministicOperations = List.copyOf(nondeterministicOperations);
        interruptions = List.copyOf(interruptions);
    }

    /** Of a run on this machine. */
    public static Provenance of(
            Backend backend,
            long seed,
            DataDigests data,
            Instant started,
            double seconds,
            List<Integer> interruptions) {
        return new Provenance(
                Version.current(),
                GitCommit.of(Path.of(System.getProperty("trainkit.home", ""))).orElse(null),
                Engine.getDjlVersion(),
                backend.engine().getEngineName() + " " + backend.engine().getVersion(),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.version"),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                Processor.name(),
                Devices.nameOf(backend.device()),
                backend.threads(),
                backend.nondeterministicOperations(),
                seed,
                data,
                started.truncatedTo(ChronoUnit.SECONDS).toString(),
                seconds,
                interruptions);
    }
}
