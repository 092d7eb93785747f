package dev.trainkit.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

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

    private Exif() {}

    /** The orientation, 1 to 8, that a JPEG or a TIFF file declares; 1 where it declares none. */
    static int orientation(byte[] encoded) {
        try {
            ByteBuffer file = ByteBuffer.wrap(encoded);
            int value = firstDirectoryEntry(tiff(file));
            return value >= 1 && value <= 8 ? value : UPRIGHT;
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            return UPRIGHT;
        }
    }

    /** The TIFF structure in which Exif writes: the file itself, or a segment of a JPEG. */
    private static ByteBuffer tiff(ByteBuffer file) {
        return (file.getShort(0) & 0xffff) == 0xffd8 ? exifSegment(file) : file;
    }

    /** Segments are a marker 0xffNN and a length that counts itself; pixels follow 0xffda. */
    private static ByteBuffer exifSegment(ByteBuffer jpeg) {
        byte[] name = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);
        int at = 2;
        while ((jpeg.getShort(at) & 0xff00) == 0xff00 && (jpeg.get(at + 1) & 0xff) != 0xda) {
            int length = jpeg.getShort(at + 2) & 0xffff;
            byte[] start = new byte[name.length];
            jpeg.get(at + 4, start);
            if ((jpeg.get(at + 1) & 0xff) == 0xe1 && Arrays.equals(start, name)) {
                return jpeg.slice(at + 4 + name.length, length - 2 - name.length);
            }
            at += 2 + length;
        }
        return ByteBuffer.allocate(0);
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
                return tiff.getShort(entry + 8) & 0xffff;
            }
        }
        return UPRIGHT;
    }
}
