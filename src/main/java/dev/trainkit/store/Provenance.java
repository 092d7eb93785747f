package dev.trainkit.store;

import ai.djl.engine.Engine;
import dev.trainkit.TrainkitException;
import dev.trainkit.Version;
import dev.trainkit.engine.Backend;
import dev.trainkit.engine.Devices;
import java.io.IOException;
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
 * @param imported the file that the weights came from; null where a run trained them
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
        List<Integer> interruptions,
        ImportedFile imported) {

    /** A file of weights that somebody else trained, by its name and SHA-256. */
    public record ImportedFile(String name, String sha256) {}

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
        return of(backend, seed, data, started, seconds, interruptions, null);
    }

    /**
     * Of weights that were trained elsewhere, on data that nobody here knows.
     *
     * @throws TrainkitException when the file cannot be read
     */
    public static Provenance ofImport(Backend backend, Path file) {
        try {
            return of(
                    backend,
                    0,
                    new DataDigests(null, null, null),
                    Instant.now(),
                    0,
                    List.of(),
                    new ImportedFile(file.getFileName().toString(), Sha256.of(file)));
        } catch (IOException e) {
            throw ModelDirectory.failed("read", file, e);
        }
    }

    private static Provenance of(
            Backend backend,
            long seed,
            DataDigests data,
            Instant started,
            double seconds,
            List<Integer> interruptions,
            ImportedFile imported) {
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
                interruptions,
                imported);
    }
}
