package dev.trainkit.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Files that are there whole, or not at all, whenever the power fails. */
public final class AtomicFile {

    private AtomicFile() {}

    /** Writes to a temporary name beside {@code file}, syncs, renames, and syncs the folder. */
    public static void write(Path file, byte[] content) throws IOException {
        Path temporary = file.resolveSibling(temporary(file.getFileName().toString()));
        try {
            writeSynced(temporary, content);
            Files.move(
                    temporary,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
        syncFolder(file.toAbsolutePath().getParent());
    }

    /** The name under which a file is written. */
    static String temporary(String name) {
        return "." + name + ".tmp";
    }

    /** Writes the file in place; it is on the disk when this returns. */
    static void writeSynced(Path file, byte[] content) throws IOException {
        try (FileChannel channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
    }

    /** Makes the rename itself last; Windows has no such thing and needs none. */
    static void syncFolder(Path folder) throws IOException {
        if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
