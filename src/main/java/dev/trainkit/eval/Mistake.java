package dev.trainkit.eval;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A wrong answer.
 *
 * @param picture its number among those that were asked, from 0
 * @param name what people call it: its file where it is in one
 * @param label what it shows
 * @param guess what was answered
 * @param probability of the answer
 * @param labelProbability of what it shows
 */
public record Mistake(
        int picture,
        String name,
        String label,
        String guess,
        double probability,
        double labelProbability) {

    /** The wrong answers, the most confident first. */
    public static List<Mistake> in(Predictions predictions) {
        return IntStream.range(0, predictions.size())
                .filter(i -> !predictions.isRight(i))
                .mapToObj(i -> of(predictions, i))
                .sorted(Comparator.comparingDouble(Mistake::probability).reversed())
                .toList();
    }

    private static Mistake of(Predictions predictions, int i) {
        double[] probabilities = predictions.probabilities(i);
        List<String> classes = predictions.classes();
        int label = predictions.label(i);
        int guess = predictions.guess(i);
        return new Mistake(
                i,
                predictions.name(i),
                classes.get(label),
                classes.get(guess),
                probabilities[guess],
                probabilities[label]);
    }
}
