package dev.trainkit.data;

import java.awt.image.BufferedImage;

/** A picture of one value a pixel, rows from the top. */
final class GreyPicture {

    private final int width;
    private final int height;
    private final float[] values;

    private GreyPicture(int width, int height) {
        this.width = width;
        this.height = height;
        values = new float[Math.multiplyExact(width, height)];
    }

    /** Black of the given size. */
    static GreyPicture black(int width, int height) {
        return new GreyPicture(width, height);
    }

    /**
     * The brightness of a picture, 0 to 255, scaled down by a whole number until its longer side is
     * at most {@code longest}: each pixel is the mean of a square, so that thin strokes stay.
     */
    static GreyPicture of(BufferedImage picture, int longest) {
        int side = Math.max(picture.getWidth(), picture.getHeight());
        int square = (side + longest - 1) / longest;
        GreyPicture grey =
                black(
                        (picture.getWidth() + square - 1) / square,
                        (picture.getHeight() + square - 1) / square);
        PictureRows rows = new PictureRows(picture);
        int[] row = new int[picture.getWidth()];
        for (int y = 0; y < picture.getHeight(); y++) {
            rows.greys(y, row);
            grey.addRow(row, 0, y / square, square);
        }
        grey.divideBySquares(picture.getWidth(), picture.getHeight(), square);
        return grey;
    }

    /** Adds 8 bits of each value to row y, so many values to each pixel. */
    void addRow(int[] row, int shift, int y, int square) {
        int at = y * width;
        for (int x = 0; x < row.length; x += square, at++) {
            for (int i = x; i < Math.min(x + square, row.length); i++) {
                values[at] += row[i] >> shift & 0xff;
            }
        }
    }

    /** From sums to means; the squares at the right and the lower edge may be cut. */
    void divideBySquares(int fullWidth, int fullHeight, int square) {
        if (square == 1) {
            return;
        }
        for (int y = 0; y < height; y++) {
            int rows = Math.min(square, fullHeight - y * square);
            for (int x = 0; x < width; x++) {
                values[y * width + x] /= rows * Math.min(square, fullWidth - x * square);
            }
        }
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /** All of them, not copied. */
    float[] values() {
        return values;
    }

    float at(int x, int y) {
        return values[y * width + x];
    }

    void set(int x, int y, float value) {
        values[y * width + x] = value;
    }

    /** Light for dark. */
    GreyPicture inverted() {
        GreyPicture inverted = black(width, height);
        for (int i = 0; i < values.length; i++) {
            inverted.values[i] = 255 - values[i];
        }
        return inverted;
    }

    /** The difference to one of the same size. */
    GreyPicture minus(GreyPicture other) {
        GreyPicture difference = black(width, height);
        for (int i = 0; i < values.length; i++) {
            difference.values[i] = values[i] - other.values[i];
        }
        return difference;
    }

    GreyPicture times(float factor) {
        GreyPicture product = black(width, height);
        for (int i = 0; i < values.length; i++) {
            product.values[i] = values[i] * factor;
        }
        return product;
    }

    float largest() {
        float largest = values[0];
        for (float value : values) {
            if (value > largest) { // a branch that is seldom taken, where Math.max waits for each
                largest = value;
            }
        }
        return largest;
    }

    /** Put on black of another size; what lies outside of it is cut off. */
    GreyPicture within(int frameWidth, int frameHeight, int left, int top) {
        GreyPicture frame = black(frameWidth, frameHeight);
        for (int y = Math.max(0, -top); y < Math.min(height, frameHeight - top); y++) {
            for (int x = Math.max(0, -left); x < Math.min(width, frameWidth - left); x++) {
                frame.values[(top + y) * frameWidth + left + x] = at(x, y);
            }
        }
        return frame;
    }

    /** The smallest part with all that is not 0. */
    GreyPicture croppedToInk() {
        int left = width;
        int top = height;
        int right = -1;
        int bottom = -1;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                if (at(x, y) > 0) {
                    left = Math.min(left, x);
                    top = Math.min(top, y);
                    right = Math.max(right, x);
                    bottom = Math.max(bottom, y);
                }
            }
        }
        return crop(left, top, right - left + 1, bottom - top + 1);
    }

    /** A copy of a part. */
    GreyPicture crop(int left, int top, int newWidth, int newHeight) {
        GreyPicture part = black(newWidth, newHeight);
        for (int y = 0; y < newHeight; y++) {
            System.arraycopy(values, (top + y) * width + left, part.values, y * newWidth, newWidth);
        }
        return part;
    }

    /**
     * Scaled with a triangle filter that widens as the picture shrinks, so that every pixel counts:
     * PIL's {@code BILINEAR}.
     */
    GreyPicture resized(int newWidth, int newHeight) {
        return resizedToColumns(newWidth).resizedToColumns(newHeight);
    }

    /** Scaled in width, rows made columns. */
    private GreyPicture resizedToColumns(int newWidth) {
        GreyPicture resized = black(/* width= */ height, /* height= */ newWidth);
        double scale = (double) width / newWidth;
        double reach = Math.max(1, scale);
        for (int x = 0; x < newWidth; x++) {
            double center = (x + 0.5) * scale;
            int from = Math.max(0, (int) (center - reach + 0.5));
            int to = Math.min(width, (int) (center + reach + 0.5));
            double[] weights = triangle(center, reach, from, to);
            for (int y = 0; y < height; y++) {
                double sum = 0;
                for (int i = from; i < to; i++) {
                    sum += weights[i - from] * at(i, y);
                }
                resized.values[x * height + y] = (float) sum;
            }
        }
        return resized;
    }

    private static double[] triangle(double center, double reach, int from, int to) {
        double[] weights = new double[to - from];
        double sum = 0;
        for (int i = from; i < to; i++) {
            weights[i - from] = Math.max(0, 1 - Math.abs((i + 0.5 - center) / reach));
            sum += weights[i - from];
        }
        for (int i = 0; i < weights.length; i++) {
            weights[i] /= sum;
        }
        return weights;
    }
}
