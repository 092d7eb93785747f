package dev.trainkit.store;

import dev.trainkit.data.Preprocessing;
import dev.trainkit.model.Architecture;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code model.json}: what a model directory holds, and all that is needed to predict with it.
 *
 * @param formatVersion of the directory's layout
 * @param architecture the network, by a listed name; nothing else is ever looked up
 * @param preprocessing from a picture to the network's input
 * @param classes names, in the order of the outputs
 * @param bestEpoch the epoch, counted from 1, whose weights these are
 * @param validation figures of that epoch; null where nothing was kept out for validation
 * @param test figures on the test set
 * @param temperature what the logits are divided by before they become probabilities; null for 1,
 *     where nothing was kept out to find it by
 * @param files SHA-256 of every file beside it
 */
public record Manifest(
        int formatVersion,
        Architecture architecture,
        Preprocessing preprocessing,
        List<String> classes,
        int bestEpoch,
        Figures validation,
        Figures test,
        Double temperature,
        Provenance provenance,
        Map<String, String> files) {

    static final int FORMAT_VERSION = 1;

    public Manifest {
        if (temperature != null && !(temperature > 0 && Double.isFinite(temperature))) {
            throw new IllegalArgumentException(
                    "temperature must be above 0 and finite, but was " + temperature);
        }
        classes = List.copyOf(classes);
        files = new TreeMap<>(files);
    }

    /** The manifest of a run; {@link ModelDirectory#save} adds the digests. */
    public static Manifest of(
            Architecture architecture,
            Preprocessing preprocessing,
            List<String> classes,
            int bestEpoch,
            Figures validation,
            Figures test,
            Provenance provenance) {
        return new Manifest(
                FORMAT_VERSION,
                architecture,
                preprocessing,
                classes,
                bestEpoch,
                validation,
                test,
                null,
                provenance,
                Map.of());
    }

    /** The same with a temperature for its probabilities; null for none. */
    public Manifest withTemperature(Double other) {
        return new Manifest(
                formatVersion,
                architecture,
                preprocessing,
                classes,
                bestEpoch,
                validation,
                test,
                other,
                provenance,
                files);
    }

    /** What the logits are divided by; 1 where nothing else is known. */
    public double temperatureOrOne() {
        return temperature == null ? 1 : temperature;
    }

    Manifest withFiles(Map<String, String> digests) {
        return new Manifest(
                formatVersion,
                architecture,
                preprocessing,
                classes,
                bestEpoch,
                validation,
                test,
                temperature,
                provenance,
                digests);
    }
}
