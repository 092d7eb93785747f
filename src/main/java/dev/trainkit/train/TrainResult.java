package dev.trainkit.train;

import dev.trainkit.eval.Evaluation;
import java.util.List;
import java.util.Optional;

/**
 * A run that has ended.
 *
 * @param epochs those that were completed
 * @param best the epoch whose weights were kept; empty where the run was stopped before its first
 *     epoch ended
 * @param test what the kept weights score on the test set; empty where the run was stopped
 * @param seconds of training
 * @param stopped whether the run was asked to stop, and can go on another time
 * @param endedEarly why the run ended before its last epoch by itself; empty where it did not
 */
public record TrainResult(
        List<EpochResult> epochs,
        Optional<EpochResult> best,
        Optional<Evaluation> test,
        double seconds,
        boolean stopped,
        Optional<String> endedEarly) {

    public TrainResult {
        epochs = List.copyOf(epochs);
    }
}
