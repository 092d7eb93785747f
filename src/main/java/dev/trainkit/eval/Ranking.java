package dev.trainkit.eval;

import java.util.Comparator;
import java.util.List;

/**
 * How well scores tell the pictures of a class from all others, whatever the threshold.
 *
 * @param rocArea under the receiver operating characteristic: how likely a picture of the class
 *     scores above one of another, where equal scores count half
 * @param averagePrecision the area under precision over recall: the precision at each threshold,
 *     weighed by the recall that it adds
 */
record Ranking(double rocArea, double averagePrecision) {

    /** A picture's score, and whether it is of the class. */
    record Scored(double score, boolean positive) {}

    /** Null where there are no pictures of the class, or no others. */
    static Ranking of(List<Scored> pictures) {
        long positives = pictures.stream().filter(Scored::positive).count();
        long negatives = pictures.size() - positives;
        return positives == 0 || negatives == 0 ? null : walk(pictures, positives, negatives);
    }

    /** From the highest score down; equal scores are one threshold. */
    private static Ranking walk(List<Scored> pictures, long positives, long negatives) {
        List<Scored> ranked =
                pictures.stream()
                        .sorted(Comparator.comparingDouble(Scored::score).reversed())
                        .toList();
        double rocArea = 0;
        double averagePrecision = 0;
        long truePositives = 0;
        long falsePositives = 0;
        for (int from = 0; from < ranked.size(); ) {
            int to = endOfEquals(ranked, from);
            long hits = ranked.subList(from, to).stream().filter(Scored::positive).count();
            long misses = to - from - hits;
            rocArea += misses * (truePositives + hits / 2.0);
            truePositives += hits;
            falsePositives += misses;
            averagePrecision += hits * ((double) truePositives / (truePositives + falsePositives));
            from = to;
        }
        return new Ranking(
                rocArea / ((double) positives * negatives), averagePrecision / positives);
    }

    private static int endOfEquals(List<Scored> ranked, int from) {
        int to = from + 1;
        while (to < ranked.size() && ranked.get(to).score() == ranked.get(from).score()) {
            to++;
        }
        return to;
    }
}
