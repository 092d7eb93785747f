package dev.trainkit.data;

import dev.trainkit.engine.RandomStream;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/**
 * Photos as a phone takes them of a digit on paper, drawn by hand: a pen or a pencil of 3 to 14
 * pixels on 1600x1200, light from one side, the shadow of a hand, noise, JPEG. The n-th photo shows
 * the digit n mod 10, and is always the same.
 */
public final class PhonePhotos {

    /** From how many random numbers a grain of noise is summed up: nearly normal. */
    private static final int SUM = 4;

    private final int width;
    private final int height;

    public PhonePhotos(int width, int height) {
        this.width = width;
        this.height = height;
    }

    public String label(int i) {
        return String.valueOf(i % 10);
    }

    /** A JPEG file. */
    public byte[] jpeg(int i) {
        RandomStream random = RandomStream.of(2, "phone", i);
        BufferedImage photo = drawn(i % 10, random);
        illuminate(photo, random);
        try {
            ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
            ImageIO.write(photo, "jpg", jpeg);
            return jpeg.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private BufferedImage drawn(int digit, RandomStream random) {
        BufferedImage sheet = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = sheet.createGraphics();
        graphics.setRenderingHint(
                RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setColor(new Color(250, 248, 240));
        graphics.fillRect(0, 0, width, height);
        graphics.setColor(ink(random));
        float pen = random.nextFloat(3, 14) * height / 1200;
        graphics.setStroke(new BasicStroke(pen, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        graphics.draw(placed(random).createTransformedShape(shape(digit)));
        graphics.dispose();
        return sheet;
    }

    /** Black or blue ink, or a pencil's grey. */
    private static Color ink(RandomStream random) {
        Color[] inks = {new Color(25, 25, 30), new Color(30, 50, 140), new Color(95, 95, 100)};
        return inks[random.nextInt(inks.length)];
    }

    /** From the unit square to somewhere on the sheet: 15 to 60 % of its height, and slanted. */
    private AffineTransform placed(RandomStream random) {
        double tall = random.nextFloat(0.15f, 0.6f) * height;
        double wide = random.nextFloat(0.55f, 0.85f) * tall;
        AffineTransform placed = new AffineTransform();
        placed.translate(
                random.nextFloat(0.1f, 0.9f) * (width - 2 * wide) + wide / 2,
                random.nextFloat(0.1f, 0.9f) * (height - 1.2 * tall) + 0.1 * tall);
        placed.scale(wide, tall);
        placed.shear(random.nextFloat(-0.25f, 0.1f), 0);
        return placed;
    }

    private void illuminate(BufferedImage photo, RandomStream random) {
        double brightness = random.nextFloat(0.55f, 0.9f);
        double across = random.nextFloat(-0.3f, 0.3f);
        double down = random.nextFloat(-0.3f, 0.3f);
        double shadow = random.nextFloat(0.5f, 0.95f);
        double shadowFrom = random.nextFloat(0, 1);
        double shadowSlope = random.nextFloat(-0.5f, 0.5f);
        double blur = random.nextFloat(0.005f, 0.1f);
        double noise = random.nextFloat(2, 10);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double u = (double) x / width;
                double v = (double) y / height;
                double inShadow = (u - shadowFrom - shadowSlope * v) / blur;
                double light =
                        (brightness + across * (u - 0.5) + down * (v - 0.5))
                                * (1 - (1 - shadow) * Math.max(0, Math.min(1, inShadow)));
                photo.setRGB(x, y, lit(photo.getRGB(x, y), light, noise * normal(random)));
            }
        }
    }

    private static int lit(int colour, double light, double noise) {
        int lit = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            double value = (colour >> shift & 0xff) * light + noise;
            lit |= (int) Math.max(0, Math.min(255, value)) << shift;
        }
        return lit;
    }

    private static double normal(RandomStream random) {
        double sum = 0;
        for (int k = 0; k < SUM; k++) {
            sum += random.nextFloat(-1, 1);
        }
        return sum * Math.sqrt(3.0 / SUM);
    }

    private static Path2D shape(int digit) {
        Path2D path = new Path2D.Double();
        switch (digit) {
            case 0 -> {
                path.moveTo(.55, 0);
                path.curveTo(-.15, 0, -.1, 1, .5, 1);
                path.curveTo(1.1, 1, 1.1, 0, .5, .02);
            }
            case 1 -> {
                path.moveTo(.5, 0);
                path.lineTo(.5, 1);
            }
            case 2 -> {
                path.moveTo(.15, .25);
                path.curveTo(.2, -.1, .9, -.1, .8, .35);
                path.curveTo(.75, .6, .3, .8, .1, 1);
                path.lineTo(.9, .98);
            }
            case 3 -> {
                path.moveTo(.15, .12);
                path.curveTo(.5, -.15, 1, .1, .75, .38);
                path.curveTo(.65, .48, .5, .48, .4, .48);
                path.curveTo(.6, .48, .9, .55, .85, .78);
                path.curveTo(.75, 1.1, .25, 1.05, .1, .88);
            }
            case 4 -> {
                path.moveTo(.25, 0);
                path.lineTo(.1, .55);
                path.lineTo(.9, .52);
                path.moveTo(.75, .1);
                path.lineTo(.68, 1);
            }
            case 5 -> {
                path.moveTo(.8, 0);
                path.lineTo(.25, .02);
                path.lineTo(.2, .42);
                path.curveTo(.5, .3, .9, .4, .85, .7);
                path.curveTo(.8, 1.05, .3, 1.05, .12, .88);
            }
            case 6 -> {
                path.moveTo(.7, 0);
                path.curveTo(.3, .2, .1, .5, .15, .75);
                path.curveTo(.2, 1.1, .85, 1.05, .8, .72);
                path.curveTo(.75, .45, .3, .5, .17, .75);
            }
            case 7 -> {
                path.moveTo(.1, .05);
                path.lineTo(.85, .03);
                path.curveTo(.6, .35, .45, .6, .4, 1);
            }
            case 8 -> {
                path.moveTo(.75, .15);
                path.curveTo(.6, -.1, .2, 0, .25, .25);
                path.curveTo(.3, .45, .8, .5, .8, .78);
                path.curveTo(.75, 1.08, .2, 1.08, .2, .78);
                path.curveTo(.25, .5, .75, .45, .75, .15);
            }
            default -> {
                path.moveTo(.8, .2);
                path.curveTo(.6, -.1, .15, 0, .2, .3);
                path.curveTo(.25, .55, .7, .5, .8, .2);
                path.curveTo(.8, .5, .75, .8, .6, 1);
            }
        }
        return path;
    }
}
