package dev.trainkit.engine;

import java.util.random.RandomGenerator;

/**
 * A counter-based random generator: the n-th number is a hash of the stream's key and n
 * (SplitMix64, Steele, Lea and Flood 2014), so that a stream's whole state is a key and a counter.
 * Each use of randomness takes a stream of its own, derived from the run's seed, a purpose and
 * indices such as the epoch; adding a use shifts no other.
 */
public final class RandomStream implements RandomGenerator {

    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private final long key;
    private long counter;

    private RandomStream(long key) {
        this.key = key;
    }

    /**
     * The stream of one purpose, such as {@code "order"}, and the indices that tell its uses apart,
     * such as the epoch.
     */
    public static RandomStream of(long seed, String purpose, long... indices) {
        long key = mix(seed + GOLDEN_GAMMA);
        for (int i = 0; i < purpose.length(); i++) {
            key = mix(key + GOLDEN_GAMMA * (purpose.charAt(i) + 1));
        }
        for (long index : indices) {
            key = mix(key ^ mix(index + GOLDEN_GAMMA));
        }
        return new RandomStream(key);
    }

    @Override
    public long nextLong() {
        counter++;
        return mix(key + counter * GOLDEN_GAMMA);
    }

    /**
     * Uniform in [0, bound), by the high half of a product; the bias, below 2^-32 for any array's
     * length, is the price of a draw that never repeats, so that the counter stays predictable.
     */
    @Override
    public int nextInt(int bound) {
        if (bound <= 0) {
            throw new IllegalArgumentException("bound must be positive, but was " + bound);
        }
        return (int) Math.multiplyHigh(nextLong() >>> 1, (long) bound << 1);
    }

    /** Uniform in [low, high), from 24 random bits. */
    @Override
    public float nextFloat(float low, float high) {
        return low + (high - low) * ((nextLong() >>> 40) * 0x1.0p-24f);
    }

    /** Standard normal (Box and Muller 1958), by functions that give every machine the same. */
    public double nextNormal() {
        double radius = Math.sqrt(-2 * StrictMath.log(1 - nextDouble53()));
        return radius * StrictMath.cos(2 * Math.PI * nextDouble53());
    }

    /** Uniform in [0, 1), from 53 random bits. */
    private double nextDouble53() {
        return (nextLong() >>> 11) * 0x1.0p-53;
    }

    /** A uniformly drawn permutation of 0 to n - 1 (Fisher and Yates). */
    public int[] permutation(int n) {
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            int j = nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
