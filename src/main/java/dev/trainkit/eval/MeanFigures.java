package dev.trainkit.eval;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * The figures of all classes in one.
 *
 * @param rocArea null where no class has one
 * @param averagePrecision likewise
 */
public record MeanFigures(
        double precision, double recall, double f1, Double rocArea, Double averagePrecision) {

    /** Each class counts the same. */
    static MeanFigures macro(List<ClassFigures> classes) {
        return weighted(classes, figures -> 1);
    }

    /** Each class counts by its pictures. */
    static MeanFigures weighted(List<ClassFigures> classes) {
        return weighted(classes, ClassFigures::support);
    }

    private static MeanFigures weighted(
            List<ClassFigures> classes, ToDoubleFunction<ClassFigures> weight) {
        return new MeanFigures(
                mean(classes, weight, ClassFigures::precision),
                mean(classes, weight, ClassFigures::recall),
                mean(classes, weight, ClassFigures::f1),
                mean(classes, weight, ClassFigures::rocArea),
                mean(classes, weight, ClassFigures::averagePrecision));
    }

    /** Each picture counts the same: then precision, recall and F1 are all the accuracy. */
    static MeanFigures micro(double accuracy, Ranking ofAll) {
        return new MeanFigures(
                accuracy,
                accuracy,
                accuracy,
                ofAll == null ? null : ofAll.rocArea(),
                ofAll == null ? null : ofAll.averagePrecision());
    }

    /** Over the classes that have the figure; null where none has. */
    private static Double mean(
            List<ClassFigures> classes,
            ToDoubleFunction<ClassFigures> weight,
            Function<ClassFigures, Double> figure) {
        List<ClassFigures> having =
                classes.stream().filter(one -> Objects.nonNull(figure.apply(one))).toList();
        double weights = having.stream().mapToDouble(weight).sum();
        return weights == 0
                ? null
                : having.stream()
                                .mapToDouble(one -> weight.applyAsDouble(one) * figure.apply(one))
                                .sum()
                        / weights;
    }
}
