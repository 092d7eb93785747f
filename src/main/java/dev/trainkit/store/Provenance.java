package dev.trainkit.store;

import ai.djl.engine.Engine;
import dev.trainkit.Version;
import dev.trainkit.engine.Backend;
import dev.trainkit.engine.Devices;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Where a model comes from.
 *
 * @param seed what every random choice of the run was derived from
 * @param started ISO-8601, UTC
 * @param seconds how long the run took, evaluation included
 */
public record Provenance(
        String trainkit,
        String djl,
        String engine,
        String java,
        String os,
        String device,
        int threads,
        long seed,
        String started,
        double seconds) {

    /** Of a run on this machine. */
    public static Provenance of(Backend backend, long seed, Instant started, double seconds) {
        return new Provenance(
                Version.current(),
                Engine.getDjlVersion(),
                backend.engine().getEngineName() + " " + backend.engine().getVersion(),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.version"),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                Devices.nameOf(backend.device()),
                backend.threads(),
                seed,
                started.truncatedTo(ChronoUnit.SECONDS).toString(),
                seconds);
    }
}
