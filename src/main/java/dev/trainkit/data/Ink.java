package dev.trainkit.data;

import dev.trainkit.TrainkitException;

/**
 * Finds the ink on a picture, whatever the light on the paper was: shaded, noisy, or with a hard
 * shadow across it.
 */
final class Ink {

    /** Ink that covers less than this share of the paper's brightness is none. */
    private static final float LEAST_STRENGTH = 0.08f;

    /** The grain of a photo reaches this many of its standard deviations, but seldom. */
    private static final float GRAIN = 3;

    /** And never this many, anywhere on the picture. */
    private static final float NO_GRAIN = 7;

    /** From the median absolute deviation to the standard deviation of normal noise. */
    private static final float DEVIATIONS = 1.4826f;

    /** Light on dark is told from dark on light with a longer side of so many pixels. */
    private static final int ENOUGH_TO_TELL = 128;

    private Ink() {}

    /**
     * The digit's ink alone, cropped to it: 0 where there is none, 255 where it is full.
     *
     * @throws TrainkitException when there is no ink
     */
    static GreyPicture of(GreyPicture grey, Background background) {
        SummedArea area = new SummedArea(grey);
        boolean light =
                background == Background.AUTO
                        ? isOnLight(grey, area)
                        : background == Background.LIGHT;
        GreyPicture smooth = area.mean(1);
        GreyPicture clear = hasGrain(grey, smooth) ? smooth : grey;
        GreyPicture strength = strength(light ? clear : clear.inverted());
        float strongest = strength.largest();
        if (strongest < LEAST_STRENGTH) {
            throw blank(background);
        }
        return InkParts.digit(strength.times(255 / strongest));
    }

    /** Whether most pixels differ from those around them, as on a photo. */
    private static boolean hasGrain(GreyPicture picture, GreyPicture smooth) {
        int different = 0;
        for (int i = 0; i < picture.values().length; i++) {
            if (Math.abs(picture.values()[i] - smooth.values()[i]) > 0.01f) {
                different++;
            }
        }
        return 2 * different >= picture.values().length;
    }

    /**
     * Ink is the smaller part of what stands out, so that brightness less that of the surroundings
     * is skewed towards it. Shadows and noise are skewed to neither side. How far the surroundings
     * reach depends on the width of the pen, so the width with the clearest answer decides.
     */
    private static boolean isOnLight(GreyPicture grey, SummedArea area) {
        int side = Math.max(grey.width(), grey.height());
        if (side > ENOUGH_TO_TELL) {
            GreyPicture reduced = area.reduced(ENOUGH_TO_TELL);
            return isOnLight(reduced, new SummedArea(reduced));
        }
        double clearest = 0;
        for (int reach = Math.max(1, side / 4); reach >= Math.max(1, side / 64); reach /= 2) {
            double skewness = skewness(grey, area, reach);
            if (Math.abs(skewness) > Math.abs(clearest)) {
                clearest = skewness;
            }
        }
        return clearest < 0;
    }

    /** The third standardised moment of the differences to the mean of what is around. */
    private static double skewness(GreyPicture grey, SummedArea area, int reach) {
        double squares = 0;
        double cubes = 0;
        float[] around = new float[grey.width()];
        for (int y = 0; y < grey.height(); y++) {
            area.mean(y, reach, around, 0);
            for (int x = 0; x < around.length; x++) {
                double difference = grey.at(x, y) - around[x];
                squares += difference * difference;
                cubes += difference * difference * difference;
            }
        }
        int count = grey.values().length;
        return squares == 0 ? 0 : cubes / count / Math.pow(squares / count, 1.5);
    }

    /**
     * The share of the light that the ink swallows at each pixel, 0 where the paper is only as dark
     * as its grain makes it; 0 everywhere when all of it is grain. The light on the paper is what
     * is left of the picture when everything dark and narrow is filled: up to a third of the longer
     * side, more than any stroke, less than most shadows.
     */
    private static GreyPicture strength(GreyPicture paper) {
        int reach = Math.max(1, Math.max(paper.width(), paper.height()) / 6);
        GreyPicture light = Closing.of(paper, reach);
        GreyPicture depth = light.minus(paper);
        float usual = Median.of(depth.values().clone());
        float grain = spread(depth, usual);
        GreyPicture strength = GreyPicture.black(paper.width(), paper.height());
        if (depth.largest() - usual < NO_GRAIN * grain) {
            return strength;
        }
        for (int i = 0; i < strength.values().length; i++) {
            float ink = depth.values()[i] - usual - GRAIN * grain;
            strength.values()[i] = Math.max(0, ink) / Math.max(1, light.values()[i]);
        }
        return strength;
    }

    private static TrainkitException blank(Background background) {
        return new TrainkitException(
                switch (background) {
                    case AUTO ->
                            "the picture is blank: no ink stands out from its background. Write with a darker pen, or take it in better light.";
                    case LIGHT ->
                            "the picture is blank: no dark ink stands out from a light background. Check that the background is light, or let it be found out (auto).";
                    case DARK ->
                            "the picture is blank: no light ink stands out from a dark background. Check that the background is dark, or let it be found out (auto).";
                });
    }

    /** The standard deviation of the grain, which the few pixels of ink do not change. */
    private static float spread(GreyPicture depth, float median) {
        float[] deviations = new float[depth.values().length];
        for (int i = 0; i < deviations.length; i++) {
            deviations[i] = Math.abs(depth.values()[i] - median);
        }
        return DEVIATIONS * Median.of(deviations);
    }
}
