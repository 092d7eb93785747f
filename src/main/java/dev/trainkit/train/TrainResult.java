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
 * @param test what the kept weights score on the test set; empty where there are none
 * @param seconds from the first step to the end of the test
 * @param stopped whether the run was stopped before its last epoch
 */
public record TrainResult(
        List<EpochResult> epochs,
        Optional<EpochResult> best,
        Optional<Evaluation> test,
        double seconds,
        boolean stopped) {

    public TrainResult {
        epochs = List.copyOf(epochs);
    }
}
