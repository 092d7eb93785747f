package dev.trainkit.data;

import dev.trainkit.Quoted;
import dev.trainkit.TrainkitException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The arrays in a file that {@code numpy.savez} wrote, or in a folder of {@code .npy} files, by
 * their names. Only headers are read until an array is asked for.
 */
final class NumpyArchive implements AutoCloseable {

    private static final String ENDING = ".npy";

    private final Path path;
    private final ZipFile zip; // null of a folder
    private final Map<String, NpyHeader> headers = new LinkedHashMap<>();
    private final Map<String, String> broken = new LinkedHashMap<>();

    private NumpyArchive(Path path, ZipFile zip) {
        this.path = path;
        this.zip = zip;
    }

    /**
     * @throws TrainkitException where it is neither, or damaged
     */
    static NumpyArchive open(Path path) {
        try {
            requireSeveral(path);
            NumpyArchive archive =
                    new NumpyArchive(
                            path, Files.isDirectory(path) ? null : new ZipFile(path.toFile()));
            archive.readHeaders();
            return archive;
        } catch (IOException e) {
            throw damaged(path, e);
        }
    }

    private static void requireSeveral(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            return;
        }
        try (InputStream in = Files.newInputStream(path)) {
            if (in.read() == 0x93) { // as a file of one array starts
                throw new TrainkitException(
                        "%s is one array, and pictures need their labels. Save both into one file, numpy.savez('data.npz', images=x, labels=y), or set data.path to the folder that has x_train.npy and y_train.npy."
                                .formatted(path));
            }
        }
    }

    private void readHeaders() throws IOException {
        for (String name : namesInside()) {
            try (InputStream in = stream(name)) {
                headers.put(name, NpyHeader.read(in));
            } catch (IllegalArgumentException e) {
                broken.put(name, e.getMessage());
            }
        }
    }

    private List<String> namesInside() throws IOException {
        List<String> names = new ArrayList<>();
        if (zip == null) {
            try (Stream<Path> files = Files.list(path)) {
                files.map(file -> file.getFileName().toString())
                        .filter(file -> file.endsWith(ENDING))
                        .sorted()
                        .forEach(names::add);
            }
        } else {
            Collections.list(zip.entries()).stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(ZipEntry::getName)
                    .forEach(names::add);
        }
        return names.stream().map(NumpyArchive::withoutEnding).distinct().toList();
    }

    private static String withoutEnding(String name) {
        return name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name;
    }

    private InputStream stream(String name) throws IOException {
        if (zip == null) {
            return new BufferedInputStream(
                    Files.newInputStream(path.resolve(name + ENDING)), 1 << 16);
        }
        ZipEntry entry = zip.getEntry(name + ENDING);
        return new BufferedInputStream(
                zip.getInputStream(entry == null ? zip.getEntry(name) : entry), 1 << 16);
    }

    /** Those that have a header, in the file's order. */
    Map<String, NpyHeader> headers() {
        return Collections.unmodifiableMap(headers);
    }

    /** All of them, also those that are no arrays. */
    List<String> names() {
        List<String> names = new ArrayList<>(headers.keySet());
        names.addAll(broken.keySet());
        return names;
    }

    /**
     * Reads an array.
     *
     * @throws TrainkitException where it is none, or none of numbers, truths or text
     */
    NpyArray read(String name) {
        if (broken.containsKey(name)) {
            throw new TrainkitException(
                    "%s, %s: it %s. Save it again with numpy.savez."
                            .formatted(path, Quoted.of(name), broken.get(name)));
        }
        try (InputStream in = stream(name)) {
            NpyHeader header = NpyHeader.read(in);
            return NpyArray.read(header, in, path.toString(), Quoted.of(name));
        } catch (IOException e) {
            throw damaged(path, e);
        }
    }

    private static TrainkitException damaged(Path path, IOException e) {
        return new TrainkitException(
                "%s: the file is damaged (%s). Copy it again from where it came from."
                        .formatted(path, e.getMessage()),
                e);
    }

    @Override
    public void close() {
        try {
            if (zip != null) {
                zip.close();
            }
        } catch (IOException e) {
            throw damaged(path, e);
        }
    }
}
