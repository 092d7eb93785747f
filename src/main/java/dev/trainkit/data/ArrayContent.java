package dev.trainkit.data;

import dev.trainkit.TrainkitException;
import dev.trainkit.config.DataConfig;
import dev.trainkit.config.ImageConfig;
import java.util.List;
import java.util.Locale;

/** Makes a data set of pictures that are in memory already, in a size of their own. */
final class ArrayContent {

    private ArrayContent() {}

    /**
     * With padding, mean and deviation as {@code data.image} has them.
     *
     * @param validation null where there is none
     * @param test null where there is none
     * @throws TrainkitException when {@code data.image} asks for another size
     */
    static Dataset.Content of(
            ImageData train, ImageData validation, ImageData test, DataConfig config) {
        requireSize(train, config);
        for (ImageData part : new ImageData[] {validation, test}) {
            if (part != null && !sizeOf(part).equals(sizeOf(train))) {
                throw new TrainkitException(
                        "%s has training pictures of %s, but others of %s. Put files there that belong together."
                                .formatted(config.path(), sizeOf(train), sizeOf(part)));
            }
        }
        return new Dataset.Content(
                train,
                validation,
                test,
                preprocessing(train, config.image()),
                config.image().mean() != null,
                List.of(),
                ClassNotes.of(train, validation, test));
    }

    private static Preprocessing preprocessing(ImageData train, ImageConfig image) {
        return new Preprocessing(
                train.height(),
                train.width(),
                train.channels(),
                image.padding() == null ? 0 : image.padding(),
                PictureFrame.perChannel("mean", image.mean(), train.channels(), 0),
                PictureFrame.perChannel("std", image.std(), train.channels(), 1),
                PictureStyle.CONTAIN,
                "#000000");
    }

    private static void requireSize(ImageData data, DataConfig config) {
        ImageConfig image = config.image();
        int channels = image.channels() == null ? data.channels() : image.channels();
        if (image.widthOr(data.width()) != data.width()
                || image.heightOr(data.height()) != data.height()
                || channels != data.channels()) {
            throw new TrainkitException(
                    "data.image asks for pictures of another size or other channels than the %s that %s has, and these are not resized. Leave size and channels out."
                            .formatted(sizeOf(data), config.path()));
        }
    }

    private static String sizeOf(ImageData data) {
        return String.format(Locale.ROOT, "%dx%dx%d", data.width(), data.height(), data.channels());
    }
}
