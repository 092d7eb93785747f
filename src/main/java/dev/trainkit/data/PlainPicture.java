package dev.trainkit.data;

import dev.trainkit.TrainkitException;

/** The whole picture, light on black, fitted into the frame of a data set and centred in it. */
final class PlainPicture {

    /** Fewer grey levels than this between the darkest and the lightest show nothing. */
    private static final float LEAST_CONTRAST = 8;

    private PlainPicture() {}

    static GreyPicture of(GreyPicture grey, Background background, int width, int height) {
        requireContrast(grey);
        GreyPicture lightOnBlack = isLight(grey, background) ? grey.inverted() : grey;
        double scale = Math.min((double) width / grey.width(), (double) height / grey.height());
        int fittedWidth = Math.max(1, (int) Math.round(grey.width() * scale));
        int fittedHeight = Math.max(1, (int) Math.round(grey.height() * scale));
        return lightOnBlack
                .resized(fittedWidth, fittedHeight)
                .within(width, height, (width - fittedWidth) / 2, (height - fittedHeight) / 2);
    }

    private static void requireContrast(GreyPicture grey) {
        float lightest = 0;
        float darkest = 255;
        for (float value : grey.values()) {
            lightest = Math.max(lightest, value);
            darkest = Math.min(darkest, value);
        }
        if (lightest - darkest < LEAST_CONTRAST) {
            throw new TrainkitException(
                    "the picture is blank: all of it has nearly one brightness. Take one that shows something.");
        }
    }

    /**
     * By the corners: an object often fills the frame to its sides, but seldom into the corners.
     */
    private static boolean isLight(GreyPicture grey, Background background) {
        if (background != Background.AUTO) {
            return background == Background.LIGHT;
        }
        int right = grey.width() - 1;
        int bottom = grey.height() - 1;
        float sum = grey.at(0, 0) + grey.at(right, 0) + grey.at(0, bottom) + grey.at(right, bottom);
        return sum > 2 * 255;
    }
}
