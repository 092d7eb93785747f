package dev.trainkit.data;

import dev.trainkit.TrainkitException;
import java.awt.image.BufferedImage;
import java.util.Locale;

/** Makes of a person's picture what the pictures of a data set are, so that a model can read it. */
public final class PicturePixels {

    /** A phone's photo is scaled down to this first: enough for a small digit, and quick. */
    private static final int LONGEST_SIDE = 512;

    private PicturePixels() {}

    /**
     * The picture in the size, channels and style of the data set; where that style is light on
     * black, as 8-bit grey, light on black.
     *
     * @return height * width * channels values, rows from the top
     * @throws TrainkitException when no ink is to be seen on the picture, where that is looked for
     */
    public static byte[] of(
            BufferedImage picture, Preprocessing preprocessing, Background background) {
        if (preprocessing.pictures().isAsItIs()) {
            return FittedPicture.of(picture, preprocessing);
        }
        if (preprocessing.channels() != 1) {
            throw new TrainkitException(
                    String.format(
                            Locale.ROOT,
                            "the model takes pictures of %d channels, and only grey ones can be made. Use a model of grey pictures.",
                            preprocessing.channels()));
        }
        GreyPicture grey = GreyPicture.of(picture, LONGEST_SIDE);
        int width = preprocessing.width();
        int height = preprocessing.height();
        return bytes(
                switch (preprocessing.pictures()) {
                    case DIGIT -> DigitPicture.of(grey, background, width, height);
                    default -> PlainPicture.of(grey, background, width, height);
                });
    }

    private static byte[] bytes(GreyPicture picture) {
        byte[] bytes = new byte[picture.values().length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Math.round(Math.max(0, Math.min(255, picture.values()[i])));
        }
        return bytes;
    }
}
