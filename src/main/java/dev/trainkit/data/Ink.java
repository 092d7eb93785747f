package dev.trainkit.data;

import dev.trainkit.TrainkitException;
import java.util.Arrays;

/** Finds the ink on a picture, whatever the light on the paper was. */
final class Ink {

    private Ink() {}

    /** The ink alone, cropped to it: 0 where there is none, 255 where it is full. */
    static GreyPicture of(GreyPicture grey, Background background) {
        GreyPicture paper = isLight(grey, background) ? grey : grey.inverted();
        GreyPicture strength = strength(paper);
        return InkParts.digit(strength);
    }

    static boolean isLight(GreyPicture grey, Background background) {
        if (background != Background.AUTO) {
            return background == Background.LIGHT;
        }
        GreyPicture around =
                Filters.mean(grey, Math.max(1, Math.min(grey.width(), grey.height()) / 4));
        double cubes = 0;
        for (int i = 0; i < grey.values().length; i++) {
            double deviation = grey.values()[i] - around.values()[i];
            cubes += deviation * deviation * deviation;
        }
        return cubes < 0;
    }

    /** How much darker each pixel is than the paper around it, 0 to 1, less the usual grain. */
    private static GreyPicture strength(GreyPicture paper) {
        GreyPicture light =
                Filters.closing(paper, Math.max(1, Math.min(paper.width(), paper.height()) / 4));
        GreyPicture strength = GreyPicture.black(paper.width(), paper.height());
        float[] values = strength.values();
        for (int i = 0; i < values.length; i++) {
            values[i] = 1 - paper.values()[i] / Math.max(1, light.values()[i]);
        }
        float[] sorted = values.clone();
        Arrays.sort(sorted);
        float median = sorted[sorted.length / 2];
        float[] deviations = values.clone();
        for (int i = 0; i < deviations.length; i++) {
            deviations[i] = Math.abs(deviations[i] - median);
        }
        Arrays.sort(deviations);
        float noise = 1.4826f * deviations[deviations.length / 2];
        GreyPicture smooth = Filters.mean(strength, noise > 0 ? 1 : 0);
        float peak = 0;
        for (float value : smooth.values()) {
            peak = Math.max(peak, value);
        }
        float low = median + 3 * noise;
        if (peak - median < 0.08f || peak - median < 6 * noise) {
            throw new TrainkitException(
                    "the picture is blank: no ink stands out from its background. Write with a darker pen, or take the picture in better light.");
        }
        float high = peak;
        for (int i = 0; i < values.length; i++) {
            values[i] = 255 * Math.max(0, Math.min(1, (values[i] - low) / (high - low)));
        }
        return strength;
    }
}
