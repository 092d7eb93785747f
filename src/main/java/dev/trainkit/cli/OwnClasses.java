package dev.trainkit.cli;

import dev.trainkit.TrainkitException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Classes of the person's own, models for one, for as long as a command runs: those of the jars in
 * the folder {@code ext} of the installation, and those that {@code --class-path} names.
 */
final class OwnClasses implements AutoCloseable {

    private final ClassLoader usual = Thread.currentThread().getContextClassLoader();
    private final URLClassLoader classes;

    private OwnClasses(List<Path> places) {
        URL[] urls = places.stream().map(OwnClasses::url).toArray(URL[]::new);
        classes = new URLClassLoader(urls, usual);
        Thread.currentThread().setContextClassLoader(classes); // where services are looked for
    }

    /**
     * @param classPath jars and folders, as Java's own class path; null for none
     * @throws TrainkitException when one is not there
     */
    static OwnClasses of(String classPath) {
        return new OwnClasses(Stream.concat(named(classPath), installed()).toList());
    }

    private static Stream<Path> named(String classPath) {
        if (classPath == null) {
            return Stream.of();
        }
        return Stream.of(classPath.split(File.pathSeparator, -1))
                .map(Path::of)
                .peek(OwnClasses::requireThere);
    }

    private static void requireThere(Path place) {
        if (!Files.exists(place)) {
            throw new TrainkitException(
                    "--class-path names %s, but there is no such jar or folder: %s."
                            .formatted(place, place.toAbsolutePath()));
        }
    }

    private static Stream<Path> installed() {
        Path folder = Home.path().resolve("ext");
        if (!Files.isDirectory(folder)) {
            return Stream.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files
                    .filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new TrainkitException(
                    "The folder %s cannot be read: %s. Check its permissions, or move it away."
                            .formatted(folder, e.getMessage()),
                    e);
        }
    }

    private static URL url(Path place) {
        try {
            return place.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException("A path has a URL", e);
        }
    }

    @Override
    public void close() {
        Thread.currentThread().setContextClassLoader(usual);
        try {
            classes.close();
        } catch (IOException e) {
            throw new UncheckedIOException("A jar cannot be closed", e);
        }
    }
}
