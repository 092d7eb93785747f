package dev.trainkit.data;

import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.util.Arrays;

/** Draws the first frame of an animation on its canvas, where it is smaller than that. */
final class FirstFrame {

    private static final int TRANSPARENT = 0;

    private FirstFrame() {}

    /** The picture as it was decoded, or the canvas with it. */
    static BufferedImage onCanvas(BufferedImage picture, byte[] encoded) {
        if (GifBlocks.isGif(encoded)) {
            GifBlocks gif = GifBlocks.of(encoded);
            return onCanvas(picture, gif.canvas(), gif.frame(), aroundGif(picture));
        }
        if (WebpChunks.isWebp(encoded)) {
            WebpChunks webp = WebpChunks.of(encoded);
            return webp.frame() == null
                    ? picture
                    : onCanvas(picture, webp.canvas(), webp.frame(), TRANSPARENT);
        }
        return picture;
    }

    private static BufferedImage onCanvas(
            BufferedImage picture, Rectangle canvas, Rectangle frame, int around) {
        if (canvas.getSize().equals(frame.getSize())
                || picture.getWidth() != frame.width
                || picture.getHeight() != frame.height) {
            return picture;
        }
        BufferedImage drawn =
                new BufferedImage(canvas.width, canvas.height, BufferedImage.TYPE_INT_ARGB);
        int[] row = new int[canvas.width];
        Arrays.fill(row, around);
        for (int y = 0; y < canvas.height; y++) {
            drawn.setRGB(0, y, canvas.width, 1, row, 0, canvas.width);
        }
        for (int y = 0; y < frame.height; y++) {
            picture.getRGB(0, y, frame.width, 1, row, 0, frame.width);
            drawn.setRGB(frame.x, frame.y + y, frame.width, 1, row, 0, frame.width);
        }
        return drawn;
    }

    /** As PIL has it: what is transparent where anything is, else the first of its colours. */
    private static int aroundGif(BufferedImage picture) {
        return picture.getColorModel() instanceof IndexColorModel colours && !colours.hasAlpha()
                ? colours.getRGB(0)
                : TRANSPARENT;
    }
}
