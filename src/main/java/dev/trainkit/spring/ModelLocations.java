package dev.trainkit.spring;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainkit.TemporaryFiles;
import dev.trainkit.TrainkitException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.core.io.Resource;
import org.springframework.core.io.ResourceLoader;

/** Finds model directories by Spring's resources; one inside a jar is copied out of it. */
final class ModelLocations implements AutoCloseable {

    private static final String MANIFEST = "model.json";

    private final ResourceLoader resources;
    private final List<Path> copies = new ArrayList<>();

    ModelLocations(ResourceLoader resources) {
        this.resources = resources;
    }

    /**
     * The directory on disk.
     *
     * @throws TrainkitException when there is no model at the location
     */
    Path directory(String location) {
        String folder = location.endsWith("/") ? location : location + "/";
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
