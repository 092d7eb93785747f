package dev.trainkit.data;

import java.nio.FloatBuffer;
import java.util.List;

/**
 * How 8-bit pixels become what a network sees: padded with 0, divided by 255, less the mean, over
 * the standard deviation, in float32 and in the order of torchvision's Pad, ToTensor and Normalize.
 * It belongs to a model as much as its weights do.
 *
 * @param height of a picture before padding
 * @param width of a picture before padding
 * @param channels 1 for grey, 3 for red, green and blue
 * @param padding pixels of value 0 put on each side
 * @param mean of each channel, in [0, 1]
 * @param std the standard deviation of each channel, above 0
 * @param pictures how a person's picture is made alike
 */
public record Preprocessing(
        int height,
        int width,
        int channels,
        int padding,
        List<Float> mean,
        List<Float> std,
        PictureStyle pictures) {

    public Preprocessing {
        require(height >= 1, "height must be at least 1, but was " + height);
        require(width >= 1, "width must be at least 1, but was " + width);
        require(channels >= 1, "channels must be at least 1, but was " + channels);
        require(padding >= 0, "padding must be at least 0, but was " + padding);
        require(mean != null && mean.size() == channels, "mean needs one value a channel");
        require(std != null && std.size() == channels, "std needs one value a channel");
        require(pictures != null, "pictures must be given");
        mean = List.copyOf(mean);
        std = List.copyOf(std);
        for (float value : mean) {
            require(Float.isFinite(value), "mean must be finite, but was " + value);
        }
        for (float value : std) {
            require(value > 0 && Float.isFinite(value), "std must be above 0, but was " + value);
        }
    }

    private static void require(boolean holds, String sentence) {
        if (!holds) {
            throw new IllegalArgumentException("preprocessing: " + sentence);
        }
    }

    /** What one picture becomes: {channels, height, width}, padding included. */
    public int[] inputShape() {
        return new int[] {channels, height + 2 * padding, width + 2 * padding};
    }

    /**
     * Appends one picture to the target: from 8-bit values, channels innermost, to floats, channels
     * outermost.
     *
     * @param offset where the picture starts in the pixels
     */
    public void write(byte[] pixels, int offset, FloatBuffer target) {
        PixelScaler scaler = PixelScaler.channelsOutermost(this);
        float[] input = new float[scaler.valuesPerInput()];
        scaler.write(pixels, offset, input);
        target.put(input);
    }
}
