package dev.trainkit.data;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;

/**
 * Reads any picture row by row as 8-bit colours, with what is transparent put on a background.
 *
 * <p>Java takes grey pictures for linear light, so that its {@code getRGB} turns a grey of 128 into
 * 188; and it converts a picture with a colour profile pixel by pixel, which takes minutes for a
 * photo. So samples are taken as they are stored wherever they are grey or red, green and blue.
 */
final class PictureRows {

    static final int WHITE = 0xffffff;

    private final BufferedImage picture;
    private final int background;
    private final int[] row;

    /** Null where only the colour model can tell what a pixel's numbers mean. */
    private final SampleFormat format;

    PictureRows(BufferedImage picture) {
        this(picture, WHITE);
    }

    /**
     * @param background 0xRRGGBB, which shows through what is transparent
     */
    PictureRows(BufferedImage picture, int background) {
        this.picture = picture;
        this.background = background;
        format = SampleFormat.of(picture);
        int values = format == null ? 1 : picture.getRaster().getNumBands();
        row = new int[Math.multiplyExact(picture.getWidth(), values)];
    }

    /** Row y as 0xRRGGBB. */
    void colours(int y, int[] target) {
        if (format == null) {
            packedColours(y, target);
            return;
        }
        Raster raster = picture.getRaster();
        raster.getPixels(0, y, picture.getWidth(), 1, row);
        int bands = raster.getNumBands();
        for (int x = 0; x < picture.getWidth(); x++) {
            target[x] = format.colour(row, x * bands, background);
        }
    }

    /** Row y as brightness, 0 to 255: ITU-R BT.601's luma, rounded as PIL rounds it. */
    void greys(int y, int[] target) {
        if (format != null && format.isBrightness()) {
            storedGreys(y, target);
            return;
        }
        colours(y, target);
        for (int x = 0; x < picture.getWidth(); x++) {
            target[x] = grey(target[x]);
        }
    }

    private void storedGreys(int y, int[] target) {
        int width = picture.getWidth();
        byte[] stored = (byte[]) picture.getRaster().getDataElements(0, y, width, 1, null);
        for (int x = 0; x < width; x++) {
            target[x] = stored[x] & 0xff;
        }
    }

    /** The brightness of 0xRRGGBB. */
    static int grey(int colour) {
        int red = colour >> 16;
        int green = colour >> 8 & 0xff;
        int blue = colour & 0xff;
        return (red * 19_595 + green * 38_470 + blue * 7_471 + 0x8000) >> 16;
    }

    private void packedColours(int y, int[] target) {
        picture.getRGB(0, y, picture.getWidth(), 1, row, 0, picture.getWidth());
        for (int x = 0; x < picture.getWidth(); x++) {
            int alpha = row[x] >>> 24;
            target[x] =
                    over(row[x], alpha, background, 16)
                            | over(row[x], alpha, background, 8)
                            | over(row[x], alpha, background, 0);
        }
    }

    /** The channel at this bit, on that of the background. */
    private static int over(int colour, int alpha, int background, int shift) {
        int value = colour >> shift & 0xff;
        int below = background >> shift & 0xff;
        return ((value * alpha + below * (255 - alpha) + 127) / 255) << shift;
    }

    /** What the samples of a pixel are: 1 or 3 colours, then alpha where there is any. */
    private record SampleFormat(
            int colours, boolean hasAlpha, boolean isPremultiplied, int largest) {

        static SampleFormat of(BufferedImage picture) {
            ColorModel model = picture.getColorModel();
            int type = model.getColorSpace().getType();
            boolean plain =
                    model instanceof ComponentColorModel
                            && (type == ColorSpace.TYPE_GRAY || type == ColorSpace.TYPE_RGB)
                            && (model.getTransferType() == DataBuffer.TYPE_BYTE
                                    || model.getTransferType() == DataBuffer.TYPE_USHORT);
            return plain
                    ? new SampleFormat(
                            model.getNumColorComponents(),
                            model.hasAlpha(),
                            model.isAlphaPremultiplied(),
                            (1 << model.getComponentSize(0)) - 1)
                    : null;
        }

        /** Whether a sample is what is wanted of a pixel. */
        boolean isBrightness() {
            return colours == 1 && !hasAlpha && largest == 255;
        }

        int colour(int[] samples, int at, int background) {
            int red = toByte(samples[at]);
            int green = colours == 1 ? red : toByte(samples[at + 1]);
            int blue = colours == 1 ? red : toByte(samples[at + 2]);
            int colour = red << 16 | green << 8 | blue;
            if (!hasAlpha) {
                return colour;
            }
            int alpha = toByte(samples[at + colours]);
            return over(colour, alpha, background, 16)
                    | over(colour, alpha, background, 8)
                    | over(colour, alpha, background, 0);
        }

        private int over(int colour, int alpha, int background, int shift) {
            if (!isPremultiplied) {
                return PictureRows.over(colour, alpha, background, shift);
            }
            int below = ((background >> shift & 0xff) * (255 - alpha) + 127) / 255;
            return Math.min(255, (colour >> shift & 0xff) + below) << shift;
        }

        private int toByte(int sample) {
            return largest == 255 ? sample : (sample * 255 + largest / 2) / largest;
        }
    }
}
