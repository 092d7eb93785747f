package dev.trainkit.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Which way up a picture is. A phone stores what its sensor saw and notes in the file how it was
 * held; whatever is wrong with that note, the picture stays as it was stored.
 *
 * @see <a href="https://www.cipa.jp/std/documents/e/DC-008-2012_E.pdf">Exif 2.3, tag
 *     Orientation</a>
 */
final class Exif {

    /** As stored. */
    static final int UPRIGHT = 1;

    private static final int ORIENTATION = 0x0112;
    private static final int ENTRY_BYTES = 12;
    private static final int LONG = 4; // some write it so where a short is meant
    private static final int NAME = 0x45786966; // "Exif"

    private Exif() {}

    /** The orientation, 1 to 8, that a file declares; 1 where it declares none. */
    static int orientation(byte[] encoded) {
        try {
            int value = firstDirectoryEntry(withoutName(tiff(encoded)));
            return value >= 1 && value <= 8 ? value : UPRIGHT;
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            return UPRIGHT;
        }
    }

    /** The TIFF structure in which Exif writes: the file itself, or a part of it. */
    private static ByteBuffer tiff(byte[] encoded) {
        if (JpegMarkers.isAt(encoded, 0)) {
            return JpegMarkers.of(encoded).exif();
        }
        if (PngChunks.isPng(encoded)) {
            return PngChunks.of(encoded).exif();
        }
        return WebpChunks.isWebp(encoded)
                ? WebpChunks.of(encoded).exif()
                : ByteBuffer.wrap(encoded);
    }

    /** Some writers put before it what only a JPEG needs. */
    private static ByteBuffer withoutName(ByteBuffer tiff) {
        boolean named = tiff.getInt(0) == NAME && tiff.getShort(4) == 0;
        return named ? tiff.slice(6, tiff.limit() - 6) : tiff;
    }

    private static int firstDirectoryEntry(ByteBuffer tiff) {
        short order = tiff.getShort(0);
        if (order != 0x4949 && order != 0x4d4d) { // "II" and "MM"
            return UPRIGHT;
        }
        tiff.order(order == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int directory = tiff.getInt(4);
        int entries = tiff.getShort(directory) & 0xffff;
        for (int i = 0; i < entries; i++) {
            int entry = directory + 2 + i * ENTRY_BYTES;
            if ((tiff.getShort(entry) & 0xffff) == ORIENTATION) {
                return tiff.getShort(entry + 2) == LONG
                        ? tiff.getInt(entry + 8)
                        : tiff.getShort(entry + 8) & 0xffff;
            }
        }
        return UPRIGHT;
    }
}
