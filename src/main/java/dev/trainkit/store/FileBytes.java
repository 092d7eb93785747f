package dev.trainkit.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A whole file in memory, where it has room there. */
final class FileBytes {

    private FileBytes() {}

    /**
     * @throws RefusedException when it is larger than half the memory that Java has
     */
    static byte[] read(Path file) throws IOException {
        long memory = Runtime.getRuntime().maxMemory();
        if (Files.size(file) > Math.min(memory / 2, Integer.MAX_VALUE - 8)) {
            throw Allowance.tooLarge(memory);
        }
        return Files.readAllBytes(file);
    }
}
