package dev.trainkit.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What a BMP file says of itself before its pixels are decoded.
 *
 * @see <a href="https://learn.microsoft.com/windows/win32/gdi/bitmap-storage">Bitmap storage</a>
 */
final class BmpHeader {

    private static final int OLDEST_HEADER_BYTES = 12;
    private static final int JPEG = 4;
    private static final int PNG = 5;

    private final ByteBuffer file;

    private BmpHeader(byte[] encoded) {
        file = ByteBuffer.wrap(encoded).order(ByteOrder.LITTLE_ENDIAN);
    }

    static boolean isBmp(byte[] encoded) {
        return encoded.length >= 34 && encoded[0] == 'B' && encoded[1] == 'M';
    }

    static BmpHeader of(byte[] encoded) {
        return new BmpHeader(encoded);
    }

    /** Whether it is another file's wrapping, meant for printers. */
    boolean holdsAnotherFormat() {
        int compression = isOldest() ? 0 : file.getInt(30);
        return compression == JPEG || compression == PNG;
    }

    /** A height below 0 says that the rows are from the top. */
    DeclaredPicture declared() {
        return isOldest()
                ? DeclaredPicture.of(file.getShort(18) & 0xffff, file.getShort(20) & 0xffff)
                : DeclaredPicture.of(
                        Math.abs((long) file.getInt(18)), Math.abs((long) file.getInt(22)));
    }

    private boolean isOldest() {
        return file.getInt(14) == OLDEST_HEADER_BYTES;
    }
}
