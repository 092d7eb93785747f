package dev.trainkit.data;

/**
 * Moves the pixels of pictures by one bilinear resampling, as PyTorch's {@code grid_sample}. It
 * fills the same memory each time, so each thread needs one of its own.
 */
final class Warp {

    private final int height;
    private final int width;
    private final int channels;
    private final boolean repeatsEdge;
    private final float[] source;

    /**
     * @param repeatsEdge whether the nearest pixel is what is outside of a picture; 0 is otherwise
     */
    Warp(int height, int width, int channels, boolean repeatsEdge) {
        this.height = height;
        this.width = width;
        this.channels = channels;
        this.repeatsEdge = repeatsEdge;
        source = new float[height * width * channels];
    }

    /**
     * Changes a picture of (height, width, channels) in place.
     *
     * @param bend from how much farther away a pixel comes than the map says; null for none
     */
    void apply(float[] picture, AffineMap map, Bend bend) {
        System.arraycopy(picture, 0, source, 0, source.length);
        double middleX = (width - 1) / 2.0;
        double middleY = (height - 1) / 2.0;
        for (int y = 0; y < height; y++) {
            double rowX = map.xy() * (y - middleY) + map.x0() + middleX;
            double rowY = map.yy() * (y - middleY) + map.y0() + middleY;
            for (int x = 0; x < width; x++) {
                int pixel = y * width + x;
                double fromX = map.xx() * (x - middleX) + rowX;
                double fromY = map.yx() * (x - middleX) + rowY;
                if (bend != null) {
                    fromX += bend.x[pixel];
                    fromY += bend.y[pixel];
                }
                sample(fromX, fromY, picture, pixel * channels);
            }
        }
    }

    private void sample(double atX, double atY, float[] picture, int to) {
        double x = repeatsEdge ? Math.max(0, Math.min(width - 1, atX)) : atX;
        double y = repeatsEdge ? Math.max(0, Math.min(height - 1, atY)) : atY;
        if (!(x > -1 && x < width && y > -1 && y < height)) {
            for (int c = 0; c < channels; c++) {
                picture[to + c] = 0;
            }
            return;
        }
        int left = (int) Math.floor(x);
        int top = (int) Math.floor(y);
        float rightShare = (float) (x - left);
        float lowerShare = (float) (y - top);
        if (left >= 0 && left + 1 < width && top >= 0 && top + 1 < height) {
            sampleWithin((top * width + left) * channels, rightShare, lowerShare, picture, to);
        } else {
            sampleAtEdge(left, top, rightShare, lowerShare, picture, to);
        }
    }

    /** All four neighbours are in the picture: nearly always. */
    private void sampleWithin(
            int from, float rightShare, float lowerShare, float[] picture, int to) {
        int below = from + width * channels;
        for (int c = 0; c < channels; c++) {
            float upper = mix(source[from + c], source[from + channels + c], rightShare);
            float lower = mix(source[below + c], source[below + channels + c], rightShare);
            picture[to + c] = mix(upper, lower, lowerShare);
        }
    }

    private void sampleAtEdge(
            int left, int top, float rightShare, float lowerShare, float[] picture, int to) {
        for (int c = 0; c < channels; c++) {
            float upper = mix(value(left, top, c), value(left + 1, top, c), rightShare);
            float lower = mix(value(left, top + 1, c), value(left + 1, top + 1, c), rightShare);
            picture[to + c] = mix(upper, lower, lowerShare);
        }
    }

    private float value(int x, int y, int channel) {
        boolean isInside = x >= 0 && x < width && y >= 0 && y < height;
        return isInside ? source[(y * width + x) * channels + channel] : 0;
    }

    /** The first itself where the second has no share. */
    private static float mix(float first, float second, float shareOfSecond) {
        return first * (1 - shareOfSecond) + second * shareOfSecond;
    }
}
