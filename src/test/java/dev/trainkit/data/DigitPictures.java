package dev.trainkit.data;

import dev.trainkit.config.DataConfig;
import dev.trainkit.engine.RandomStream;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/**
 * The digits of MNIST's test set as pictures that a person might have: as they are, inverted, off
 * the centre of a white sheet, and as photos of a sheet. The n-th picture is always the same.
 */
public final class DigitPictures {

    private static final int SIDE = 28;

    private final ImageData digits = Datasets.open(new DataConfig(), 0).test();

    /** What the digit is, {@code "0"} to {@code "9"}. */
    public String label(int i) {
        return digits.classes().get(digits.label(i));
    }

    public Preprocessing preprocessing() {
        return Datasets.open(new DataConfig(), 0).preprocessing();
    }

    /** The 28x28 values of MNIST's file: white on black. */
    public byte[] pixels(int i) {
        return digits.image(i);
    }

    /** White on black, 28x28. */
    public BufferedImage asItIs(int i) {
        BufferedImage picture = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
        picture.getRaster().setDataElements(0, 0, SIDE, SIDE, pixels(i));
        return picture;
    }

    /** Black on white, 28x28. */
    public BufferedImage inverted(int i) {
        byte[] pixels = pixels(i);
        for (int k = 0; k < pixels.length; k++) {
            pixels[k] = (byte) (255 - pixels[k]);
        }
        BufferedImage picture = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
        picture.getRaster().setDataElements(0, 0, SIDE, SIDE, pixels);
        return picture;
    }

    /** Black on a white sheet of 100x140, two to three times as large, anywhere on it. */
    public BufferedImage onPaper(int i) {
        RandomStream random = RandomStream.of(1, "paper", i);
        BufferedImage sheet = new BufferedImage(100, 140, BufferedImage.TYPE_BYTE_GRAY);
        int side = 2 * SIDE + random.nextInt(SIDE + 1);
        Graphics2D graphics = sheet.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
        graphics.dispose();
        int left = random.nextInt(sheet.getWidth() - side + 1);
        int top = random.nextInt(sheet.getHeight() - side + 1);
        sheet.getRaster().setRect(left, top, enlarged(inverted(i), side).getRaster());
        return sheet;
    }

    /** A digit larger than MNIST's, in a sheet's white. */
    static BufferedImage enlarged(BufferedImage digit, int side) {
        BufferedImage enlarged = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D graphics = enlarged.createGraphics();
        graphics.setRenderingHint(
                RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        graphics.drawImage(digit, 0, 0, side, side, null);
        graphics.dispose();
        return enlarged;
    }

    public static byte[] png(BufferedImage picture) {
        try {
            ByteArrayOutputStream png = new ByteArrayOutputStream();
            ImageIO.write(picture, "png", png);
            return png.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
