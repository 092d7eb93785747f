package dev.trainkit.data;

import java.util.Arrays;

/**
 * The inner loop of {@link Preprocessing}, with what each of the 256 values of a channel becomes
 * worked out beforehand.
 */
final class PixelScaler {

    private final int height;
    private final int width;
    private final int channels;
    private final int padding;
    private final float[][] scaled;

    PixelScaler(Preprocessing preprocessing) {
        height = preprocessing.height();
        width = preprocessing.width();
        channels = preprocessing.channels();
        padding = preprocessing.padding();
        scaled = new float[channels][];
        for (int c = 0; c < channels; c++) {
            scaled[c] = scale(preprocessing.mean().get(c), preprocessing.std().get(c));
        }
    }

    private static float[] scale(float mean, float std) {
        float[] scaled = new float[256];
        for (int value = 0; value < 256; value++) {
            scaled[value] = (value / 255f - mean) / std;
        }
        return scaled;
    }

    int valuesPerInput() {
        return channels * (height + 2 * padding) * (width + 2 * padding);
    }

    /** From {@code (height, width, channels)} bytes to {@code (channels, height, width)} floats. */
    void write(byte[] pixels, int offset, float[] target) {
        int position = 0;
        int outerWidth = width + 2 * padding;
        for (int c = 0; c < channels; c++) {
            float[] table = scaled[c];
            position = background(target, position, padding * outerWidth + padding, table);
            for (int y = 0; y < height; y++) {
                int from = offset + y * width * channels + c;
                for (int x = 0; x < width; x++) {
                    target[position++] = table[pixels[from + x * channels] & 0xff];
                }
                // the right edge of this row and the left edge of the next
                position = background(target, position, 2 * padding, table);
            }
            position = background(target, position, padding * outerWidth - padding, table);
        }
    }

    private static int background(float[] target, int from, int count, float[] table) {
        int end = from + count;
        Arrays.fill(target, from, end, table[0]);
        return end;
    }
}
