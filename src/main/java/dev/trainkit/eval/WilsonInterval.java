package dev.trainkit.eval;

/**
 * Where a share truly lies, with 95 % confidence, after so many successes in so many trials. By E.
 * B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22
 * (1927); unlike the usual plus or minus, it is right close to 0 and to 1, where accuracies are.
 *
 * @param low at least 0
 * @param high at most 1
 */
public record WilsonInterval(double low, double high) {

    /** The normal distribution's 97.5th percentile. */
    private static final double Z = 1.959963984540054;

    /**
     * The interval of a share.
     *
     * @param trials at least 1
     */
    public static WilsonInterval of(long successes, long trials) {
        if (trials < 1 || successes < 0 || successes > trials) {
            throw new IllegalArgumentException(successes + " successes in " + trials + " trials");
        }
        double share = (double) successes / trials;
        double shrink = 1 + Z * Z / trials;
        double centre = (share + Z * Z / (2 * trials)) / shrink;
        double margin =
                Z / shrink * Math.sqrt((share * (1 - share) + Z * Z / (4.0 * trials)) / trials);
        return new WilsonInterval(
                successes == 0 ? 0 : centre - margin, successes == trials ? 1 : centre + margin);
    }
}
