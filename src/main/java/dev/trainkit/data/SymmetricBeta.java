package dev.trainkit.data;

import dev.trainkit.engine.RandomStream;

/** Draws shares from Beta(alpha, alpha), as one gamma number of the sum of two. */
final class SymmetricBeta {

    private SymmetricBeta() {}

    /**
     * From 0 to 1.
     *
     * @param alpha above 0
     */
    static double draw(double alpha, RandomStream random) {
        double first = logGamma(alpha, random);
        double second = logGamma(alpha, random);
        return 1
                / (1
                        + StrictMath.exp(
                                second - first)); // of small ones, only logarithms are numbers
    }

    /** The logarithm of a gamma number (Marsaglia and Tsang 2000). */
    private static double logGamma(double alpha, RandomStream random) {
        if (alpha < 1) {
            return logGamma(alpha + 1, random) + logUniform(random) / alpha;
        }
        double d = alpha - 1.0 / 3;
        while (true) {
            double x = random.nextNormal();
            double root = 1 + x / Math.sqrt(9 * d);
            double v = root * root * root;
            if (v > 0 && logUniform(random) < x * x / 2 + d - d * v + d * StrictMath.log(v)) {
                return StrictMath.log(d * v);
            }
        }
    }

    /** Of a number above 0 and at most 1. */
    private static double logUniform(RandomStream random) {
        return StrictMath.log(1 - random.nextFloat(0, 1));
    }
}
