package dev.trainkit.predict;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * How a served model is.
 *
 * @param version the one that answers
 * @param previous the one that a rollback would go back to
 * @param device {@code PyTorch 2.7.1 on cpu, 1 thread}
 * @param lastPrediction when it last answered
 * @param refused why the last reload was refused, if it was
 * @param calls those that have come in and have no answer yet
 */
public record ServedStatus(
        String name,
        Path directory,
        ServedVersion version,
        Optional<ServedVersion> previous,
        String device,
        Optional<Instant> lastPrediction,
        Optional<String> refused,
        int calls) {}
