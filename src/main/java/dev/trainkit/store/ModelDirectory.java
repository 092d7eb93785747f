package dev.trainkit.store;

import dev.trainkit.TrainkitException;
import dev.trainkit.model.Weights;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The directory that a run writes and that is the model. Its manifest is written last, so that a
 * directory with a manifest is whole. One run at a time has it, until it is closed.
 */
public final class ModelDirectory implements AutoCloseable {

    static final String MANIFEST = "model.json";
    static final String WEIGHTS = "weights.safetensors";
    private static final String CONFIG = "config.yaml";
    private static final String HISTORY = "history.jsonl";
    static final Set<String> FILES = Set.of(MANIFEST, WEIGHTS, CONFIG, HISTORY);
    private static final String CHECKPOINTS = "checkpoints";

    /** Shows what the others hold, and can be made from them again. */
    private static final Set<String> VIEWS =
            Set.of("report.html", "curves.png", "confusion.png", "results.csv");

    private static final String TENSORBOARD = "tensorboard";
    private static final String EVENTS = "events.out.tfevents.";

    private final Path path;

    /** Where the model that this run replaces waits until the run has one of its own. */
    private final Path replaced;

    private RunLock lock;

    private ModelDirectory(Path path) {
        this.path = path;
        Path name = path.toAbsolutePath().normalize().getFileName();
        replaced = path.toAbsolutePath().normalize().resolveSibling(name + ".replaced");
    }

    /**
     * Makes the directory for a run. A model that may be replaced is put aside, and is gone once
     * the run has saved its own.
     *
     * @param overwrite whether a model that is there may be replaced
     * @throws TrainkitException when it exists and may not be replaced, holds files that no run
     *     wrote, or cannot be made
     */
    public static ModelDirectory create(Path path, boolean overwrite) {
        ModelDirectory directory = new ModelDirectory(path);
        try {
            if (Files.exists(path)) {
                directory.requireReplaceable(overwrite);
                directory.putAside();
            }
            directory.lock();
        } catch (IOException e) {
            throw failed("make the directory", path, e);
        }
        return directory;
    }

    /**
     * The directory of a run that is to go on.
     *
     * @throws TrainkitException when there is none, or another run has it
     */
    public static ModelDirectory resume(Path path) {
        ModelDirectory directory = new ModelDirectory(path);
        if (!Files.isDirectory(path.resolve(CHECKPOINTS))) {
            throw new TrainkitException(
                    ("There is no run to resume in %s: it has no folder %s. Start one with `trainkit"
                                    + " train --out %s`.")
                            .formatted(path, CHECKPOINTS, path));
        }
        try {
            directory.lock();
        } catch (IOException e) {
            throw failed("resume the run in", path, e);
        }
        return directory;
    }

    /**
     * Reads and checks a model.
     *
     * @throws TrainkitException when there is none, or a file of it is missing, changed or damaged:
     *     which one
     */
    public static TrainedModel load(Path path) {
        return ModelReader.read(path);
    }

    /** Where a model keeps the configuration of the run that wrote it. */
    public static Path config(Path model) {
        return model.resolve(CONFIG);
    }

    public Path path() {
        return path;
    }

    /** Where the run's history goes, line by line. */
    public Path history() {
        return history(path);
    }

    /** Where a model keeps the history of the run that wrote it. */
    public static Path history(Path model) {
        return model.resolve(HISTORY);
    }

    /** Where TensorBoard's event files go. */
    public Path tensorBoard() {
        return path.resolve(TENSORBOARD);
    }

    /**
     * Makes the directory that of an unfinished run again: until the next save it is no model.
     *
     * @throws TrainkitException when it cannot be changed
     */
    public void reopen() {
        try {
            Files.deleteIfExists(path.resolve(MANIFEST));
        } catch (IOException e) {
            throw failed("resume the run in", path, e);
        }
    }

