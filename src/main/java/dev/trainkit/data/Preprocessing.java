package dev.trainkit.data;

import dev.trainkit.config.ImageConfig;
import java.nio.FloatBuffer;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

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
 * @param background what is at a picture's sides and behind what is transparent, {@code #rrggbb};
 *     null for white
 */
public record Preprocessing(
        int height,
        int width,
        int channels,
        int padding,
        List<Float> mean,
        List<Float> std,
        PictureStyle pictures,
        String background) {

    private static final Pattern COLOUR = Pattern.compile("#[0-9a-fA-F]{6}");

    public Preprocessing {
        require(height >= 1, "height must be at least 1, but was " + height);
        require(width >= 1, "width must be at least 1, but was " + width);
        require(channels >= 1, "channels must be at least 1, but was " + channels);
        require(padding >= 0, "padding must be at least 0, but was " + padding);
        require(mean != null && mean.size() == channels, "mean needs one value a channel");
        require(std != null && std.size() == channels, "std needs one value a channel");
        require(pictures != null, "pictures must be given");
        require(
                background == null || COLOUR.matcher(background).matches(),
                "background must be #rrggbb, but was " + background);
        mean = List.copyOf(mean);
        std = List.copyOf(std);
        for (float value : mean) {
            require(Float.isFinite(value), "mean must be finite, but was " + value);
        }
        for (float value : std) {
            require(value > 0 && Float.isFinite(value), "std must be above 0, but was " + value);
        }
    }

    /** On white. */
    public Preprocessing(
            int height,
            int width,
            int channels,
            int padding,
            List<Float> mean,
            List<Float> std,
            PictureStyle pictures) {
        this(height, width, channels, padding, mean, std, pictures, null);
    }

    /** The same for pictures of another mean and deviation. */
    Preprocessing normalizedBy(List<Float> otherMean, List<Float> otherStd) {
        return new Preprocessing(
                height, width, channels, padding, otherMean, otherStd, pictures, background);
    }

    /** The same with numbers from 0 to 1. */
    Preprocessing notNormalized() {
        return normalizedBy(Collections.nCopies(channels, 0f), Collections.nCopies(channels, 1f));
    }

    /** What {@code data.image} would have to say for files of pictures to be made alike. */
    public ImageConfig toImageConfig() {
        return new ImageConfig(
                width + "x" + height,
                channels,
                pictures.isAsItIs() ? pictures.name().toLowerCase(Locale.ROOT) : "contain",
                pictures.isAsItIs() ? background : "black",
                padding,
                mean.stream().map(Float::doubleValue).toList(),
                std.stream().map(Float::doubleValue).toList());
    }

    /** The background as 0xRRGGBB. */
    public int backgroundColour() {
        return background == null
                ? PictureRows.WHITE
                : Integer.parseInt(background.substring(1), 16);
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
