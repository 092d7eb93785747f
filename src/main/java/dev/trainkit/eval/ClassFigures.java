package dev.trainkit.eval;

/**
 * How well one class is told from all others.
 *
 * @param name of the class
 * @param precision share of right answers where it was answered; 0 where it never was
 * @param recall share of right answers to its pictures; 0 where it has none
 * @param f1 the harmonic mean of both; 0 where both are 0
 * @param support how many pictures show it
 * @param rocArea one against the rest; null where it has no pictures, or all of them
 * @param averagePrecision likewise
 */
public record ClassFigures(
        String name,
        double precision,
        double recall,
        double f1,
        long support,
        Double rocArea,
        Double averagePrecision) {

    static ClassFigures of(String name, long right, long answered, long support, Ranking ranking) {
        return new ClassFigures(
                name,
                share(right, answered),
                share(right, support),
                share(2 * right, answered + support),
                support,
                ranking == null ? null : ranking.rocArea(),
                ranking == null ? null : ranking.averagePrecision());
    }

    private static double share(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }
}
