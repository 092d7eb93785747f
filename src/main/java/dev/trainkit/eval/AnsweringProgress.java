package dev.trainkit.eval;

/** Hears how many pictures a network has answered. */
@FunctionalInterface
public interface AnsweringProgress {

    /** Hears nothing. */
    AnsweringProgress NONE = (done, total) -> {};

    /**
     * Hears of some more.
     *
     * @param done how many by now
     */
    void answered(int done, int total);
}
