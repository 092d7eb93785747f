package dev.trainkit.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

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

    /** Writes a file, or a folder of files, under the name that it is given. */
    public interface Content {

        void write(Path temporary) throws IOException;
    }

    /**
     * As {@link #write(Path, byte[])}, for what writes itself, and may look at what it has written
     * before that gets its name: where it throws, nothing is left. A file is replaced; of a folder
     * there must be none.
     */
    public static void put(Path target, Content content) throws IOException {
        Path temporary = target.resolveSibling(temporary(target.getFileName().toString()));
        try {
            remove(temporary);
            content.write(temporary);
            sync(temporary);
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            remove(temporary);
        }
        syncFolder(target.toAbsolutePath().getParent());
    }

    private static void sync(Path written) throws IOException {
        if (Files.isDirectory(written)) {
            for (Path file : files(written)) {
                sync(file);
            }
            syncFolder(written);
            return;
        }
        try (FileChannel channel = FileChannel.open(written, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private static void remove(Path written) throws IOException {
        if (Files.isDirectory(written)) {
            for (Path file : files(written)) {
                remove(file);
            }
        }
        Files.deleteIfExists(written);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
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
