package dev.trainkit.data;

/** Filters over a square around each pixel; at the edges, over what there is of it. */
final class Filters {

    private Filters() {}

    /** The mean. */
    static GreyPicture mean(GreyPicture picture, int reach) {
        return rows(rows(picture, reach).transposed(), reach).transposed();
    }

    private static GreyPicture rows(GreyPicture picture, int reach) {
        GreyPicture out = GreyPicture.black(picture.width(), picture.height());
        for (int y = 0; y < picture.height(); y++) {
            double[] sums = new double[picture.width() + 1];
            for (int x = 0; x < picture.width(); x++) {
                sums[x + 1] = sums[x] + picture.at(x, y);
            }
            for (int x = 0; x < picture.width(); x++) {
                int from = Math.max(0, x - reach);
                int to = Math.min(picture.width(), x + reach + 1);
                out.values()[y * picture.width() + x] =
                        (float) ((sums[to] - sums[from]) / (to - from));
            }
        }
        return out;
    }

    /**
     * Closing: fills what is dark and narrower than the square in one direction, and leaves the
     * rest. Beyond its edges the picture is taken to go on as it ends, so that light which falls
     * off towards an edge stays as it is.
     */
    static GreyPicture closing(GreyPicture picture, int reach) {
        GreyPicture extended = extended(picture, reach);
        GreyPicture filled = largest(largest(extended, reach).transposed(), reach);
        GreyPicture closed =
                largest(largest(filled.inverted(), reach).transposed(), reach).inverted();
        return closed.crop(reach, reach, picture.width(), picture.height());
    }

    private static GreyPicture extended(GreyPicture picture, int reach) {
        GreyPicture extended =
                GreyPicture.black(picture.width() + 2 * reach, picture.height() + 2 * reach);
        for (int y = 0; y < extended.height(); y++) {
            int nearestY = Math.max(0, Math.min(picture.height() - 1, y - reach));
            for (int x = 0; x < extended.width(); x++) {
                int nearestX = Math.max(0, Math.min(picture.width() - 1, x - reach));
                extended.set(x, y, picture.at(nearestX, nearestY));
            }
        }
        return extended;
    }

    /**
     * The largest value of a row from {@code reach} before each pixel to {@code reach} behind it.
     * Those that may still be the largest wait in a queue, the largest first, so that a row takes
     * as long for a far reach as for a near one.
     */
    private static GreyPicture largest(GreyPicture picture, int reach) {
        int width = picture.width();
        GreyPicture largest = GreyPicture.black(width, picture.height());
        int[] queue = new int[width];
        for (int y = 0; y < picture.height(); y++) {
            int first = 0;
            int end = 0;
            for (int x = 0; x < width + reach; x++) {
                if (x < width) {
                    while (end > first && picture.at(queue[end - 1], y) <= picture.at(x, y)) {
                        end--;
                    }
                    queue[end++] = x;
                }
                if (x >= reach) {
                    if (queue[first] < x - 2 * reach) {
                        first++;
                    }
                    largest.set(x - reach, y, picture.at(queue[first], y));
                }
            }
        }
        return largest;
    }
}
