package dev.trainkit.data;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/**
 * A picture as it is, fitted into the frame of a data set. One that has the frame's size keeps its
 * values.
 */
final class FittedPicture {

    private static final int MOST_PIXELS_AT_ONCE = 1 << 22;

    private final Preprocessing frame;
    private final byte[] values;

    private FittedPicture(Preprocessing frame) {
        this.frame = frame;
        values = new byte[frame.height() * frame.width() * frame.channels()];
    }

    /** The values, rows from the top, the channels of a pixel beside each other. */
    static byte[] of(BufferedImage picture, Preprocessing frame) {
        FittedPicture fitted = new FittedPicture(frame);
        if (picture.getWidth() == frame.width() && picture.getHeight() == frame.height()) {
            fitted.copy(picture);
        } else {
            fitted.fit(picture);
        }
        return fitted.values;
    }

    private void copy(BufferedImage picture) {
        PictureRows rows = new PictureRows(picture, frame.backgroundColour());
        int[] row = new int[frame.width()];
        int at = 0;
        for (int y = 0; y < frame.height(); y++) {
            read(rows, y, row);
            for (int value : row) {
                at = put(value, at);
            }
        }
    }

    private void read(PictureRows rows, int y, int[] row) {
        if (frame.channels() == 1) {
            rows.greys(y, row);
        } else {
            rows.colours(y, row);
        }
    }

    private int put(int value, int at) {
        if (frame.channels() == 1) {
            values[at] = (byte) value;
            return at + 1;
        }
        values[at] = (byte) (value >> 16);
        values[at + 1] = (byte) (value >> 8);
        values[at + 2] = (byte) value;
        return at + 3;
    }

    private void fit(BufferedImage picture) {
        int[] size = fittedSize(picture.getWidth(), picture.getHeight());
        int left = Math.floorDiv(frame.width() - size[0], 2);
        int top = Math.floorDiv(frame.height() - size[1], 2);
        fillWithBackground();
        List<GreyPicture> planes = planes(picture, square(picture, size));
        for (int c = 0; c < planes.size(); c++) {
            place(planes.get(c).resized(size[0], size[1]), left, top, c);
        }
    }

    /** Width and height of the picture in the frame, or beyond it. */
    private int[] fittedSize(int width, int height) {
        double acrossScale = (double) frame.width() / width;
        double downScale = (double) frame.height() / height;
        if (frame.pictures() == PictureStyle.STRETCH) {
            return new int[] {frame.width(), frame.height()};
        }
        double scale =
                frame.pictures() == PictureStyle.COVER
                        ? Math.max(acrossScale, downScale)
                        : Math.min(acrossScale, downScale);
        return new int[] {
            Math.max(1, (int) Math.round(width * scale)),
            Math.max(1, (int) Math.round(height * scale))
        };
    }

    /**
     * The side of the squares whose mean stands for their pixels, so that a photo takes little time
     * and memory: at least two of them are left for each pixel of the frame.
     */
    private static int square(BufferedImage picture, int[] size) {
        long pixels = (long) picture.getWidth() * picture.getHeight();
        int least = Math.min(picture.getWidth() / size[0], picture.getHeight() / size[1]);
        return pixels > MOST_PIXELS_AT_ONCE / 16 ? Math.max(1, least / 2) : 1;
    }

    private List<GreyPicture> planes(BufferedImage picture, int square) {
        int width = (picture.getWidth() + square - 1) / square;
        int height = (picture.getHeight() + square - 1) / square;
        List<GreyPicture> planes = new ArrayList<>();
        for (int c = 0; c < frame.channels(); c++) {
            planes.add(GreyPicture.black(width, height));
        }
        PictureRows rows = new PictureRows(picture, frame.backgroundColour());
        int[] row = new int[picture.getWidth()];
        for (int y = 0; y < picture.getHeight(); y++) {
            read(rows, y, row);
            for (int c = 0; c < planes.size(); c++) {
                int shift = 8 * (planes.size() - 1 - c);
                planes.get(c).addRow(row, shift, y / square, square);
            }
        }
        planes.forEach(
                plane -> plane.divideBySquares(picture.getWidth(), picture.getHeight(), square));
        return planes;
    }

    private void fillWithBackground() {
        int colour = frame.backgroundColour();
        if (frame.channels() == 1) {
            colour = PictureRows.grey(colour);
        }
        for (int at = 0; at < values.length; ) {
            at = put(colour, at);
        }
    }

    private void place(GreyPicture plane, int left, int top, int channel) {
        for (int y = Math.max(0, top); y < Math.min(frame.height(), top + plane.height()); y++) {
            for (int x = Math.max(0, left);
                    x < Math.min(frame.width(), left + plane.width());
                    x++) {
                float value = Math.max(0, Math.min(255, plane.at(x - left, y - top)));
                values[(y * frame.width() + x) * frame.channels() + channel] =
                        (byte) Math.round(value);
            }
        }
    }
}
