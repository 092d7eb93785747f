package dev.trainkit.report;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** A picture to be shown: 8 bits a value, grey or red, green and blue. */
record Picture(BufferedImage image) {

    private static final Color GAP = new Color(0x80, 0x80, 0x80);

    /**
     * Of values from the top, the channels of a pixel beside each other.
     *
     * @param channels 3; of any other number the first is shown in grey
     */
    static Picture of(byte[] values, int width, int height, int channels) {
        int type = channels == 3 ? BufferedImage.TYPE_INT_RGB : BufferedImage.TYPE_BYTE_GRAY;
        BufferedImage image = new BufferedImage(width, height, type);
        for (int i = 0; i < width * height; i++) {
            for (int c = 0; c < image.getRaster().getNumBands(); c++) {
                image.getRaster()
                        .setSample(i % width, i / width, c, values[i * channels + c] & 0xff);
            }
        }
        return new Picture(image);
    }

    /** Grey, from the lowest value black to the highest white; all of one value are black. */
    static Picture stretched(float[] values, int offset, int width, int height) {
        return ofPlanes(values, offset, 1, height, width);
    }

    /**
     * Of channels one after the other, stretched together so that colours keep their relation; of
     * more than 3 or of 2, the first alone.
     */
    static Picture ofPlanes(float[] values, int offset, int channels, int height, int width) {
        int shown = channels == 3 ? 3 : 1;
        int plane = height * width;
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < shown * plane; i++) {
            low = Math.min(low, values[offset + i]);
            high = Math.max(high, values[offset + i]);
        }
        byte[] bytes = new byte[shown * plane];
        for (int i = 0; high > low && i < bytes.length; i++) {
            float value = values[offset + i % shown * plane + i / shown];
            bytes[i] = (byte) Math.round(255 * (value - low) / (high - low));
        }
        return of(bytes, width, height, shown);
    }

    /** Pictures of one size and kind beside each other. */
    static Picture strip(List<Picture> pictures) {
        Picture first = pictures.get(0);
        int step = first.width() + 1;
        BufferedImage strip =
                new BufferedImage(
                        step * pictures.size() - 1, first.height(), first.image.getType());
        Graphics2D graphics = strip.createGraphics();
        graphics.setColor(GAP);
        graphics.fillRect(0, 0, strip.getWidth(), strip.getHeight());
        graphics.dispose();
        for (int i = 0; i < pictures.size(); i++) {
            strip.getRaster().setRect(i * step, 0, pictures.get(i).image.getRaster());
        }
        return new Picture(strip);
    }

    int width() {
        return image.getWidth();
    }

    int height() {
        return image.getHeight();
    }

    int channels() {
        return image.getRaster().getNumBands();
    }

    byte[] png() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) { // no temporary file
            ImageIO.write(image, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot be written to", e);
        }
        return bytes.toByteArray();
    }

    /** For a page that is to be one file. */
    String dataUri() {
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(png());
    }
}
