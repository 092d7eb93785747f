package dev.trainkit.predict;

import dev.trainkit.TrainkitException;
import java.time.Duration;

/**
 * How much a served model takes on at once.
 *
 * @param maxConcurrency calls that are worked on at the same time
 * @param queueCapacity calls that may wait for their turn besides; one more is refused
 * @param queueTimeout the longest that one waits
 * @param maxBatch pictures of concurrent calls that the network is asked about at once; 1 asks
 *     about each alone
 * @param maxDelay the longest that a call waits for others to share its batch; with zero, those
 *     share one that came while the batch before ran, and a lone call never waits
 */
public record ServingConfig(
        int maxConcurrency,
        int queueCapacity,
        Duration queueTimeout,
        int maxBatch,
        Duration maxDelay) {

    public ServingConfig {
        require(maxConcurrency >= 1, "max-concurrency must be at least 1", maxConcurrency);
        require(queueCapacity >= 0, "queue-capacity must be at least 0", queueCapacity);
        require(!queueTimeout.isNegative(), "queue-timeout must not be negative", queueTimeout);
        require(
                maxBatch >= 1 && maxBatch <= 1024,
                "batching.max-size must be between 1 and 1024",
                maxBatch);
        require(
                !maxDelay.isNegative() && maxDelay.compareTo(Duration.ofSeconds(1)) <= 0,
                "batching.max-delay must be between 0 and 1 s",
                maxDelay);
    }

    /** For a machine's processors: enough calls at once to keep them busy. */
    public ServingConfig() {
        this(
                Math.max(4, 2 * Runtime.getRuntime().availableProcessors()),
                256,
                Duration.ofSeconds(1),
                32,
                Duration.ZERO);
    }

    private static void require(boolean holds, String rule, Object value) {
        if (!holds) {
            throw new TrainkitException(rule + ", but was " + value + ".");
        }
    }
}
