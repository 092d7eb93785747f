package dev.trainkit.data;

import dev.trainkit.TrainkitException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What lies in a folder, in the order of the names' characters, whatever the file system's is. */
final class FolderEntries {

    private FolderEntries() {}

    /**
     * The paths as the file system gave them: made of their names, some would not be found again.
     *
     * @throws TrainkitException when the folder cannot be listed
     */
    static List<Path> of(Path folder) {
        try {
            return list(folder);
        } catch (IOException e) {
            throw new TrainkitException(
                    "%s cannot be listed (%s). Check the disk and the folder's permissions."
                            .formatted(folder, reason(e)),
                    e);
        }
    }

    static List<Path> list(Path folder) throws IOException {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            stream.forEach(entries::add);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        entries.sort(Comparator.comparing(FolderEntries::name));
        return entries;
    }

    static String name(Path entry) {
        return entry.getFileName().toString();
    }

    private static String reason(IOException e) {
        return e instanceof AccessDeniedException ? "permission denied" : e.getMessage();
    }
}
