package dev.trainkit.data;

import dev.trainkit.Quoted;
import dev.trainkit.TrainkitException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files that a table names, from the folder that has the table: by their paths, with or without
 * their endings.
 */
final class NamedFiles {

    private static final Pattern PICTURE =
            Pattern.compile("(?i)(?<stem>.+)\\.(?:png|jpe?g|bmp|gif|tiff?|webp|p[bgpn]m)");

    private final Path root;

    /** Of each folder that was looked into, the pictures by their names without endings. */
    private final Map<Path, Map<String, List<Path>>> stems = new HashMap<>();

    NamedFiles(Path root) {
        this.root = root;
    }

    /** Whether a name ends as those of pictures do. */
    static boolean isPicture(String name) {
        return PICTURE.matcher(name).matches();
    }

    Path root() {
        return root;
    }

    /** The folders in the folder, where the files may be instead. */
    List<NamedFiles> below() {
        try (Stream<Path> found = Files.list(root)) {
            return found.filter(Files::isDirectory).sorted().map(NamedFiles::new).toList();
        } catch (IOException e) {
            return List.of(); // files in it may be named all the same
        }
    }

    /**
     * The file of that name; empty where there is none.
     *
     * @throws TrainkitException where several differ by their endings alone
     */
    Optional<Path> find(String name) {
        return path(name)
                .flatMap(this::existing)
                .or(() -> path(name.replace('\\', '/')).flatMap(this::existing));
    }

    /** Whether it is there by its whole name. */
    boolean has(String name) {
        return path(name).filter(Files::isRegularFile).isPresent();
    }

    /** Empty where the name is none that a file can have. */
    Optional<Path> path(String name) {
        try {
            return name.isEmpty() ? Optional.empty() : Optional.of(root.resolve(name));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private Optional<Path> existing(Path path) {
        if (Files.isRegularFile(path)) {
            return Optional.of(path);
        }
        if (path.getFileName() == null || path.getParent() == null) {
            return Optional.empty();
        }
        List<Path> found =
                stems.computeIfAbsent(path.getParent(), NamedFiles::stems)
                        .getOrDefault(path.getFileName().toString(), List.of());
        if (found.size() > 1) {
            throw new TrainkitException(
                    "'%s' may be %s or %s. Write the whole names into the table."
                            .formatted(
                                    Quoted.of(path.getFileName().toString()),
                                    found.get(0),
                                    found.get(1)));
        }
        return found.stream().findFirst();
    }

    private static Map<String, List<Path>> stems(Path folder) {
        Map<String, List<Path>> stems = new HashMap<>();
        if (!Files.isDirectory(folder)) {
            return stems;
        }
        try (Stream<Path> files = Files.list(folder)) {
            files.sorted()
                    .forEach(
                            file -> {
                                var name = PICTURE.matcher(file.getFileName().toString());
                                if (name.matches()) {
                                    stems.computeIfAbsent(
                                                    name.group("stem"), s -> new ArrayList<>())
                                            .add(file);
                                }
                            });
        } catch (IOException e) {
            return stems; // that the files are not there will be told of each
        }
        return stems;
    }
}
