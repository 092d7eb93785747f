package dev.trainkit.data;

import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.io.EOFException;
import java.io.IOException;

/**
 * Portable bitmaps, graymaps and pixmaps, P1 to P6, as numbers or as bytes, of any maximum: its
 * value becomes 255. ImageIO's plugins for them read no maximum but a few rightly.
 *
 * @see <a href="https://netpbm.sourceforge.net/doc/pnm.html">The PNM format</a>
 */
final class PnmFile {

    private static final int LARGEST_MAXIMUM = 65_535;
    private static final int MOST_DIGITS = 9;

    private final byte[] file;
    private final char kind;
    private final int width;
    private final int height;
    private final int maximum;
    private int at = 2;

    private PnmFile(byte[] file) throws IOException {
        this.file = file;
        kind = (char) file[1];
        width = number();
        height = number();
        maximum = isBitmap() ? 1 : number();
        if (width == 0 || height == 0 || maximum == 0 || maximum > LARGEST_MAXIMUM) {
            throw new IOException("its header is not of a picture");
        }
        at++; // a single white space is between the header and bytes
    }

    static boolean isPnm(byte[] encoded) {
        return encoded.length >= 3
                && encoded[0] == 'P'
                && encoded[1] >= '1'
                && encoded[1] <= '6'
                && (isSpace(encoded[2]) || encoded[2] == '#');
    }

    static DeclaredPicture declared(byte[] encoded) {
        try {
            PnmFile file = new PnmFile(encoded);
            return DeclaredPicture.of(file.width, file.height);
        } catch (IOException e) {
            return DeclaredPicture.UNKNOWN;
        }
    }

    /**
     * In 8 bits, grey or of colours.
     *
     * @throws EOFException where it is cut short
     */
    static BufferedImage read(byte[] encoded, DecodingWatch watch) throws IOException {
        return new PnmFile(encoded).read(watch);
    }

    private BufferedImage read(DecodingWatch watch) throws IOException {
        int channels = kind == '3' || kind == '6' ? 3 : 1;
        requireBytes((long) width * height * channels);
        BufferedImage picture =
                new BufferedImage(
                        width,
                        height,
                        channels == 3
                                ? BufferedImage.TYPE_3BYTE_BGR
                                : BufferedImage.TYPE_BYTE_GRAY);
        WritableRaster raster = picture.getRaster();
        int[] row = new int[Math.multiplyExact(width, channels)];
        for (int y = 0; y < height; y++) {
            watch.check();
            read(row);
            raster.setPixels(0, y, width, 1, row);
        }
        return picture;
    }

    /** Before memory is taken: a number takes a byte at least. */
    private void requireBytes(long samples) throws EOFException {
        long rowBytes = (width + 7L) / 8;
        long least =
                switch (kind) {
                    case '4' -> rowBytes * height;
                    case '5', '6' -> samples * bytesOfSample();
                    default -> samples;
                };
        if (file.length - at < least) {
            throw new EOFException();
        }
    }

    private int bytesOfSample() {
        return maximum > 255 ? 2 : 1;
    }

    private boolean isBitmap() {
        return kind == '1' || kind == '4';
    }

    private void read(int[] row) throws IOException {
        for (int i = 0; i < row.length; i++) {
            row[i] =
                    switch (kind) {
                        case '1' -> digit() == 0 ? 255 : 0; // 1 is black
                        case '4' -> (file[at + i / 8] >> (7 - i % 8) & 1) == 0 ? 255 : 0;
                        case '2', '3' -> scaled(number());
                        default -> scaled(sample());
                    };
        }
        if (kind == '4') {
            at += (row.length + 7) / 8;
        }
    }

    private int sample() {
        int value = file[at++] & 0xff;
        return maximum > 255 ? value << 8 | (file[at++] & 0xff) : value;
    }

    private int scaled(int value) throws IOException {
        if (value > maximum) {
            throw new IOException("a value is above the maximum of its header");
        }
        return (int) ((value * 255L + maximum / 2) / maximum);
    }

    /** Of a plain bitmap, which need not be apart. */
    private int digit() throws IOException {
        skipSpace();
        int value = byteAt() - '0';
        at++;
        if (value != 0 && value != 1) {
            throw new IOException("a value is neither 0 nor 1");
        }
        return value;
    }

    private int number() throws IOException {
        skipSpace();
        int from = at;
        int value = 0;
        while (at < file.length && file[at] >= '0' && file[at] <= '9' && at - from < MOST_DIGITS) {
            value = 10 * value + file[at++] - '0';
        }
        if (at == from) {
            byteAt();
            throw new IOException("a number is missing");
        }
        return value;
    }

    private void skipSpace() throws IOException {
        while (isSpace((byte) byteAt()) || file[at] == '#') {
            boolean isComment = file[at] == '#';
            at++;
            while (isComment && at < file.length && file[at] != '\n' && file[at] != '\r') {
                at++;
            }
        }
    }

    private int byteAt() throws EOFException {
        if (at >= file.length) {
            throw new EOFException();
        }
        return file[at];
    }

    private static boolean isSpace(byte character) {
        return character == ' ' || (character >= '\t' && character <= '\r');
    }
}
