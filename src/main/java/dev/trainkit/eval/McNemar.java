package dev.trainkit.eval;

import java.util.BitSet;

/**
 * Which of two models is right where the other is wrong, on the same pictures: what both get right
 * or both get wrong says nothing about their difference. By Q. McNemar, "Note on the sampling error
 * of the difference between correlated proportions", Psychometrika 12 (1947).
 *
 * @param both pictures that both get right
 * @param onlyFirst pictures that only the first gets right
 * @param onlySecond pictures that only the second gets right
 * @param neither pictures that both get wrong
 */
public record McNemar(long both, long onlyFirst, long onlySecond, long neither) {

    /**
     * Counts the pictures of each kind.
     *
     * @param first the pictures that the first gets right
     * @param second the pictures that the second gets right
     * @param pictures how many there are
     */
    public static McNemar of(BitSet first, BitSet second, long pictures) {
        BitSet shared = (BitSet) first.clone();
        shared.and(second);
        long both = shared.cardinality();
        long onlyFirst = first.cardinality() - both;
        long onlySecond = second.cardinality() - both;
        return new McNemar(both, onlyFirst, onlySecond, pictures - both - onlyFirst - onlySecond);
    }

    /**
     * How likely equally good models are to differ by that much or more: the exact two-sided
     * binomial test of an even coin over the pictures that one of them gets right.
     */
    public double pValue() {
        long tosses = onlyFirst + onlySecond;
        long fewer = Math.min(onlyFirst, onlySecond);
        double logTerm = -tosses * Math.log(2); // of no heads; in logarithms none is too small
        double tail = 0;
        for (long heads = 0; heads <= fewer; heads++) {
            tail += Math.exp(logTerm);
            logTerm += Math.log((double) (tosses - heads) / (heads + 1));
        }
        return Math.min(1, 2 * tail);
    }
}
