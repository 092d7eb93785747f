package dev.trainkit.train;

import dev.trainkit.TrainkitException;
import dev.trainkit.config.RunConfig;
import java.util.Locale;

/** The sentence about a loss that is no number. */
final class NotANumber {

    private NotANumber() {}

    /**
     * @param step the one whose loss it is
     * @param more what was tried against it, a sentence after a space; or empty
     */
    static TrainkitException in(int step, float loss, RunConfig config, String more) {
        return new TrainkitException(
                String.format(
                        Locale.ROOT,
                        ("The loss became %s in step %d: the weights have run away. Lower"
                                + " optimizer.learning-rate (it is %s), or raise"
                                + " schedule.warmup-epochs (it is %s).%s"),
                        loss,
                        step,
                        config.optimizer().learningRate(),
                        config.schedule().warmupEpochs(),
                        more));
    }
}
