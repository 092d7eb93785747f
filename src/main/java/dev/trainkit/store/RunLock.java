package dev.trainkit.store;

import dev.trainkit.TrainkitException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps a second run out of a directory. The system lets go of it when the process ends. */
final class RunLock implements AutoCloseable {

    private final FileChannel channel;

    private RunLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * @throws TrainkitException when another run has it
     */
    static RunLock acquire(Path file, Path directory) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return new RunLock(channel);
            }
        } catch (OverlappingFileLockException e) {
            // held by another run in this process
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        channel.close();
        throw new TrainkitException(
                "Another run is writing into %s. Wait for it, or choose another directory with --out."
                        .formatted(directory));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
