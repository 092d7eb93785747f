package dev.trainkit.data;

import java.time.Duration;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/**
 * What decoding a picture may take of memory and of time.
 *
 * @param pixels the most that a picture may have, and anything that its file holds: a tile, a frame
 * @param time the longest that decoding may take
 * @param isUnwanted asked now and then while it is decoded, by the thread that decodes; true where
 *     nobody waits for the picture any more, and decoding ends
 */
public record DecodingLimits(long pixels, Duration time, BooleanSupplier isUnwanted) {

    /** As many as a large camera has. */
    static final int MOST_PIXELS = 100_000_000;

    /**
     * No picture of any camera takes as long; where a machine is that slow, nobody waits for it.
     */
    private static final Duration LONGEST = Duration.ofMinutes(5);

    public DecodingLimits {
        Objects.requireNonNull(time);
        Objects.requireNonNull(isUnwanted);
    }

    /** Those of a person who waits in front of the machine. */
    public static DecodingLimits usual() {
        return new DecodingLimits(MOST_PIXELS, LONGEST, () -> false);
    }
}
