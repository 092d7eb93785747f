package dev.trainkit.data;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;

/**
 * Reads any picture row by row as 8-bit colours, with what is transparent put on white.
 *
 * <p>Java takes grey pictures for linear light, so that its {@code getRGB} turns a grey of 128 into
 * 188; and it converts a picture with a colour profile pixel by pixel, which takes minutes for a
 * photo. So samples are taken as they are stored wherever they are grey or red, green and blue.
 */
final class PictureRows {

    private final BufferedImage picture;
    private final int[] row;

    /** Null where only the colour model can tell what a pixel's numbers mean. */
    private final SampleFormat format;

    PictureRows(BufferedImage picture) {
        this.picture = picture;
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
            target[x] = format.colour(row, x * bands);
        }
    }

    /** Row y as brightness, 0 to 255: ITU-R BT.601's luma, rounded as PIL rounds it. */
    void greys(int y, int[] target) {
        colours(y, target);
        for (int x = 0; x < picture.getWidth(); x++) {
            int colour = target[x];
            int red = colour >> 16;
            int green = colour >> 8 & 0xff;
            int blue = colour & 0xff;
            target[x] = (red * 19_595 + green * 38_470 + blue * 7_471 + 0x8000) >> 16;
        }
    }

    private void packedColours(int y, int[] target) {
        picture.getRGB(0, y, picture.getWidth(), 1, row, 0, picture.getWidth());
        for (int x = 0; x < picture.getWidth(); x++) {
            int alpha = row[x] >>> 24;
            target[x] =
                    onWhite(row[x] >> 16 & 0xff, alpha) << 16
                            | onWhite(row[x] >> 8 & 0xff, alpha) << 8
                            | onWhite(row[x] & 0xff, alpha);
        }
    }

    private static int onWhite(int value, int alpha) {
        return (value * alpha + 255 * (255 - alpha) + 127) / 255;
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

        int colour(int[] samples, int at) {
            int red = value(samples, at, 0);
            if (colours == 1) {
                return red << 16 | red << 8 | red;
            }
            return red << 16 | value(samples, at, 1) << 8 | value(samples, at, 2);
        }

        private int value(int[] samples, int at, int band) {
            int value = toByte(samples[at + band]);
            if (!hasAlpha) {
                return value;
            }
            int alpha = toByte(samples[at + colours]);
            return isPremultiplied ? Math.min(255, value + 255 - alpha) : onWhite(value, alpha);
        }

        private int toByte(int sample) {
            return largest == 255 ? sample : (sample * 255 + largest / 2) / largest;
        }
    }
}
