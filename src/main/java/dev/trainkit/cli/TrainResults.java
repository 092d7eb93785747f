package dev.trainkit.cli;

import dev.trainkit.eval.Evaluation;
import dev.trainkit.store.Figures;
import dev.trainkit.train.EpochResult;
import dev.trainkit.train.TrainResult;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What {@code train --json} prints about a run that kept weights.
 *
 * @param model its directory
 * @param epochs those that were completed
 * @param seconds from the first step to the end of the test
 * @param validation of the weights that were kept; null where nothing was kept out for validation
 */
record TrainResults(String model, int epochs, double seconds, Figures validation, Figures test) {

    static TrainResults of(TrainResult result, Path directory) {
        EpochResult best = result.best().orElseThrow();
        Evaluation test = result.test().orElseThrow();
        return new TrainResults(
                directory.toString(),
                result.epochs().size(),
                result.seconds(),
                best.validationLoss() == null
                        ? null
                        : new Figures(best.validationLoss(), best.validationAccuracy()),
                new Figures(test.loss(), test.accuracy()));
    }

    /**
     * The same for people.
     *
     * @param bestEpoch whose weights were kept
     */
    String toText(int bestEpoch) {
        return format("Model       %s\n", model)
                + format(
                        "Trained     %d epochs in %.0f s, the best was epoch %d\n",
                        epochs, seconds, bestEpoch)
                + (validation == null ? "" : "Validation  " + text(validation))
                + ("Test        " + text(test));
    }

    private static String text(Figures figures) {
        return format("accuracy %.2f %%, loss %.4f\n", 100 * figures.accuracy(), figures.loss());
    }

    private static String format(String template, Object... values) {
        return String.format(Locale.ROOT, template, values);
    }
}
