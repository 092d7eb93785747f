package dev.trainkit.data;

/**
 * The sums of all rectangles at the upper left of a picture, from which the mean of any square
 * takes four of them, however large it is (Crow, "Summed-area tables for texture mapping", 1984).
 */
final class SummedArea {

    private final int width;
    private final int height;

    /** (height + 1, width + 1): what lies above and to the left of each corner of a pixel. */
    private final double[] sums;

    SummedArea(GreyPicture picture) {
        width = picture.width();
        height = picture.height();
        int across = width + 1;
        sums = new double[Math.multiplyExact(height + 1, across)];
        for (int y = 0; y < height; y++) {
            double row = 0;
            for (int x = 0; x < width; x++) {
                row += picture.at(x, y);
                sums[(y + 1) * across + x + 1] = sums[y * across + x + 1] + row;
            }
        }
    }

    /** The mean of the square around each pixel; at the edges, of what there is of it. */
    GreyPicture mean(int reach) {
        GreyPicture mean = GreyPicture.black(width, height);
        for (int y = 0; y < height; y++) {
            mean(y, reach, mean.values(), y * width);
        }
        return mean;
    }

    /** As {@link #mean(int)}, for a row alone. */
    void mean(int y, int reach, float[] into, int at) {
        int above = Math.max(0, y - reach);
        int below = Math.min(height, y + reach + 1);
        for (int x = 0; x < width; x++) {
            int left = Math.max(0, x - reach);
            int right = Math.min(width, x + reach + 1);
            into[at + x] = mean(left, above, right, below);
        }
    }

    /**
     * Scaled down by a whole number until its longer side is at most {@code longest}: each pixel is
     * the mean of a square, of which the lower and the right edge may cut one.
     */
    GreyPicture reduced(int longest) {
        int square = (Math.max(width, height) + longest - 1) / longest;
        GreyPicture reduced =
                GreyPicture.black((width + square - 1) / square, (height + square - 1) / square);
        for (int y = 0; y < reduced.height(); y++) {
            int below = Math.min(height, (y + 1) * square);
            for (int x = 0; x < reduced.width(); x++) {
                int right = Math.min(width, (x + 1) * square);
                reduced.set(x, y, mean(x * square, y * square, right, below));
            }
        }
        return reduced;
    }

    /** Of a rectangle, right and below not part of it. */
    private float mean(int left, int above, int right, int below) {
        double sum = sum(right, below) - sum(left, below) - sum(right, above) + sum(left, above);
        return (float) (sum / ((right - left) * (below - above)));
    }

    private double sum(int x, int y) {
        return sums[y * (width + 1) + x];
    }
}
