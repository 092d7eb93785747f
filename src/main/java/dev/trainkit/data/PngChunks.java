package dev.trainkit.data;

import java.nio.ByteBuffer;

/**
 * What a PNG file says of itself before its pixels are decoded.
 *
 * @see <a href="https://www.w3.org/TR/png-3/">Portable Network Graphics</a>
 */
final class PngChunks {

    private static final long SIGNATURE = 0x89504e470d0a1a0aL;
    private static final int EXIF = 0x65584966; // "eXIf"
    private static final int CHUNK_BYTES = 12; // length, name, checksum

    /** The row before, this one, and this one as it is in the picture. */
    private static final int ROWS_IN_MEMORY = 4;

    private static final int MOST_BYTES_A_PIXEL = 8;

    private final ByteBuffer file;

    private PngChunks(byte[] encoded) {
        file = ByteBuffer.wrap(encoded);
    }

    static boolean isPng(byte[] encoded) {
        return encoded.length >= 24 && ByteBuffer.wrap(encoded).getLong(0) == SIGNATURE;
    }

    static PngChunks of(byte[] encoded) {
        return new PngChunks(encoded);
    }

    DeclaredPicture declared() {
        long width = Integer.toUnsignedLong(file.getInt(16));
        long height = Integer.toUnsignedLong(file.getInt(20));
        long rows = DeclaredPicture.times(ROWS_IN_MEMORY * MOST_BYTES_A_PIXEL, width);
        DeclaredPicture declared = DeclaredPicture.of(width, height);
        return declared.withBytes(Math.max(rows, declared.bytes()));
    }

    /** The TIFF structure that it holds, before its pixels or after them, or nothing. */
    ByteBuffer exif() {
        for (long at = 8; at + CHUNK_BYTES <= file.limit(); ) {
            long length = Integer.toUnsignedLong(file.getInt((int) at));
            long content = at + 8;
            if (file.getInt((int) at + 4) == EXIF && content + length <= file.limit()) {
                return file.slice((int) content, (int) length);
            }
            at += CHUNK_BYTES + length;
        }
        return ByteBuffer.allocate(0);
    }
}
