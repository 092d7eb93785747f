package dev.trainkit.data;

/** Hears how far the reading of pictures is; called from several threads. */
@FunctionalInterface
public interface ReadingProgress {

    /** Hears nothing. */
    ReadingProgress NONE = (done, total) -> {};

    /**
     * Hears of one more picture.
     *
     * @param done pictures that have been read or found unreadable
     */
    void read(int done, int total);
}
