package dev.trainkit.store;

import dev.trainkit.TrainkitException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The checkpoints of a run, a folder each, {@code step-000844} for one. A checkpoint is written
 * under a temporary name, synced, and renamed as a whole before any older one is removed: once the
 * first is written, a whole one is on the disk at every instant. Its {@code SHA256SUMS} can be
 * checked with {@code sha256sum -c} too.
 */
public final class Checkpoints {

    private static final String SUMS = "SHA256SUMS";

    /** In any digits: they were once those of the person's language. */
    private static final Pattern NAME = Pattern.compile("step-(\\p{Nd}{6,9})");

    private static final Pattern UNFINISHED = Pattern.compile("\\.step-\\p{Nd}{6,9}\\.tmp");

    private static final Pattern LISTED = Pattern.compile("[0-9a-f]{64}  ([\\w.-]+)");
    private static final Pattern ANY = Pattern.compile(".*");
    static final String LOCK = ".lock";

    private final Path folder;

    Checkpoints(Path folder) {
        this.folder = folder;
    }

    /**
     * One whole checkpoint.
     *
     * @param step steps that the run had taken
     * @param files content by name
     */
    public record Checkpoint(int step, Map<String, byte[]> files) {}

    /**
     * Writes a checkpoint; one of the same step is replaced only where it is damaged.
     *
     * @throws TrainkitException when it cannot be written; older checkpoints are as they were
     */
    public void write(Checkpoint checkpoint) {
        Path whole = folder.resolve(String.format(Locale.ROOT, "step-%06d", checkpoint.step()));
        Path temporary =
                folder.resolve(String.format(Locale.ROOT, ".step-%06d.tmp", checkpoint.step()));
        try {
            if (Files.exists(whole) && fault(whole, contents(whole)).isEmpty()) {
                return;
            }
            try {
                writeFiles(temporary, checkpoint.files());
                remove(whole);
                Files.move(temporary, whole, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                remove(temporary);
            }
            AtomicFile.syncFolder(folder);
        } catch (IOException e) {
            throw new TrainkitException(
                    "Cannot write the checkpoint %s: %s. %s"
                            .formatted(whole, reason(e), whatIsLeft()),
                    e);
        }
    }

    private String reason(IOException e) {
        return Files.isDirectory(folder)
                ? Reasons.of(e)
                : "the folder %s is no longer there".formatted(folder);
    }

    /** What a person whose run could not write has still, and what to do. */
    String whatIsLeft() {
        String check = " Check the path, its permissions and the free space, and ";
        try {
            return newest(damage -> {})
                    .map(
                            last ->
                                    String.format(
                                            Locale.ROOT,
                                            "The last whole checkpoint is of step %d.",
                                            last.step()))
                    .map(last -> last + check + "resume.")
                    .orElse("There is no whole checkpoint." + check + "start the run again.");
        } catch (TrainkitException e) {
            return "No checkpoint can be read now." + check + "resume.";
        }
    }

    private void writeFiles(Path temporary, Map<String, byte[]> files) throws IOException {
        remove(temporary);
        Files.createDirectory(temporary); // fails where the run's folder has been removed
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            AtomicFile.writeSynced(temporary.resolve(file.getKey()), file.getValue());
        }
        AtomicFile.writeSynced(temporary.resolve(SUMS), sums(files));
        AtomicFile.syncFolder(temporary);
    }

    /**
     * Removes old checkpoints, and what a kill left of one that was being written.
     *
     * @param last how many of the newest stay
     * @param wanted steps that stay however old they are
     * @throws TrainkitException when one cannot be removed
     */
    public void prune(int last, IntPredicate wanted) {
        try {
            for (Path old : newestFirst().stream().skip(last).toList()) {
                if (!wanted.test(step(old))) {
                    remove(old);
                }
            }
            for (Path unfinished : entries(UNFINISHED)) {
                remove(unfinished);
            }
        } catch (IOException e) {
            throw ModelDirectory.failed("remove old checkpoints in", folder, e);
        }
    }

    /**
     * The newest checkpoint that is whole; empty where there is none.
     *
     * @param damaged hears a sentence about each one that is passed over
     */
    public Optional<Checkpoint> newest(Consumer<String> damaged) {
        try {
            for (Path candidate : newestFirst()) {
                Map<String, byte[]> files = contents(candidate);
                Optional<String> fault = fault(candidate, files);
                if (fault.isEmpty()) {
                    return Optional.of(new Checkpoint(step(candidate), files));
                }
                damaged.accept(fault.get() + " This checkpoint is passed over.");
            }
            return Optional.empty();
        } catch (IOException e) {
            throw ModelDirectory.failed("read the checkpoints in", folder, e);
        }
    }

