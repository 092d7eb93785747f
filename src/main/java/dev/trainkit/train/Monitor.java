package dev.trainkit.train;

import dev.trainkit.config.CheckpointConfig;
import java.util.Map;
import java.util.function.Function;

/** The figure by which epochs are compared, and in which direction it is better. */
final class Monitor {

    private static final Map<String, Function<EpochResult, Double>> FIGURES =
            Map.of(
                    "validation-accuracy", EpochResult::validationAccuracy,
                    "validation-loss", EpochResult::validationLoss,
                    "train-loss", EpochResult::trainLoss);

    private final Function<EpochResult, Double> figure;
    private final boolean moreIsBetter;

    Monitor(CheckpointConfig config) {
        figure = FIGURES.get(config.monitor());
        moreIsBetter =
                config.mode().equals("auto")
                        ? config.monitor().endsWith("accuracy")
                        : config.mode().equals("max");
    }

    /** Null where nothing was kept out for validation. */
    Double figure(EpochResult epoch) {
        return figure.apply(epoch);
    }

    /** Whether {@code value} is better than {@code other} by more than {@code delta}. */
    boolean isBetter(double value, double other, double delta) {
        return moreIsBetter ? value > other + delta : value < other - delta;
    }

    /**
     * Whether an epoch is better than an earlier one: by its figure, and where that is the same, by
     * its loss. An accuracy is a number of pictures, in which epochs are often equal.
     */
    boolean isBetter(EpochResult epoch, EpochResult other) {
        Double value = figure(epoch);
        if (value == null || !value.equals(figure(other))) {
            return value == null || isBetter(value, figure(other), 0);
        }
        return Double.compare(epoch.lossToLower(), other.lossToLower()) < 0; // NaN is the greatest
    }

    /** Whether {@code value} is at least as good as {@code target}. */
    boolean reaches(double value, double target) {
        return moreIsBetter ? value >= target : value <= target;
    }
}
