package dev.trainkit.data;

import java.awt.image.BufferedImage;

/** Turns a picture the way it was held, and puts what is transparent in it on a background. */
final class Upright {

    private Upright() {}

    /**
     * The same picture where nothing is to be done, else a copy.
     *
     * @param orientation as Exif counts it, 1 to 8; from 5 on, width and height change places
     * @param background 0xRRGGBB
     */
    static BufferedImage of(BufferedImage picture, int orientation, int background) {
        if (orientation == Exif.UPRIGHT && !picture.getColorModel().hasAlpha()) {
            return picture;
        }
        int width = picture.getWidth();
        int height = picture.getHeight();
        boolean lies = orientation >= 5;
        BufferedImage upright =
                new BufferedImage(
                        lies ? height : width, lies ? width : height, BufferedImage.TYPE_INT_RGB);
        PictureRows rows = new PictureRows(picture, background);
        int[] row = new int[width];
        for (int y = 0; y < height; y++) {
            rows.colours(y, row);
            put(upright, row, y, width, height, orientation);
        }
        return upright;
    }

    /** Exif names for each orientation where the stored first row and first column belong. */
    private static void put(
            BufferedImage upright, int[] row, int y, int width, int height, int orientation) {
        int[] reversed =
                orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8
                        ? reversed(row)
                        : row;
        int fromEnd = height - 1 - y;
        switch (orientation) {
            case 3, 4 -> upright.setRGB(0, fromEnd, width, 1, reversed, 0, width);
            case 5, 8 -> upright.setRGB(y, 0, 1, width, reversed, 0, 1);
            case 6, 7 -> upright.setRGB(fromEnd, 0, 1, width, reversed, 0, 1);
            default -> upright.setRGB(0, y, width, 1, reversed, 0, width);
        }
    }

    private static int[] reversed(int[] row) {
        int[] reversed = new int[row.length];
        for (int i = 0; i < row.length; i++) {
            reversed[i] = row[row.length - 1 - i];
        }
        return reversed;
    }
}
