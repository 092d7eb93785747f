package dev.trainkit.report;

import dev.trainkit.data.ImageData;

/** Pictures as they are in the data. */
final class TestPictures {

    private TestPictures() {}

    static Picture of(ImageData data, int i) {
        return Picture.of(data.image(i), data.width(), data.height(), data.channels());
    }
}
