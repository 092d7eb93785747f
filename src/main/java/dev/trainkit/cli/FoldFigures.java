package dev.trainkit.cli;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What runs over all folds score together.
 *
 * @param folds each run's results, in order
 * @param validation accuracy on the fold that each run did not see
 * @param test accuracy on the test set
 */
record FoldFigures(List<TrainResults> folds, Spread validation, Spread test) {

    /**
     * Figures of several runs.
     *
     * @param deviation the standard deviation of a sample, which divides by one less than there are
     */
    record Spread(double mean, double deviation) {

        static Spread of(List<TrainResults> folds, ToDoubleFunction<TrainResults> figure) {
            double mean = folds.stream().mapToDouble(figure).average().orElseThrow();
            double squares =
                    folds.stream()
                            .mapToDouble(fold -> Math.pow(figure.applyAsDouble(fold) - mean, 2))
                            .sum();
            return new Spread(mean, Math.sqrt(squares / (folds.size() - 1)));
        }

        private String text() {
            return String.format(
                    Locale.ROOT, "%.2f %% (deviation %.2f)", 100 * mean, 100 * deviation);
        }
    }

    static FoldFigures of(List<TrainResults> folds) {
        return new FoldFigures(
                List.copyOf(folds),
                Spread.of(folds, fold -> fold.validation().accuracy()),
                Spread.of(folds, fold -> fold.test().accuracy()));
    }

    /** The same for people. */
    String toText() {
        return String.format(Locale.ROOT, "Folds       %d%n", folds.size())
                + "Validation  accuracy %s%n".formatted(validation.text())
                + "Test        accuracy %s%n".formatted(test.text());
    }
}
