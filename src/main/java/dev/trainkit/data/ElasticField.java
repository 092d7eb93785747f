package dev.trainkit.data;

import dev.trainkit.engine.RandomStream;
import java.util.Arrays;

/**
 * By how much each pixel of a picture is moved so that it bends as a whole: random numbers,
 * smoothed by a Gaussian (Simard, Steinkraus and Platt 2003). It fills the same memory each time.
 */
final class ElasticField {

    /** Where the Gaussian is cut off, in deviations. */
    private static final double CUT = 3;

    private final int height;
    private final int width;
    private final float strength;
    private final float[] gaussian;
    private final Bend bend;
    private final float[] between;

    /**
     * @param strength the largest number before smoothing, in pixels
     * @param sigma the Gaussian's deviation, in pixels
     */
    ElasticField(int height, int width, double strength, double sigma) {
        this.height = height;
        this.width = width;
        this.strength = (float) strength;
        gaussian = gaussian(sigma);
        bend = new Bend(new float[height * width], new float[height * width]);
        between = new float[height * width];
    }

    private static float[] gaussian(double sigma) {
        int radius = (int) (CUT * sigma + 0.5);
        double[] weights = new double[2 * radius + 1];
        for (int i = 0; i < weights.length; i++) {
            double distance = (i - radius) / sigma;
            weights[i] = StrictMath.exp(-distance * distance / 2);
        }
        double sum = Arrays.stream(weights).sum();
        float[] gaussian = new float[weights.length];
        for (int i = 0; i < weights.length; i++) {
            gaussian[i] = (float) (weights[i] / sum);
        }
        return gaussian;
    }

    /** Draws another, in the place of the one before. */
    Bend draw(RandomStream random) {
        for (float[] field : new float[][] {bend.x, bend.y}) {
            for (int i = 0; i < field.length; i++) {
                field[i] = random.nextFloat(-strength, strength);
            }
            smooth(field);
        }
        return bend;
    }

    /** In place; what is outside is 0. */
    void smooth(float[] field) {
        Arrays.fill(between, 0);
        int radius = gaussian.length / 2;
        for (int row = 0; row < field.length; row += width) {
            for (int k = -radius; k <= radius; k++) {
                int first = Math.max(0, -k);
                int count = Math.min(width, width - k) - first;
                addWeighed(
                        field, row + first + k, gaussian[k + radius], between, row + first, count);
            }
        }
        Arrays.fill(field, 0);
        for (int k = -radius; k <= radius; k++) {
            int first = Math.max(0, -k) * width;
            int count = Math.min(height, height - k) * width - first;
            addWeighed(between, first + k * width, gaussian[k + radius], field, first, count);
        }
    }

    /** Nothing where the count is below 1: the neighbour is outside for all. */
    private static void addWeighed(
            float[] from, int start, float weight, float[] to, int target, int count) {
        for (int i = 0; i < count; i++) {
            to[target + i] += weight * from[start + i];
        }
    }
}
