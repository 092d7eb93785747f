package dev.trainkit.data;

import dev.trainkit.TrainkitException;
import dev.trainkit.config.ImageConfig;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Of what size the pictures in an array are, and where their channels lie.
 *
 * @param areChannelsFirst whether each channel is a plane of its own, as PyTorch has them
 */
record PictureShape(int count, int height, int width, int channels, boolean areChannelsFirst) {

    /**
     * Of an array as it was saved.
     *
     * @param source the file, for messages
     * @param image says the size where an array has a row for each picture
     */
    static PictureShape of(String source, NpyArray array, ImageConfig image) {
        List<Integer> shape = array.shape();
        if (shape.size() == 2) {
            return ofRows(source, shape.get(0), shape.get(1), image, array.name());
        }
        if (shape.size() == 3) {
            return new PictureShape(shape.get(0), shape.get(1), shape.get(2), 1, false);
        }
        if (shape.size() == 4 && isOfChannels(shape.get(3))) {
            return new PictureShape(shape.get(0), shape.get(1), shape.get(2), shape.get(3), false);
        }
        if (shape.size() == 4 && isOfChannels(shape.get(1))) {
            return new PictureShape(shape.get(0), shape.get(2), shape.get(3), shape.get(1), true);
        }
        throw new TrainkitException(
                "%s has pictures of shape %s. Save them as (pictures, height, width), or with 1 or 3 channels as the second or the last side."
                        .formatted(source, array.shapeText()));
    }

    private static boolean isOfChannels(int side) {
        return side == 1 || side == 3;
    }

    /**
     * Of pictures that are a row of numbers each: of the size that {@code data.image} says, else
     * square.
     *
     * @param what has the rows, for messages
     */
    static PictureShape ofRows(
            String source, int count, int values, ImageConfig image, String what) {
        return ofRow(count, values, image)
                .orElseThrow(
                        () ->
                                new TrainkitException(
                                        String.format(
                                                Locale.ROOT,
                                                "%s: %s has %,d %s for each picture, which %s no picture of %s. Set data.image.size and data.image.channels.",
                                                source,
                                                what,
                                                values,
                                                values == 1 ? "number" : "numbers",
                                                values == 1 ? "is" : "are",
                                                wanted(values, image))));
    }

    /** Empty where so many numbers are no picture of that size. */
    static Optional<PictureShape> ofRow(int count, int values, ImageConfig image) {
        PictureShape shape = guessed(count, values, image);
        return (long) shape.height * shape.width * shape.channels == values
                ? Optional.of(shape)
                : Optional.empty();
    }

    /** Of the size that is asked for, else square; so many numbers may be no such picture. */
    static PictureShape guessed(int count, int values, ImageConfig image) {
        int channels = image.channels() == null ? 1 : image.channels();
        int side = (int) Math.round(Math.sqrt((double) values / channels));
        return new PictureShape(count, image.heightOr(side), image.widthOr(side), channels, false);
    }

    private static String wanted(int values, ImageConfig image) {
        PictureShape shape = guessed(0, values, image);
        return String.format(
                Locale.ROOT,
                "%dx%d with %d %s",
                shape.width,
                shape.height,
                shape.channels,
                shape.channels == 1 ? "channel" : "channels");
    }

    /** Rows from the top, the channels of a pixel beside each other. */
    byte[] laidOut(byte[] pixels) {
        return areChannelsFirst && channels > 1
                ? ArrayOrder.channelsLast(pixels, channels, height, width)
                : pixels;
    }
}
