package dev.trainkit.store;

import static dev.trainkit.store.ModelDirectory.FILES;
import static dev.trainkit.store.ModelDirectory.MANIFEST;
import static dev.trainkit.store.ModelDirectory.WEIGHTS;
import static dev.trainkit.store.ModelDirectory.failed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trainkit.TrainkitException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Reads a model directory, and trusts nothing in it: versions, names and digests are checked. */
final class ModelReader {

    private static final int LARGEST_MANIFEST = 4 << 20;

    private ModelReader() {}

    static TrainedModel read(Path path) {
        Manifest manifest = readManifest(path);
        checkFiles(path, manifest.files());
        return new TrainedModel(manifest, Safetensors.read(path.resolve(WEIGHTS)));
    }

    private static Manifest readManifest(Path path) {
        Path file = path.resolve(MANIFEST);
        if (!Files.isRegularFile(file)) {
            throw new TrainkitException(
                    "There is no model in %s: it has no %s. Train one with `trainkit train --out %s`."
                            .formatted(path, MANIFEST, path));
        }
        try {
            JsonNode json = Json.MAPPER.readTree(bytes(file));
            checkVersion(file, json.path("formatVersion").asInt());
            addWhatCameLater(json);
            return Json.MAPPER.treeToValue(json, Manifest.class);
        } catch (JsonProcessingException e) {
            throw new TrainkitException(
                    "%s is damaged: %s. Copy the model again, or train it again."
                            .formatted(file, e.getOriginalMessage()),
                    e);
        } catch (IOException e) {
            throw failed("read", file, e);
        }
    }

    /** Models were written before they had a temperature, arguments, a background or an import. */
    private static void addWhatCameLater(JsonNode json) {
        if (json instanceof ObjectNode object) {
            object.putIfAbsent("temperature", object.nullNode());
        }
        if (json.path("architecture") instanceof ObjectNode architecture) {
            architecture.putIfAbsent("arguments", architecture.objectNode());
        }
        if (json.path("preprocessing") instanceof ObjectNode preprocessing) {
            preprocessing.putIfAbsent("background", preprocessing.nullNode());
        }
        if (json.path("provenance") instanceof ObjectNode provenance) {
            provenance.putIfAbsent("imported", provenance.nullNode());
        }
    }

    private static byte[] bytes(Path file) throws IOException {
        if (Files.size(file) > LARGEST_MANIFEST) {
            throw new TrainkitException(
                    String.format(
                            Locale.ROOT,
                            "%s is damaged: it has %d bytes. Copy the model again, or train it again.",
                            file,
                            Files.size(file)));
        }
        return Files.readAllBytes(file);
    }

    private static void checkVersion(Path file, int version) {
        if (version != Manifest.FORMAT_VERSION) {
            throw new TrainkitException(
                    String.format(
                            Locale.ROOT,
                            ("%s has format version %d, and this trainkit reads version %d. Use the"
                                    + " trainkit that wrote it, or train the model again."),
                            file,
                            version,
                            Manifest.FORMAT_VERSION));
        }
    }

    private static void checkFiles(Path path, Map<String, String> digests) {
        if (!digests.containsKey(WEIGHTS) || !FILES.containsAll(digests.keySet())) {
            throw new TrainkitException(
                    "%s lists the files %s, which is not what a run writes. Copy the model again."
                            .formatted(path.resolve(MANIFEST), digests.keySet()));
        }
        digests.forEach((name, digest) -> checkDigest(path.resolve(name), digest));
    }

    private static void checkDigest(Path file, String expected) {
        if (!Files.isRegularFile(file)) {
            throw new TrainkitException(
                    "%s is missing, though the model's manifest lists it. Copy the model again."
                            .formatted(file));
        }
        try {
            String found = Sha256.of(file);
            if (!found.equals(expected)) {
                throw new TrainkitException(
                        ("%s is not the file that was saved: its SHA-256 is %s, and the manifest"
                                        + " says %s. Copy the model again, or train it again.")
                                .formatted(file, found, expected));
            }
        } catch (IOException e) {
            throw failed("read", file, e);
        }
    }
}
