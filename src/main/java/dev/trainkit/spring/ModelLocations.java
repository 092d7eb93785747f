package dev.trainkit.spring;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainkit.TemporaryFiles;
import dev.trainkit.TrainkitException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.core.io.Resource;
import org.springframework.core.io.ResourceLoader;
import org.springframework.util.ResourceUtils;

/** Finds model directories by Spring's resources; one inside a jar is copied out of it. */
final class ModelLocations implements AutoCloseable {

    private static final String MANIFEST = "model.json";
    private static final String FILE = "file:";

    private final ResourceLoader resources;
    private final List<Path> copies = new ArrayList<>();

    ModelLocations(ResourceLoader resources) {
        this.resources = resources;
    }

    /**
     * The directory on disk. One without a prefix is on the class path, as Spring has it, or else a
     * folder; a {@code ~} in front is the user's home, as in a shell.
     *
     * @throws TrainkitException when there is no model at the location
     */
    Path directory(String location) {
        if (location.isBlank()) {
            throw new TrainkitException("The location is empty.");
        }
        String named = atHome(location);
        if (ResourceUtils.isUrl(named) || isOnTheClassPath(named)) {
            return directoryOfResource(named);
        }
        Path folder = folder(named);
        if (!Files.isRegularFile(folder.resolve(MANIFEST))) {
            throw new TrainkitException(
                    "There is no model at %s: neither the class path has a %s there, nor the folder file:%s. Write file: before the path of a folder."
                            .formatted(location, MANIFEST, folder));
        }
        return folder;
    }

    private static String atHome(String location) {
        String prefix = location.startsWith(FILE) ? FILE : "";
        return location.startsWith(prefix + "~/")
                ? prefix + System.getProperty("user.home") + location.substring(prefix.length() + 1)
                : location;
    }

    private boolean isOnTheClassPath(String location) {
        return resources.getResource(withSlash(location) + MANIFEST).exists();
    }

    private static Path folder(String location) {
        try {
            return Path.of(location).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new TrainkitException(
                    "The location %s is no path: %s.".formatted(location, e.getReason()), e);
        }
    }

    private static String withSlash(String location) {
        return location.endsWith("/") ? location : location + "/";
    }

    private Path directoryOfResource(String location) {
        String folder = withSlash(location);
        Resource manifest = resources.getResource(folder + MANIFEST);
        try {
            if (manifest.isFile()) {
                return manifest.getFile().toPath().getParent();
            }
            if (!manifest.exists()) {
                throw new TrainkitException(
                        "There is no model at %s: it has no %s.".formatted(location, MANIFEST));
            }
            return copy(folder, manifest);
        } catch (IOException e) {
            throw new TrainkitException(
                    "The model at %s cannot be read: %s.".formatted(location, e.getMessage()), e);
        }
    }

    private Path copy(String folder, Resource manifest) throws IOException {
        Path copy = TemporaryFiles.folder("trainkit-model-");
        copies.add(copy);
        copy(manifest, copy.resolve(MANIFEST));
        for (String name : files(manifest)) {
            Resource file = resources.getResource(folder + name);
            if (isPlain(name) && file.exists()) { // what is missing is told when it is loaded
                copy(file, copy.resolve(name));
            }
        }
        return copy;
    }

    private static List<String> files(Resource manifest) throws IOException {
        try (InputStream in = manifest.getInputStream()) {
            List<String> names = new ArrayList<>();
            new ObjectMapper().readTree(in).path("files").fieldNames().forEachRemaining(names::add);
            return names;
        }
    }

    private static boolean isPlain(String name) {
        return name.matches("[\\w.-]+") && !name.startsWith(".");
    }

    private static void copy(Resource from, Path to) throws IOException {
        try (InputStream in = from.getInputStream()) {
            Files.copy(in, to);
        }
    }

    @Override
    public void close() {
        copies.forEach(ModelLocations::remove);
        copies.clear();
    }

    private static void remove(Path copy) {
        try (Stream<Path> files = Files.list(copy)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(copy);
        } catch (IOException e) {
            copy.toFile().deleteOnExit(); // the system removes temporary files too
        }
    }
}