    private List<Path> newestFirst() throws IOException {
        return entries(NAME).stream()
                .sorted(Comparator.comparingInt(Checkpoints::step).reversed())
                .toList();
    }

    private List<Path> entries(Pattern names) throws IOException {
        if (Files.notExists(folder)) { // and not where the system does not tell
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> names.matcher(name(entry)).matches()).toList();
        }
    }

    private static int step(Path checkpoint) {
        Matcher matcher = NAME.matcher(name(checkpoint));
        return matcher.matches() ? Integer.parseInt(matcher.group(1)) : -1;
    }

    private static String name(Path path) {
        return path.getFileName().toString();
    }

    /** What is wrong with a checkpoint; empty when every byte of it is as it was written. */
    private static Optional<String> fault(Path checkpoint, Map<String, byte[]> files)
            throws IOException {
        if (!Files.isDirectory(checkpoint)) {
            return Optional.of("%s is a file, not a folder.".formatted(checkpoint));
        }
        Path sums = checkpoint.resolve(SUMS);
        if (!Files.isRegularFile(sums)) {
            return Optional.of("%s has no %s.".formatted(checkpoint, SUMS));
        }
        byte[] expected = Files.readAllBytes(sums);
        if (Arrays.equals(expected, sums(files))) {
            return Optional.empty();
        }
        String lines = new String(expected, StandardCharsets.UTF_8);
        return Optional.of(difference(checkpoint, files, lines));
    }

    private static String difference(Path checkpoint, Map<String, byte[]> files, String lines) {
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            if (!lines.contains(line(file.getKey(), file.getValue()))) {
                return "%s is not the file that was saved: its SHA-256 is not the one in %s."
                        .formatted(checkpoint.resolve(file.getKey()), SUMS);
            }
        }
        return lines.lines()
                .map(LISTED::matcher)
                .filter(line -> line.matches() && !files.containsKey(line.group(1)))
                .findFirst()
                .map(
                        line ->
                                "%s is missing, though %s lists it."
                                        .formatted(checkpoint.resolve(line.group(1)), SUMS))
                .orElse("%s is damaged.".formatted(checkpoint.resolve(SUMS)));
    }

    /** Hidden files are the file manager's. */
    private static Map<String, byte[]> contents(Path checkpoint) throws IOException {
        Map<String, byte[]> contents = new TreeMap<>();
        if (!Files.isDirectory(checkpoint)) {
            return contents;
        }
        try (Stream<Path> files = Files.list(checkpoint)) {
            for (Path file : files.filter(file -> !name(file).startsWith(".")).toList()) {
                if (!name(file).equals(SUMS)) {
                    contents.put(name(file), Files.readAllBytes(file));
                }
            }
        }
        return contents;
    }

    private static byte[] sums(Map<String, byte[]> files) {
        StringBuilder lines = new StringBuilder();
        new TreeMap<>(files).forEach((name, content) -> lines.append(line(name, content)));
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String line(String name, byte[] content) {
        return Sha256.of(content) + "  " + name + "\n";
    }

    /** The names of what no run wrote into the folder, or into a checkpoint. */
    List<String> foreign() throws IOException {
        List<String> foreign = new ArrayList<>();
        for (Path entry : Files.isDirectory(folder) ? entries(ANY) : List.<Path>of()) {
            String name = name(entry);
            boolean isCheckpoint =
                    NAME.matcher(name).matches() || UNFINISHED.matcher(name).matches();
            if (isCheckpoint) {
                foldersIn(entry).forEach(inside -> foreign.add(name + "/" + inside));
            } else if (!name.equals(LOCK)) {
                foreign.add(name);
            }
        }
        return foreign;
    }

    private static List<String> foldersIn(Path checkpoint) throws IOException {
        if (!Files.isDirectory(checkpoint)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(checkpoint)) {
            return entries.filter(Files::isDirectory).map(Checkpoints::name).toList();
        }
    }

    /** Removes all of them, and the folder unless it holds anything else. */
    void removeAll() throws IOException {
        for (Path checkpoint : entries(NAME)) {
            remove(checkpoint);
        }
        for (Path unfinished : entries(UNFINISHED)) {
            remove(unfinished);
        }
        Files.deleteIfExists(folder.resolve(LOCK));
        if (Files.isDirectory(folder) && entries(ANY).isEmpty()) {
            Files.delete(folder);
        }
    }

    private static void remove(Path checkpoint) throws IOException {
        if (Files.isDirectory(checkpoint)) {
            try (Stream<Path> files = Files.list(checkpoint)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
        }
        Files.deleteIfExists(checkpoint);
    }
}
