package dev.trainkit.data;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * Closing by a square, of morphology: what is dark and narrower than the square in one direction is
 * filled, and the rest is left. Beyond its edges the picture is taken to go on as it ends, so that
 * light which falls off towards an edge stays as it is.
 *
 * <p>The largest value of a window is that of two shorter windows that cover it, and theirs of two
 * that are half as long: loops of which the compiler makes vector instructions.
 */
final class Closing {

    private final int window;
    private final int width;
    private final int height;

    /** What the next step reads, and where it writes. */
    private float[] values;

    private float[] spare;

    private Closing(GreyPicture picture, int reach) {
        window = 2 * reach + 1;
        width = picture.width() + 4 * reach;
        height = picture.height() + 4 * reach;
        values = new float[Math.multiplyExact(width, height)];
        spare = new float[values.length];
        extend(picture, 2 * reach);
    }

    /** Closes by a square that reaches so many pixels to each side of its middle. */
    static GreyPicture of(GreyPicture picture, int reach) {
        Closing closing = new Closing(picture, reach);
        closing.slide(closing::largest);
        closing.slide(closing::smallest);
        return closing.upperLeft(picture.width(), picture.height());
    }

    private void extend(GreyPicture picture, int by) {
        float[] from = picture.values();
        for (int y = 0; y < height; y++) {
            int first = Math.max(0, Math.min(picture.height() - 1, y - by)) * picture.width();
            int last = first + picture.width() - 1;
            int to = y * width;
            Arrays.fill(values, to, to + by, from[first]);
            System.arraycopy(from, first, values, to + by, picture.width());
            Arrays.fill(values, to + by + picture.width(), to + width, from[last]);
        }
    }

    private GreyPicture upperLeft(int ofWidth, int ofHeight) {
        GreyPicture part = GreyPicture.black(ofWidth, ofHeight);
        for (int y = 0; y < ofHeight; y++) {
            System.arraycopy(values, y * width, part.values(), y * ofWidth, ofWidth);
        }
        return part;
    }

    /**
     * Puts into each pixel what the window holds of which it is the upper left one. Windows that
     * leave the picture make values that nobody reads.
     *
     * @param pairs puts into each value's place that of it and of the one so far behind it
     */
    private void slide(IntConsumer pairs) {
        for (int stride : new int[] {1, width}) {
            int covered = 1;
            while (2 * covered <= window) {
                pairs.accept(covered * stride);
                covered *= 2;
            }
            pairs.accept((window - covered) * stride);
        }
    }

    private void largest(int distance) {
        float[] larger = shifted(distance);
        for (int i = 0; i < larger.length; i++) {
            larger[i] = Math.max(larger[i], values[i]);
        }
        swap();
    }

    private void smallest(int distance) {
        float[] smaller = shifted(distance);
        for (int i = 0; i < smaller.length; i++) {
            smaller[i] = Math.min(smaller[i], values[i]);
        }
        swap();
    }

    /** In the place of each value that which lies so far behind it; two arrays are vectorised. */
    private float[] shifted(int distance) {
        System.arraycopy(values, distance, spare, 0, values.length - distance);
        return spare;
    }

    private void swap() {
        float[] read = values;
        values = spare;
        spare = read;
    }
}
