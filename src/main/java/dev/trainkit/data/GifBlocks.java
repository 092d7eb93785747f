package dev.trainkit.data;

import java.awt.Rectangle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What a GIF file says of itself before its pixels are decoded.
 *
 * @see <a href="https://www.w3.org/Graphics/GIF/spec-gif89a.txt">GIF89a</a>
 */
final class GifBlocks {

    private static final int EXTENSION = 0x21;
    private static final int IMAGE = 0x2c;
    private static final int HEADER_BYTES = 13;

    private final ByteBuffer file;
    private Rectangle frame = new Rectangle();

    private GifBlocks(byte[] encoded) {
        file = ByteBuffer.wrap(encoded).order(ByteOrder.LITTLE_ENDIAN);
    }

    static boolean isGif(byte[] encoded) {
        return encoded.length >= HEADER_BYTES
                && encoded[0] == 'G'
                && encoded[1] == 'I'
                && encoded[2] == 'F';
    }

    static GifBlocks of(byte[] encoded) {
        GifBlocks blocks = new GifBlocks(encoded);
        try {
            blocks.findFrame();
        } catch (IndexOutOfBoundsException e) {
            // cut short: the decoder will tell
        }
        return blocks;
    }

    /** Where the first frame is on the canvas; without extent where there is none. */
    Rectangle frame() {
        return frame;
    }

    /** What the first frame is drawn on; it grows where the frame is beyond it. */
    Rectangle canvas() {
        return new Rectangle(unsignedShort(6), unsignedShort(8)).union(frame);
    }

    DeclaredPicture declared() {
        Rectangle canvas = canvas();
        return DeclaredPicture.of(canvas.width, canvas.height);
    }

    private void findFrame() {
        int at = HEADER_BYTES + tableBytes(file.get(10));
        while ((file.get(at) & 0xff) == EXTENSION) {
            at += 2; // and its kind
            for (int length = file.get(at) & 0xff; length > 0; length = file.get(at) & 0xff) {
                at += 1 + length;
            }
            at++;
        }
        if ((file.get(at) & 0xff) == IMAGE) {
            frame =
                    new Rectangle(
                            unsignedShort(at + 1),
                            unsignedShort(at + 3),
                            unsignedShort(at + 5),
                            unsignedShort(at + 7));
        }
    }

    /** Of colours, where the flags say that there are any. */
    private static int tableBytes(byte flags) {
        return (flags & 0x80) == 0 ? 0 : 3 * (2 << (flags & 7));
    }

    private int unsignedShort(int at) {
        return file.getShort(at) & 0xffff;
    }
}
