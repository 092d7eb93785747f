package dev.trainkit.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.trainkit.TrainkitException;
import dev.trainkit.model.Weights;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The directory that a run writes and that is the model. Its manifest is written last, so that a
 * directory with a manifest is whole.
 */
public final class ModelDirectory {

    private static final String MANIFEST = "model.json";
    private static final String WEIGHTS = "weights.safetensors";
    private static final String CONFIG = "config.yaml";
    private static final String HISTORY = "history.jsonl";
    private static final Set<String> FILES = Set.of(MANIFEST, WEIGHTS, CONFIG, HISTORY);

    private final Path path;

    private ModelDirectory(Path path) {
        this.path = path;
    }

    /**
     * Makes the directory for a run.
     *
     * @param overwrite whether a model that is there may be replaced
     * @throws TrainkitException when it exists and may not be replaced, holds files that no run
     *     wrote, or cannot be made
     */
    public static ModelDirectory create(Path path, boolean overwrite) {
        try {
            if (Files.exists(path)) {
                empty(path, overwrite);
            }
            Files.createDirectories(path);
        } catch (IOException e) {
            throw failed("make the directory", path, e);
        }
        return new ModelDirectory(path);
    }

    /**
     * Reads and checks a model.
     *
     * @throws TrainkitException when there is none, or a file of it is missing, changed or damaged:
     *     which one
     */
    public static TrainedModel load(Path path) {
        Manifest manifest = readManifest(path);
        checkFiles(path, manifest.files());
        return new TrainedModel(manifest, Safetensors.read(path.resolve(WEIGHTS)));
    }

    public Path path() {
        return path;
    }

    /** Where the run's history goes, line by line. */
    public Path history() {
        return path.resolve(HISTORY);
    }

    /**
     * Writes the model; the directory is a model from then on.
     *
     * @param config the resolved configuration, as YAML
     * @throws TrainkitException when it cannot be written
     */
    public void save(Manifest manifest, Weights weights, String config) {
        try {
            AtomicFile.write(path.resolve(WEIGHTS), Safetensors.encode(weights));
            AtomicFile.write(path.resolve(CONFIG), config.getBytes(StandardCharsets.UTF_8));
            Manifest whole = manifest.withFiles(digests());
            AtomicFile.write(path.resolve(MANIFEST), Json.MAPPER.writeValueAsBytes(whole));
        } catch (IOException e) {
            throw failed("write the model", path, e);
        }
    }

    /** Removes what the run wrote, and the directory with it, unless it holds anything else. */
    public void discard() {
        try {
            removeFiles(path);
            if (contents(path).isEmpty()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw failed("remove the unfinished model", path, e);
        }
    }

    private Map<String, String> digests() throws IOException {
        Map<String, String> digests = new TreeMap<>();
        for (String name : contents(path)) {
            if (FILES.contains(name) && !name.equals(MANIFEST)) {
                digests.put(name, Sha256.of(Files.readAllBytes(path.resolve(name))));
            }
        }
        return digests;
    }

    private static void empty(Path path, boolean overwrite) throws IOException {
        if (!Files.isDirectory(path)) {
            throw new FileAlreadyExistsException(path.toString());
        }
        List<String> contents = contents(path);
        if (!contents.isEmpty() && !overwrite) {
            throw new TrainkitException(
                    ("%s exists already, and a run does not overwrite it. Choose another directory"
                                    + " with --out, or give --overwrite.")
                            .formatted(path));
        }
        List<String> foreign = contents.stream().filter(name -> !FILES.contains(name)).toList();
        if (!foreign.isEmpty()) {
            throw new TrainkitException(
                    ("%s holds files that no run wrote (%s), and --overwrite does not remove them."
                                    + " Choose another directory with --out.")
                            .formatted(path, String.join(", ", foreign)));
        }
        removeFiles(path);
    }

    /** The manifest goes first: what is left without it is no model. */
    private static void removeFiles(Path path) throws IOException {
        Files.deleteIfExists(path.resolve(MANIFEST));
        for (String name : FILES) {
            Files.deleteIfExists(path.resolve(name));
        }
    }

    private static List<String> contents(Path path) throws IOException {
        try (Stream<Path> entries = Files.list(path)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }

    private static Manifest readManifest(Path path) {
        Path file = path.resolve(MANIFEST);
        if (!Files.isRegularFile(file)) {
            throw new TrainkitException(
                    "There is no model in %s: it has no %s. Train one with `trainkit train --out %s`."
                            .formatted(path, MANIFEST, path));
        }
        try {
            JsonNode json = Json.MAPPER.readTree(Files.readAllBytes(file));
            checkVersion(file, json.path("formatVersion").asInt());
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

    private static void checkVersion(Path file, int version) {
        if (version != Manifest.FORMAT_VERSION) {
            throw new TrainkitException(
                    ("%s has format version %d, and this trainkit reads version %d. Use the trainkit"
                                    + " that wrote it, or train the model again.")
                            .formatted(file, version, Manifest.FORMAT_VERSION));
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
            String found = Sha256.of(Files.readAllBytes(file));
            if (!found.equals(expected)) {
                throw new TrainkitException(
                        ("%s is not the file that was saved: its SHA-256 is %s, and the manifest says"
                                        + " %s. Copy the model again, or train it again.")
                                .formatted(file, found, expected));
            }
        } catch (IOException e) {
            throw failed("read", file, e);
        }
    }

    private static TrainkitException failed(String action, Path path, IOException e) {
        return new TrainkitException(
                "Cannot %s %s: %s. Check the path, its permissions and the free space."
                        .formatted(action, path, Reasons.of(e)),
                e);
    }
}
