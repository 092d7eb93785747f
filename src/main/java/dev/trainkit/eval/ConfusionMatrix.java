package dev.trainkit.eval;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;

/**
 * How often each class was taken for each.
 *
 * @param counts a row for each class that pictures show, a column for each that was answered
 */
public record ConfusionMatrix(List<String> classes, List<List<Long>> counts) {

    /** One class taken for another so many times. */
    public record Confusion(String label, String guess, long pictures) {}

    static ConfusionMatrix of(Predictions predictions) {
        int classes = predictions.classes().size();
        long[][] counts = new long[classes][classes];
        for (int i = 0; i < predictions.size(); i++) {
            counts[predictions.label(i)][predictions.guess(i)]++;
        }
        return new ConfusionMatrix(
                predictions.classes(),
                Arrays.stream(counts).map(row -> Arrays.stream(row).boxed().toList()).toList());
    }

    /** Pictures of one class for which the other was answered. */
    public long count(int label, int guess) {
        return counts.get(label).get(guess);
    }

    /** Pictures in all. */
    public long pictures() {
        return sum(this::support);
    }

    /** Pictures that show class c. */
    public long support(int c) {
        return sum(guess -> count(c, guess));
    }

    /** Pictures for which class c was answered. */
    public long answered(int c) {
        return sum(label -> count(label, c));
    }

    /** Pictures of class c for which it was answered. */
    public long right(int c) {
        return count(c, c);
    }

    /** Pictures whose answer is right. */
    public long right() {
        return sum(this::right);
    }

    /** The classes taken for each other most often, the most frequent first. */
    public List<Confusion> mostConfused(int atMost) {
        return IntStream.range(0, classes.size())
                .boxed()
                .flatMap(label -> confusions(label).stream())
                .sorted(Comparator.comparingLong(Confusion::pictures).reversed())
                .limit(atMost)
                .toList();
    }

    private List<Confusion> confusions(int label) {
        return IntStream.range(0, classes.size())
                .filter(guess -> guess != label && count(label, guess) > 0)
                .mapToObj(
                        guess ->
                                new Confusion(
                                        classes.get(label),
                                        classes.get(guess),
                                        count(label, guess)))
                .toList();
    }

    /** Whether all pictures show one class, and that was answered to all. */
    boolean isOfOneClass() {
        return right() == pictures()
                && IntStream.range(0, classes.size()).anyMatch(c -> support(c) == pictures());
    }

    /**
     * How far the agreement with the labels is beyond chance, at most 1; 0 where chance would agree
     * always. By J. Cohen, "A coefficient of agreement for nominal scales" (1960).
     */
    public double kappa() {
        double pictures = pictures();
        double chance = products(this::support, this::answered) / (pictures * pictures);
        return chance == 1 ? 0 : (right() / pictures - chance) / (1 - chance);
    }

    /**
     * Matthews' correlation coefficient for several classes, -1 to 1; 0 where labels or answers are
     * all the same. By J. Gorodkin, "Comparing two K-category assignments by a K-category
     * correlation coefficient" (2004).
     */
    public double matthews() {
        double all = (double) pictures() * pictures();
        double covariance = (double) right() * pictures() - products(this::support, this::answered);
        double ofLabels = all - products(this::support, this::support);
        double ofAnswers = all - products(this::answered, this::answered);
        return ofLabels == 0 || ofAnswers == 0
                ? 0
                : covariance / (Math.sqrt(ofLabels) * Math.sqrt(ofAnswers));
    }

    private long sum(IntToLongFunction count) {
        return IntStream.range(0, classes.size()).mapToLong(count).sum();
    }

    private double products(IntToLongFunction first, IntToLongFunction second) {
        return IntStream.range(0, classes.size())
                .mapToDouble(c -> (double) first.applyAsLong(c) * second.applyAsLong(c))
                .sum();
    }
}