    /** The run's checkpoints. */
    public Checkpoints checkpoints() {
        return new Checkpoints(path.resolve(CHECKPOINTS));
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
            removeModel(replaced);
        } catch (IOException e) {
            throw new TrainkitException(
                    "Cannot write the model %s: %s. %s"
                            .formatted(path, Reasons.of(e), checkpoints().whatIsLeft()),
                    e);
        }
    }

    /**
     * Removes what the run wrote, and the directory with it unless it holds anything else; a model
     * that the run was to replace is back again.
     */
    public void discard() {
        try {
            unlock();
            removeModel(path);
            if (Files.exists(replaced) && !Files.exists(path)) {
                Files.move(replaced, path, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            throw failed("remove the unfinished model", path, e);
        }
    }

    /** Discards what a run left that failed before its first checkpoint. */
    public void discardAfter(Throwable failure) {
        try {
            if (checkpoints().newest(damage -> {}).isEmpty()) {
                discard();
            }
        } catch (TrainkitException e) {
            failure.addSuppressed(e);
        }
    }

    /** Lets another run have the directory. */
    @Override
    public void close() {
        try {
            unlock();
        } catch (IOException e) {
            throw failed("let go of", path, e);
        }
    }

    private void lock() throws IOException {
        Path checkpoints = path.resolve(CHECKPOINTS);
        Files.createDirectories(checkpoints);
        lock = RunLock.acquire(checkpoints.resolve(Checkpoints.LOCK), path);
    }

    private void unlock() throws IOException {
        if (lock != null) {
            lock.close();
            lock = null;
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

    private void requireReplaceable(boolean overwrite) throws IOException {
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
        List<String> foreign = foreign(path);
        if (!foreign.isEmpty()) {
            throw new TrainkitException(
                    ("%s holds files that no run wrote (%s), and --overwrite does not remove them."
                                    + " Choose another directory with --out.")
                            .formatted(path, String.join(", ", foreign)));
        }
    }

    /** Otherwise the model could not be put aside there, however often that is tried. */
    private void requireRemovable(Path replaced) throws IOException {
        List<String> foreign = Files.exists(replaced) ? foreign(replaced) : List.of();
        if (!foreign.isEmpty()) {
            throw new TrainkitException(
                    ("%s, where a run puts the model that it replaces, holds files that no run wrote"
                                    + " (%s), and --overwrite does not remove them. Move %1$s"
                                    + " elsewhere, or choose another directory with --out.")
                            .formatted(replaced, String.join(", ", foreign)));
        }
    }

    /** What no run wrote, by its path in the model. */
    private static List<String> foreign(Path model) throws IOException {
        List<String> foreign = new ArrayList<>();
        for (String name : contents(model)) {
            Path entry = model.resolve(name);
            if (!isOurs(name)) {
                foreign.add(name);
            } else if (name.equals(CHECKPOINTS)) {
                new Checkpoints(entry)
                        .foreign()
                        .forEach(inside -> foreign.add(name + "/" + inside));
            } else if (name.equals(TENSORBOARD) && Files.isDirectory(entry)) {
                contents(entry).stream()
                        .filter(inside -> !inside.startsWith(EVENTS))
                        .forEach(inside -> foreign.add(name + "/" + inside));
            }
        }
        return foreign;
    }

    private static boolean isOurs(String name) {
        return Stream.of(FILES, VIEWS)
                        .flatMap(Set::stream)
                        .anyMatch(
                                file ->
                                        name.equals(file)
                                                || name.equals(AtomicFile.temporary(file)))
                || name.equals(CHECKPOINTS)
                || name.equals(TENSORBOARD);
    }

    /** What a killed run left is no model: then the one that it had put aside stays there. */
    private void putAside() throws IOException {
        lock();
        unlock();
        if (Files.exists(path.resolve(MANIFEST))) {
            requireRemovable(replaced);
            removeModel(replaced);
            Files.move(path, replaced, StandardCopyOption.ATOMIC_MOVE);
        } else {
            removeFiles(path);
        }
    }

    /** Removes the model, and its directory unless it holds anything else. */
    private static void removeModel(Path path) throws IOException {
        if (Files.exists(path)) {
            removeFiles(path);
            if (contents(path).isEmpty()) {
                Files.delete(path);
            }
        }
    }

    /** The manifest goes first: what is left without it is no model. */
    private static void removeFiles(Path path) throws IOException {
        Files.deleteIfExists(path.resolve(MANIFEST));
        for (String name : Stream.of(FILES, VIEWS).flatMap(Set::stream).toList()) {
            Files.deleteIfExists(path.resolve(name));
            Files.deleteIfExists(path.resolve(AtomicFile.temporary(name))); // left by a kill
        }
        removeEvents(path.resolve(TENSORBOARD));
        new Checkpoints(path.resolve(CHECKPOINTS)).removeAll();
    }

    private static void removeEvents(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        for (String name : contents(folder)) {
            if (name.startsWith(EVENTS)) {
                Files.delete(folder.resolve(name));
            }
        }
        if (contents(folder).isEmpty()) {
            Files.delete(folder);
        }
    }

    private static List<String> contents(Path path) throws IOException {
        try (Stream<Path> entries = Files.list(path)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }

    static TrainkitException failed(String action, Path path, IOException e) {
        return new TrainkitException(
                "Cannot %s %s: %s. Check the path, its permissions and the free space."
                        .formatted(action, path, Reasons.of(e)),
                e);
    }
}
