package dev.trainkit.data;

import dev.trainkit.TrainkitException;
import dev.trainkit.config.ImageConfig;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** From {@code data.image} to what pictures in files are made, and back. */
final class PictureFrame {

    private static final int USUAL_SIDE = 32;
    private static final int USUAL_CHANNELS = 3;

    private PictureFrame() {}

    /** Not normalized where the configuration leaves mean and deviation out. */
    static Preprocessing of(ImageConfig config) {
        int channels = config.channels() == null ? USUAL_CHANNELS : config.channels();
        return new Preprocessing(
                config.heightOr(USUAL_SIDE),
                config.widthOr(USUAL_SIDE),
                channels,
                config.padding() == null ? 0 : config.padding(),
                perChannel("mean", config.mean(), channels, 0),
                perChannel("std", config.std(), channels, 1),
                style(config.fit()),
                colour(config.background()));
    }

    /** The given values, or this one for each channel where none are given. */
    static List<Float> perChannel(String key, List<Double> given, int channels, float otherwise) {
        if (given == null) {
            return Collections.nCopies(channels, otherwise);
        }
        if (given.size() != channels) {
            throw new TrainkitException(
                    String.format(
                            Locale.ROOT,
                            "data.image.%s has %d values, but the pictures have %d channels. Give one for each.",
                            key,
                            given.size(),
                            channels));
        }
        return given.stream().map(Double::floatValue).toList();
    }

    private static PictureStyle style(String fit) {
        return fit == null
                ? PictureStyle.CONTAIN
                : PictureStyle.valueOf(fit.toUpperCase(Locale.ROOT));
    }

    private static String colour(String name) {
        if (name == null || name.equals("white")) {
            return "#ffffff";
        }
        return name.equals("black") ? "#000000" : name.toLowerCase(Locale.ROOT);
    }
}
