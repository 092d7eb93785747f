package dev.trainkit.eval;

import dev.trainkit.TrainkitException;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** What a network answers to pictures whose labels are known: its logits, on the heap. */
public final class Predictions {

    private final List<String> classes;
    private final int[] labels;
    private final float[][] logits;
    private final double temperature;
    private final IntFunction<String> names;

    /**
     * @param classes the names that the labels stand for
     * @param labels of the pictures, indices into the classes
     * @param logits a row for each picture, with a number for each class; not copied
     */
    public Predictions(List<String> classes, int[] labels, float[][] logits) {
        this(List.copyOf(classes), labels.clone(), logits, 1, Predictions::numbered);
        if (labels.length != logits.length) {
            throw new IllegalArgumentException(
                    labels.length + " labels, but " + logits.length + " rows of logits");
        }
        for (int label : labels) {
            Objects.checkIndex(label, this.classes.size());
        }
    }

    private Predictions(
            List<String> classes,
            int[] labels,
            float[][] logits,
            double temperature,
            IntFunction<String> names) {
        this.classes = classes;
        this.labels = labels;
        this.logits = logits;
        this.temperature = temperature;
        this.names = names;
    }

    /** The same answers, with the probabilities of these logits over the temperature. */
    public Predictions atTemperature(double other) {
        return new Predictions(classes, labels, logits, other, names);
    }

    /** The same answers, to pictures that people call so. */
    public Predictions named(IntFunction<String> others) {
        return new Predictions(classes, labels, logits, temperature, others);
    }

    /** Those of these pictures, by their numbers. */
    Predictions select(int... pictures) {
        return new Predictions(
                classes,
                IntStream.of(pictures).map(i -> labels[i]).toArray(),
                IntStream.of(pictures).mapToObj(i -> logits[i]).toArray(float[][]::new),
                temperature,
                i -> names.apply(pictures[i]));
    }

    public List<String> classes() {
        return classes;
    }

    /** How many pictures. */
    public int size() {
        return labels.length;
    }

    /** What people call picture i: its file, or its number where nobody has named it. */
    public String name(int i) {
        return names.apply(i);
    }

    /** Whether the pictures' names say more than their numbers. */
    public boolean areOfNamedPictures() {
        return !IntStream.range(0, size()).allMatch(i -> name(i).equals(numbered(i)));
    }

    private static String numbered(int i) {
        return "picture " + i;
    }

    /** The index of the class that picture i shows. */
    public int label(int i) {
        return labels[i];
    }

    /** The index of the most probable class, the first of equals. */
    public int guess(int i) {
        float[] row = logits[i];
        int best = 0;
        for (int c = 1; c < row.length; c++) {
            if (row[c] > row[best]) {
                best = c;
            }
        }
        return best;
    }

    public boolean isRight(int i) {
        return guess(i) == labels[i];
    }

    /** The numbers of the pictures whose most probable class is right. */
    public BitSet right() {
        BitSet right = new BitSet(size());
        for (int i = 0; i < size(); i++) {
            right.set(i, isRight(i));
        }
        return right;
    }

    /** How many classes are more probable than the right one: 0 for a right answer. */
    int classesAheadOfLabel(int i) {
        float[] row = logits[i];
        int ahead = 0;
        for (int c = 0; c < row.length; c++) {
            if (row[c] > row[labels[i]] || (row[c] == row[labels[i]] && c < labels[i])) {
                ahead++;
            }
        }
        return ahead;
    }

    /** The probability of each class for picture i. */
    public double[] probabilities(int i) {
        return Softmax.of(logits[i], temperature);
    }

    /** The row of picture i; not copied. */
    float[] logits(int i) {
        return logits[i];
    }

    /**
     * Damaged weights would give figures that are no numbers either.
     *
     * @throws TrainkitException when an answer is no number
     */
    void requireFinite() {
        for (int i = 0; i < size(); i++) {
            for (float logit : logits[i]) {
                if (!Float.isFinite(logit)) {
                    throw new TrainkitException(
                            String.format(
                                    Locale.ROOT,
                                    ("The network computes %s for %s: its weights are damaged."
                                            + " Train it again, with a lower"
                                            + " optimizer.learning-rate if that made them so."),
                                    logit,
                                    name(i)));
                }
            }
        }
    }
}
