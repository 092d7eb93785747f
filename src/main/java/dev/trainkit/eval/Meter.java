package dev.trainkit.eval;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.stream.IntStream;

/** Loss and accuracy over batches, each weighted by its pictures: a short batch counts for less. */
public final class Meter {

    private double lossSum;
    private long right;
    private long pictures;

    /**
     * What it has counted so far.
     *
     * @param lossSum over the pictures
     * @param right pictures whose largest logit is the label's
     */
    public record Totals(double lossSum, long right, long pictures) {}

    public Meter() {
        this(new Totals(0, 0, 0));
    }

    /** Goes on counting from there. */
    public Meter(Totals totals) {
        lossSum = totals.lossSum();
        right = totals.right();
        pictures = totals.pictures();
    }

    public Totals totals() {
        return new Totals(lossSum, right, pictures);
    }

    /** Adds what another has counted. */
    public void add(Totals totals) {
        lossSum += totals.lossSum();
        right += totals.right();
        pictures += totals.pictures();
    }

    /**
     * Adds a batch.
     *
     * @param loss the batch's loss per picture
     * @param predictions logits (N, classes)
     * @param labels class indices (N), or the share of each class (N, classes), of which the
     *     largest is right
     */
    public void add(double loss, NDList predictions, NDList labels) {
        long size = labels.singletonOrThrow().getShape().get(0);
        add(new Totals(loss * size, right(predictions, labels), size));
    }

    /** How many of a batch's largest logits are the label's; the arrays as in {@link #add}. */
    public static int right(NDList predictions, NDList labels) {
        float[] logits = predictions.singletonOrThrow().toFloatArray();
        return right(logits, classes(labels.singletonOrThrow()));
    }

    private static long[] classes(NDArray labels) {
        if (labels.getShape().dimension() == 1) {
            return labels.toLongArray();
        }
        float[] shares = labels.toFloatArray();
        int classes = Math.toIntExact(labels.getShape().get(1));
        return IntStream.range(0, shares.length / classes)
                .mapToLong(i -> largest(shares, i * classes, classes))
                .toArray();
    }

    /** Counted here, for each call into the engine costs more than these few numbers. */
    private static int right(float[] logits, long[] truth) {
        int classes = logits.length / truth.length;
        int right = 0;
        for (int i = 0; i < truth.length; i++) {
            if (largest(logits, i * classes, classes) == truth[i]) {
                right++;
            }
        }
        return right;
    }

    /** The first of the largest, as libtorch's argmax. */
    private static int largest(float[] logits, int from, int classes) {
        int largest = 0;
        for (int c = 1; c < classes; c++) {
            if (logits[from + c] > logits[from + largest]) {
                largest = c;
            }
        }
        return largest;
    }

    /** Mean loss over the pictures so far. */
    public double loss() {
        return lossSum / pictures;
    }

    /** Share of the pictures so far whose largest logit is the label's, 0 to 1. */
    public double accuracy() {
        return (double) right / pictures;
    }

    /** Pictures so far. */
    public long pictures() {
        return pictures;
    }
}
