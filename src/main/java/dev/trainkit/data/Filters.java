package dev.trainkit.data;

import java.util.Arrays;

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

    /** The median. */
    static GreyPicture median(GreyPicture picture, int reach) {
        GreyPicture median = GreyPicture.black(picture.width(), picture.height());
        for (int y = 0; y < picture.height(); y++) {
            for (int x = 0; x < picture.width(); x++) {
                int left = Math.max(0, x - reach);
                int top = Math.max(0, y - reach);
                float[] square =
                        picture.crop(
                                        left,
                                        top,
                                        Math.min(picture.width(), x + reach + 1) - left,
                                        Math.min(picture.height(), y + reach + 1) - top)
                                .values();
                Arrays.sort(square);
                median.set(x, y, square[square.length / 2]);
            }
        }
        return median;
    }

    /** Closing: fills what is dark and narrower than the square, and leaves the rest. */
    static GreyPicture closing(GreyPicture picture, int reach) {
        GreyPicture filled = extremes(extremes(picture, reach, 1).transposed(), reach, 1);
        return extremes(extremes(filled, reach, -1).transposed(), reach, -1);
    }

    private static GreyPicture extremes(GreyPicture picture, int reach, int sign) {
        int width = picture.width();
        GreyPicture out = GreyPicture.black(width, picture.height());
        int[] queue = new int[width];
        for (int y = 0; y < picture.height(); y++) {
            int head = 0;
            int tail = 0;
            for (int x = 0; x < width + reach; x++) {
                if (x < width) {
                    while (tail > head
                            && sign * picture.at(queue[tail - 1], y) <= sign * picture.at(x, y)) {
                        tail--;
                    }
                    queue[tail++] = x;
                }
                int at = x - reach;
                if (at >= 0) {
                    while (queue[head] < at - reach) {
                        head++;
                    }
                    out.values()[y * width + at] = picture.at(queue[head], y);
                }
            }
        }
        return out;
    }
}
