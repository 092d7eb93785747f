package dev.trainkit.store;

import java.util.Locale;

/**
 * How many bytes one file may become in memory. A file of weights hardly shrinks when it is packed;
 * one that grows twentyfold was made to fill the memory of whoever reads it.
 */
final class Allowance {

    private static final long SMALL = 16L << 20;
    private static final int GROWTH = 20;

    private final long fileSize;
    private final long memory = Runtime.getRuntime().maxMemory();
    private long taken;

    /**
     * @param fileSize in bytes
     */
    Allowance(long fileSize) {
        this.fileSize = fileSize;
    }

    /**
     * Takes bytes before they are allocated.
     *
     * @throws RefusedException when there are too many
     */
    void take(long bytes) {
        taken = bytes > Long.MAX_VALUE - taken ? Long.MAX_VALUE : taken + bytes;
        if (taken > SMALL + GROWTH * fileSize) {
            throw new RefusedException(
                    String.format(
                            Locale.ROOT,
                            "is refused: its %d bytes would take up more than %d in memory",
                            fileSize,
                            SMALL + GROWTH * fileSize),
                    "No file of weights grows like that: have it from somebody whom you trust.");
        }
        if (taken > memory / 2) {
            throw tooLarge(memory);
        }
    }

    /** A file that this Java has not the memory for. */
    static RefusedException tooLarge(long memory) {
        return new RefusedException(
                String.format(
                        Locale.ROOT,
                        "is too large for the %d MB of memory that Java has",
                        memory >> 20),
                "Give Java more, such as TRAINKIT_JAVA_OPTS=-Xmx8g.");
    }
}
