package dev.trainkit.eval;

import dev.trainkit.eval.ConfusionMatrix.Confusion;
import dev.trainkit.eval.Ranking.Scored;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Everything that is said about answers to pictures, as scikit-learn computes it. Where a figure
 * has no value, it is the one that its class states, or null, and a note says why.
 *
 * @param top share of pictures whose class is among the 2, 3 and 5 most probable
 * @param logLoss of the labels' probabilities, which count as at least 2.2e-16
 * @param brier squared distance of the probabilities from the label, mean over the pictures, 0 to 2
 * @param macro over the classes that occur in labels or answers
 * @param micro over the pictures
 * @param weighted over the classes, by their pictures
 * @param mistakes the hundred most confident wrong answers, the most confident first
 * @param notes what the figures could not be computed from
 */
public record Scores(
        long pictures,
        double accuracy,
        WilsonInterval accuracyInterval,
        Map<Integer, Double> top,
        double logLoss,
        double brier,
        Calibration calibration,
        double kappa,
        double matthews,
        MeanFigures macro,
        MeanFigures micro,
        MeanFigures weighted,
        List<ClassFigures> classFigures,
        ConfusionMatrix confusion,
        List<Confusion> mostConfused,
        List<Mistake> mistakes,
        List<String> notes) {

    private static final List<Integer> TOP = List.of(2, 3, 5);
    private static final int MOST_CONFUSED = 10;
    private static final int MISTAKES = 100;
    private static final double SMALLEST_PROBABILITY = Math.ulp(1.0);

    public Scores {
        top = Collections.unmodifiableMap(new TreeMap<>(top));
        classFigures = List.copyOf(classFigures);
        mostConfused = List.copyOf(mostConfused);
        mistakes = List.copyOf(mistakes);
        notes = List.copyOf(notes);
    }

    /**
     * Of one picture or more.
     *
     * @throws dev.trainkit.TrainkitException when an answer is no number
     */
    public static Scores of(Predictions predictions) {
        predictions.requireFinite();
        ConfusionMatrix confusion = ConfusionMatrix.of(predictions);
        List<ClassFigures> figures = classFigures(predictions, confusion);
        List<ClassFigures> occurring = occurring(figures, confusion);
        double accuracy = (double) confusion.right() / predictions.size();
        return new Scores(
                predictions.size(),
                accuracy,
                WilsonInterval.of(confusion.right(), predictions.size()),
                top(predictions),
                mean(predictions, i -> logLoss(predictions, i)),
                mean(predictions, i -> brier(predictions, i)),
                Calibration.of(predictions),
                confusion.kappa(),
                confusion.matthews(),
                MeanFigures.macro(occurring),
                MeanFigures.micro(accuracy, rankingOfAll(predictions)),
                MeanFigures.weighted(occurring),
                figures,
                confusion,
                confusion.mostConfused(MOST_CONFUSED),
                Mistake.in(predictions).stream().limit(MISTAKES).toList(),
                notes(confusion));
    }

    private static List<ClassFigures> classFigures(
            Predictions predictions, ConfusionMatrix confusion) {
        double[][] probabilities = probabilities(predictions);
        return IntStream.range(0, predictions.classes().size())
                .mapToObj(
                        c ->
                                ClassFigures.of(
                                        predictions.classes().get(c),
                                        confusion.right(c),
                                        confusion.answered(c),
                                        confusion.support(c),
                                        Ranking.of(scored(predictions, probabilities, c).toList())))
                .toList();
    }

    private static double[][] probabilities(Predictions predictions) {
        return IntStream.range(0, predictions.size())
                .mapToObj(predictions::probabilities)
                .toArray(double[][]::new);
    }

    private static Stream<Scored> scored(Predictions predictions, double[][] probabilities, int c) {
        return IntStream.range(0, probabilities.length)
                .mapToObj(i -> new Scored(probabilities[i][c], predictions.label(i) == c));
    }

    private static Ranking rankingOfAll(Predictions predictions) {
        double[][] probabilities = probabilities(predictions);
        return Ranking.of(
                IntStream.range(0, predictions.classes().size())
                        .boxed()
                        .flatMap(c -> scored(predictions, probabilities, c))
                        .toList());
    }

    private static List<ClassFigures> occurring(
            List<ClassFigures> figures, ConfusionMatrix confusion) {
        return IntStream.range(0, figures.size())
                .filter(c -> confusion.support(c) > 0 || confusion.answered(c) > 0)
                .mapToObj(figures::get)
                .toList();
    }

    /** Of so many classes all are, so k is below their number. */
    private static Map<Integer, Double> top(Predictions predictions) {
        Map<Integer, Double> top = new TreeMap<>();
        for (int k : TOP) {
            if (k < predictions.classes().size()) {
                top.put(k, mean(predictions, i -> predictions.classesAheadOfLabel(i) < k ? 1 : 0));
            }
        }
        return top;
    }

    private static double logLoss(Predictions predictions, int i) {
        double probability = predictions.probabilities(i)[predictions.label(i)];
        double bounded =
                Math.min(1 - SMALLEST_PROBABILITY, Math.max(SMALLEST_PROBABILITY, probability));
        return -Math.log(bounded);
    }

    private static double brier(Predictions predictions, int i) {
        double[] probabilities = predictions.probabilities(i);
        double sum = 0;
        for (int c = 0; c < probabilities.length; c++) {
            double miss = probabilities[c] - (c == predictions.label(i) ? 1 : 0);
            sum += miss * miss;
        }
        return sum;
    }

    private static double mean(Predictions predictions, ToDoubleFunction<Integer> figure) {
        return IntStream.range(0, predictions.size())
                .boxed()
                .mapToDouble(figure)
                .average()
                .orElseThrow();
    }

    private static List<String> notes(ConfusionMatrix confusion) {
        List<String> notes = new ArrayList<>();
        for (int c = 0; c < confusion.classes().size(); c++) {
            String name = confusion.classes().get(c);
            if (confusion.support(c) == 0) {
                notes.add("No picture shows %s: its recall counts as 0.".formatted(name));
            }
            if (confusion.answered(c) == 0) {
                notes.add("%s was never answered: its precision counts as 0.".formatted(name));
            }
            if (confusion.answered(c) == confusion.pictures()) {
                notes.add("Every answer is %s: Matthews' coefficient counts as 0.".formatted(name));
            }
            if (confusion.support(c) == 0 || confusion.support(c) == confusion.pictures()) {
                notes.add(
                        "Nothing tells %s from the rest here: it has no ROC and PR areas."
                                .formatted(name));
            }
        }
        if (confusion.isOfOneClass()) {
            notes.add("Chance would always be right too: Cohen's kappa counts as 0.");
        }
        return notes;
    }
}
