package dev.trainkit.data;

import java.awt.Rectangle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * What a WebP file says of itself before its pixels are decoded.
 *
 * @see <a href="https://developers.google.com/speed/webp/docs/riff_container">WebP Container
 *     Specification</a>
 */
final class WebpChunks {

    private static final int RIFF = fourCc("RIFF");
    private static final int WEBP = fourCc("WEBP");
    private static final int VP8 = fourCc("VP8 ");
    private static final int VP8L = fourCc("VP8L");
    private static final int VP8X = fourCc("VP8X");
    private static final int ALPH = fourCc("ALPH");
    private static final int ANMF = fourCc("ANMF");
    private static final int EXIF = fourCc("EXIF");
    private static final int HEADER_BYTES = 8;
    private static final int ANMF_BYTES = 16;

    private final ByteBuffer file;
    private Rectangle canvas;
    private Rectangle frame;
    private ByteBuffer exif = ByteBuffer.allocate(0);

    /** The pixels of each that is decoded; a decoder takes as many as come, one over the other. */
    private final List<Bitmap> bitmaps = new ArrayList<>();

    private boolean hasAlpha;

    private record Bitmap(int width, int height) {

        long pixels() {
            return (long) width * height;
        }
    }

    private WebpChunks(byte[] encoded) {
        file = ByteBuffer.wrap(encoded).order(ByteOrder.LITTLE_ENDIAN);
    }

    static boolean isWebp(byte[] encoded) {
        ByteBuffer file = ByteBuffer.wrap(encoded).order(ByteOrder.LITTLE_ENDIAN);
        return encoded.length >= 12 && file.getInt(0) == RIFF && file.getInt(8) == WEBP;
    }

    static WebpChunks of(byte[] encoded) {
        WebpChunks chunks = new WebpChunks(encoded);
        try {
            chunks.walk(12, encoded.length);
        } catch (IndexOutOfBoundsException e) {
            // cut short: what came before counts
        }
        return chunks;
    }

    private static int fourCc(String name) {
        return name.charAt(0) | name.charAt(1) << 8 | name.charAt(2) << 16 | name.charAt(3) << 24;
    }

    /**
     * Whether the file is shorter than it says. The decoder makes up the pixels that are missing.
     */
    boolean isCutShort() {
        return file.limit() - HEADER_BYTES < Integer.toUnsignedLong(file.getInt(4));
    }

    /** The TIFF structure that it holds, or nothing. */
    ByteBuffer exif() {
        return exif;
    }

    /** What the first frame is drawn on; it grows where the frame is beyond it. */
    Rectangle canvas() {
        return frame == null ? canvas : canvas.union(frame);
    }

    /** Whether a bitmap has another size than its frame; the decoder would cut it, or fill up. */
    boolean isInconsistent() {
        Rectangle place = frame == null ? canvas : frame;
        return place != null
                && bitmaps.stream()
                        .anyMatch(
                                bitmap ->
                                        bitmap.pixels() > 0
                                                && (bitmap.width() != place.width
                                                        || bitmap.height() != place.height));
    }

    /** Where the first frame of an animation is on the canvas; null where there is none. */
    Rectangle frame() {
        return frame;
    }

    DeclaredPicture declared() {
        if (canvas == null) {
            return bitmaps.isEmpty()
                    ? DeclaredPicture.UNKNOWN
                    : DeclaredPicture.of(bitmaps.get(0).width(), bitmaps.get(0).height());
        }
        long together = bitmaps.stream().mapToLong(Bitmap::pixels).sum();
        Rectangle drawnOn = canvas();
        return DeclaredPicture.of(drawnOn.width, drawnOn.height, "a frame", together);
    }

    private void walk(int from, int to) {
        for (int at = from; at + HEADER_BYTES <= to; ) {
            int content = at + HEADER_BYTES;
            long length = Integer.toUnsignedLong(file.getInt(at + 4));
            int end = (int) Math.min(to, content + length);
            note(file.getInt(at), content, end);
            long next = content + length + (length & 1);
            at = (int) Math.min(to, next);
        }
    }

    private void note(int name, int from, int to) {
        if (name == VP8X) {
            canvas = new Rectangle(1 + unsigned24(from + 4), 1 + unsigned24(from + 7));
        } else if (name == ANMF && frame == null && canvas != null) {
            frame =
                    new Rectangle(
                            2 * unsigned24(from),
                            2 * unsigned24(from + 3),
                            1 + unsigned24(from + 6),
                            1 + unsigned24(from + 9));
            bitmaps.clear(); // what comes besides frames is not decoded
            walk(from + ANMF_BYTES, to);
        } else if (name == EXIF && exif.limit() == 0) {
            exif = file.slice(from, to - from).order(ByteOrder.BIG_ENDIAN);
        } else if (isBitmap(name)) {
            bitmaps.add(bitmap(name, from));
        }
    }

    private static boolean isBitmap(int name) {
        return name == VP8 || name == VP8L || name == ALPH;
    }

    /** A channel of transparency is as large as the canvas, and one is a part of the picture. */
    private Bitmap bitmap(int name, int from) {
        if (name == ALPH) {
            boolean isAnother = hasAlpha;
            hasAlpha = true;
            return isAnother && canvas != null
                    ? new Bitmap(canvas.width, canvas.height)
                    : new Bitmap(0, 0);
        }
        if (name == VP8L) { // a byte of signature, then 14 bits each, less one
            int size = file.getInt(from + 1);
            return new Bitmap(1 + (size & 0x3fff), 1 + (size >>> 14 & 0x3fff));
        }
        // behind a header and a start code
        return new Bitmap(file.getShort(from + 6) & 0x3fff, file.getShort(from + 8) & 0x3fff);
    }

    private int unsigned24(int at) {
        return (file.getShort(at) & 0xffff) | (file.get(at + 2) & 0xff) << 16;
    }
}
