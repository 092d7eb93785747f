package dev.trainkit.data;

/**
 * Changes the colours of pictures of (height, width, channels) numbers from 0 to 1, in place and
 * kept within 0 to 1, as torchvision's functions of the same names.
 */
final class Colours {

    // the luminance of ITU-R BT.601 to four places, as torchvision and PIL have it
    private static final float RED = 0.2989f;
    private static final float GREEN = 0.587f;
    private static final float BLUE = 0.114f;

    private Colours() {}

    static void brightness(float[] picture, float factor) {
        for (int i = 0; i < picture.length; i++) {
            picture[i] = within(factor * picture[i]);
        }
    }

    /** Away from the mean of its grey picture, or towards it. */
    static void contrast(float[] picture, int channels, float factor) {
        float rest = (1 - factor) * meanGrey(picture, channels);
        for (int i = 0; i < picture.length; i++) {
            picture[i] = within(factor * picture[i] + rest);
        }
    }

    private static float meanGrey(float[] picture, int channels) {
        double sum = 0;
        for (int i = 0; i < picture.length; i += channels) {
            sum += channels == 3 ? grey(picture, i) : picture[i];
        }
        return (float) (sum * channels / picture.length);
    }

    /** Away from its grey picture, or towards it; of three channels. */
    static void saturation(float[] picture, float factor) {
        for (int i = 0; i < picture.length; i += 3) {
            float rest = (1 - factor) * grey(picture, i);
            for (int c = i; c < i + 3; c++) {
                picture[c] = within(factor * picture[c] + rest);
            }
        }
    }

    private static float grey(float[] picture, int pixel) {
        return RED * picture[pixel] + GREEN * picture[pixel + 1] + BLUE * picture[pixel + 2];
    }

    private static float within(float value) {
        return Math.max(0, Math.min(1, value));
    }
}
