package dev.trainkit.data;

import dev.trainkit.TrainkitException;
import java.util.Locale;

/**
 * What a picture's file declares, before memory or time is taken for it. A file of a few bytes can
 * declare tiles, frames and scans that are far larger than its picture.
 *
 * @param width of the picture; 0 where no header can be read
 * @param height of the picture
 * @param part what of its parts is the largest, with an article
 * @param partPixels how many pixels that has
 * @param scans how often decoding goes over all of the picture
 * @param bytes what decoding takes in memory, about
 */
public record DeclaredPicture(
        long width, long height, String part, long partPixels, long scans, long bytes) {

    /** While it is turned upright, a picture is in memory twice, at 4 bytes a pixel. */
    private static final int BYTES_A_PIXEL = 8;

    /** For 16 bits of each of four channels, twice; and something besides. */
    private static final long MOST_BYTES_A_PIXEL = 20;

    /** A camera's progressive JPEG has 10, and the thriftiest encoders make some 20. */
    private static final long MOST_SCANS = 100;

    /** Of the largest picture that is read. */
    private static final long LEAST_SCANS = 16;

    static final DeclaredPicture UNKNOWN = new DeclaredPicture(0, 0, "", 0, 1, 0);

    /** What a file declares; {@link #UNKNOWN} where it is of no format that is known here. */
    static DeclaredPicture in(byte[] encoded) {
        if (PngChunks.isPng(encoded)) {
            return PngChunks.of(encoded).declared();
        }
        if (JpegMarkers.isAt(encoded, 0)) {
            return JpegMarkers.of(encoded).declared();
        }
        if (GifBlocks.isGif(encoded)) {
            return GifBlocks.of(encoded).declared();
        }
        if (WebpChunks.isWebp(encoded)) {
            return WebpChunks.of(encoded).declared();
        }
        if (TiffDirectories.isTiff(encoded)) {
            return TiffDirectories.of(encoded).declared();
        }
        if (PnmFile.isPnm(encoded)) {
            return PnmFile.declared(encoded);
        }
        return BmpHeader.isBmp(encoded) ? BmpHeader.of(encoded).declared() : UNKNOWN;
    }

    /** One that is all in one piece. */
    static DeclaredPicture of(long width, long height) {
        return of(width, height, "", 0);
    }

    static DeclaredPicture of(long width, long height, String part, long partPixels) {
        long most = Math.max(times(width, height), partPixels);
        return new DeclaredPicture(width, height, part, partPixels, 1, times(BYTES_A_PIXEL, most));
    }

    /** The same where decoding goes over it so often. */
    DeclaredPicture inScans(long count) {
        return new DeclaredPicture(width, height, part, partPixels, count, bytes);
    }

    /** The same where decoding takes more memory than others. */
    DeclaredPicture withBytes(long more) {
        return new DeclaredPicture(width, height, part, partPixels, scans, Math.max(bytes, more));
    }

    /** Width times height. */
    public long pixels() {
        return times(width, height);
    }

    static long times(long a, long b) {
        return a > 0 && b > Long.MAX_VALUE / a ? Long.MAX_VALUE : a * b;
    }

    /**
     * That nothing within the picture is larger than the picture may be. Its own pixels are for the
     * caller to check.
     *
     * @param name for messages
     * @throws TrainkitException where something is
     */
    public void requireModestParts(long mostPixels, String name) {
        if (partPixels > mostPixels) {
            throw refused(
                    name,
                    "the picture is stored in %s of %,d pixels, more than the %,d that are read",
                    part,
                    partPixels,
                    mostPixels);
        }
        if (bytes > times(MOST_BYTES_A_PIXEL, mostPixels)) {
            throw refused(
                    name,
                    "the picture takes %,d MB of memory while it is decoded, more than the %,d MB"
                            + " that it may",
                    bytes >> 20,
                    (MOST_BYTES_A_PIXEL * mostPixels) >> 20);
        }
        long mostScans =
                Math.max(
                        LEAST_SCANS,
                        Math.min(MOST_SCANS, LEAST_SCANS * mostPixels / Math.max(1, pixels())));
        if (scans > mostScans) {
            throw refused(
                    name,
                    "the picture is stored in %,d scans, more than the %,d that are read of one of"
                            + " its size",
                    scans,
                    mostScans);
        }
    }

    private static TrainkitException refused(String name, String what, Object... values) {
        return new TrainkitException(
                name
                        + ": "
                        + String.format(Locale.ROOT, what, values)
                        + ". Save it anew as PNG or JPEG.");
    }
}
