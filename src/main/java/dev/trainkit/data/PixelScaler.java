package dev.trainkit.data;

/**
 * The inner loop of {@link Preprocessing}, with what each of the 256 values of a channel becomes
 * worked out beforehand.
 */
final class PixelScaler {

    private final int height;
    private final int width;
    private final int channels;
    private final int padding;
    private final int outerWidth;
    private final float[][] scaled;

    /** How far apart in the target two channels of a pixel are, and two pixels of a row. */
    private final int channelStep;

    private final int pixelStep;

    private PixelScaler(Preprocessing preprocessing, boolean channelsInnermost) {
        height = preprocessing.height();
        width = preprocessing.width();
        channels = preprocessing.channels();
        padding = preprocessing.padding();
        outerWidth = width + 2 * padding;
        channelStep = channelsInnermost ? 1 : (height + 2 * padding) * outerWidth;
        pixelStep = channelsInnermost ? channels : 1;
        scaled = new float[channels][];
        for (int c = 0; c < channels; c++) {
            scaled[c] = scale(preprocessing.mean().get(c), preprocessing.std().get(c));
        }
    }

    /** Writes (height, width, channels) floats. */
    static PixelScaler channelsInnermost(Preprocessing preprocessing) {
        return new PixelScaler(preprocessing, true);
    }

    /** Writes (channels, height, width) floats. */
    static PixelScaler channelsOutermost(Preprocessing preprocessing) {
        return new PixelScaler(preprocessing, false);
    }

    private static float[] scale(float mean, float std) {
        float[] scaled = new float[256];
        for (int value = 0; value < 256; value++) {
            scaled[value] = (value / 255f - mean) / std;
        }
        return scaled;
    }

    int valuesPerInput() {
        return channels * (height + 2 * padding) * outerWidth;
    }

    /** From {@code (height, width, channels)} bytes to floats, with their padding. */
    void write(byte[] pixels, int offset, float[] target) {
        for (int c = 0; c < channels; c++) {
            float[] table = scaled[c];
            int plane = c * channelStep;
            int besides = padding * outerWidth; // pixels above, and as many below
            fill(target, plane, besides, table[0]);
            fill(target, plane + (besides + height * outerWidth) * pixelStep, besides, table[0]);
            for (int y = 0; y < height; y++) {
                int row = plane + (y + padding) * outerWidth * pixelStep;
                fill(target, row, padding, table[0]);
                fill(target, row + (padding + width) * pixelStep, padding, table[0]);
                int from = offset + y * width * channels + c;
                int to = row + padding * pixelStep;
                for (int x = 0; x < width; x++, from += channels, to += pixelStep) {
                    target[to] = table[pixels[from] & 0xff];
                }
            }
        }
    }

    private void fill(float[] target, int from, int pixels, float value) {
        int end = from + pixels * pixelStep;
        for (int i = from; i < end; i += pixelStep) {
            target[i] = value;
        }
    }
}
