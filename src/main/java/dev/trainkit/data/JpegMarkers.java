package dev.trainkit.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What a JPEG file says of itself before its pixels are decoded: how large it is, in how many scans
 * it comes, and how it was held. A progressive file may repeat a scan as often as it likes, and
 * each goes over the whole picture.
 *
 * @see <a href="https://www.w3.org/Graphics/JPEG/itu-t81.pdf">ITU-T T.81, annex B</a>
 */
final class JpegMarkers {

    private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);

    /** Of one that is not progressive: a scan for each channel. */
    private static final int MOST_INTERLEAVED = 4;

    /**
     * A pixel's coefficients of three channels are in memory until the last scan, and its copies.
     */
    private static final int BYTES_OF_SCANS = 6 + 8;

    private static final int SOI = 0xd8;
    private static final int EOI = 0xd9;
    private static final int SOS = 0xda;
    private static final int APP1 = 0xe1;

    private final byte[] file;
    private final int start;
    private final int end;
    private int at;
    private int width;
    private int height;
    private int scans;
    private ByteBuffer exif = ByteBuffer.allocate(0);

    private JpegMarkers(byte[] file, int start, int end) {
        this.file = file;
        this.start = start;
        this.end = end;
        at = start + 2;
    }

    static boolean isAt(byte[] file, int start) {
        return start >= 0
                && start + 2 < file.length
                && (file[start] & 0xff) == 0xff
                && (file[start + 1] & 0xff) == SOI;
    }

    static JpegMarkers of(byte[] file) {
        return of(file, 0, file.length);
    }

    /** Those of a JPEG that is in another file. */
    static JpegMarkers of(byte[] file, int start, int end) {
        JpegMarkers markers = new JpegMarkers(file, start, Math.min(end, file.length));
        markers.walk();
        return markers;
    }

    long pixels() {
        return (long) width * height;
    }

    DeclaredPicture declared() {
        DeclaredPicture declared = DeclaredPicture.of(width, height).inScans(scans);
        return scans <= MOST_INTERLEAVED
                ? declared
                : declared.withBytes(DeclaredPicture.times(BYTES_OF_SCANS, declared.pixels()));
    }

    /** In bytes, up to what it ends with. */
    long length() {
        return (long) at - start;
    }

    int scans() {
        return scans;
    }

    /** The TIFF structure of the first segment that has one, else nothing. */
    ByteBuffer exif() {
        return exif;
    }

    private void walk() {
        for (int marker = next(); marker >= 0 && marker != EOI; marker = next()) {
            if (hasLength(marker)) {
                int length = at + 1 < end ? unsignedShort(at) : 0;
                note(marker, at + 2, Math.min(end, at + length));
                at += Math.max(2, length);
            }
        }
    }

    /** Of what lies between markers nothing matters; any number of 0xff may precede one. */
    private int next() {
        while (at + 1 < end) {
            if (file[at++] == (byte) 0xff && file[at] != 0 && file[at] != (byte) 0xff) {
                return file[at++] & 0xff;
            }
        }
        return -1;
    }

    private static boolean hasLength(int marker) {
        boolean isRestart = marker >= 0xd0 && marker <= 0xd7;
        return !isRestart && marker != SOI && marker != 0x01;
    }

    private void note(int marker, int from, int to) {
        if (marker == SOS) {
            scans++;
        } else if (isFrame(marker) && from + 5 <= to) {
            height = Math.max(height, unsignedShort(from + 1));
            width = Math.max(width, unsignedShort(from + 3));
        } else if (marker == APP1 && exif.limit() == 0 && isExif(from, to)) {
            exif = ByteBuffer.wrap(file, from + EXIF.length, to - from - EXIF.length).slice();
        }
    }

    /** 0xc4, 0xc8 and 0xcc are tables. */
    private static boolean isFrame(int marker) {
        return marker == 0xc0 || (marker > 0xc0 && marker <= 0xcf && marker % 4 != 0);
    }

    private boolean isExif(int from, int to) {
        return from + EXIF.length <= to
                && Arrays.equals(file, from, from + EXIF.length, EXIF, 0, EXIF.length);
    }

    private int unsignedShort(int index) {
        return (file[index] & 0xff) << 8 | (file[index + 1] & 0xff);
    }
}
