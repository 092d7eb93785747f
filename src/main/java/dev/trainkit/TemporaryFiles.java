package dev.trainkit;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Files and folders for a while, in {@code java.io.tmpdir}; whoever makes one removes it. */
public final class TemporaryFiles {

    /** What to do where there is no room for them; a folder follows. */
    public static final String REMEDY =
            "Start Java with -Djava.io.tmpdir=DIR (the launcher takes it as"
                    + " TRAINKIT_JAVA_OPTS=-Djava.io.tmpdir=DIR)";

    private TemporaryFiles() {}

    /**
     * A new file, which its owner alone can read.
     *
     * @throws TrainkitException when it cannot be made
     */
    public static Path file(String prefix, String suffix) {
        try {
            return Files.createTempFile(folder(), prefix, suffix);
        } catch (IOException e) {
            throw noRoom(e);
        }
    }

    /**
     * A new folder, which its owner alone can enter.
     *
     * @throws TrainkitException when it cannot be made
     */
    public static Path folder(String prefix) {
        try {
            return Files.createTempDirectory(folder(), prefix);
        } catch (IOException e) {
            throw noRoom(e);
        }
    }

    /**
     * Does nothing where there can be temporary files.
     *
     * @throws TrainkitException where there cannot
     */
    public static void requireRoom() {
        try {
            Files.delete(file("trainkit", ".tmp"));
        } catch (IOException e) {
            throw noRoom(e);
        }
    }

    /** Where they lie. */
    public static Path folder() {
        return Path.of(System.getProperty("java.io.tmpdir"));
    }

    /** Says of a file that could not be written that another folder is needed. */
    public static TrainkitException noRoom(IOException e) {
        return new TrainkitException(
                "Temporary files cannot be written into %s: %s. %s, a folder that may be written."
                        .formatted(folder(), reason(e), REMEDY),
                e);
    }

    private static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "there is no such folder";
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof FileSystemException system && system.getReason() != null) {
            return system.getReason();
        }
        return e.getMessage();
    }
}
