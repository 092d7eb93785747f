package dev.trainkit.data;

import dev.trainkit.config.AugmentConfig;
import dev.trainkit.engine.RandomStream;
import java.nio.FloatBuffer;

/**
 * Mixes each picture of a batch, and its label, with another of the batch: all of it (mixup, Zhang
 * et al. 2017) or a rectangle (CutMix, Yun et al. 2019).
 */
final class PictureMixing {

    private final AugmentConfig config;
    private final int height;
    private final int width;
    private final int channels;
    private final int classes;
    private final long seed;

    PictureMixing(
            AugmentConfig config, int height, int width, int channels, int classes, long seed) {
        this.config = config;
        this.height = height;
        this.width = width;
        this.channels = channels;
        this.classes = classes;
        this.seed = seed;
    }

    /**
     * Mixes the pictures in place.
     *
     * @param images (N, height, width, channels)
     * @param labels of the N pictures
     * @param first the place of the first in the epoch
     * @return what share each class has of each picture, (N, classes); a picture's add up to 1
     */
    float[] mix(FloatBuffer images, int[] labels, int epoch, int first) {
        float[] before = new float[labels.length * height * width * channels];
        images.get(0, before);
        int[] partners = RandomStream.of(seed, "partners", epoch, first).permutation(labels.length);
        float[] shares = new float[labels.length * classes];
        for (int i = 0; i < labels.length; i++) {
            RandomStream random = RandomStream.of(seed, "mixing", epoch, first + i);
            float kept = mix(before, i, partners[i], random, images);
            shares[i * classes + labels[i]] += kept;
            shares[i * classes + labels[partners[i]]] += 1 - kept;
        }
        return shares;
    }

    /** The share of the picture that is left. */
    private float mix(
            float[] before, int picture, int partner, RandomStream random, FloatBuffer to) {
        boolean cuts = random.nextInt(2) == 1 ? config.cutmix() > 0 : config.mixup() == 0;
        return cuts
                ? cut(before, picture, partner, random, to)
                : blend(before, picture, partner, random, to);
    }

    private float blend(
            float[] before, int picture, int partner, RandomStream random, FloatBuffer to) {
        float kept = (float) SymmetricBeta.draw(config.mixup(), random);
        int values = height * width * channels;
        for (int i = 0; i < values; i++) {
            float mixed =
                    kept * before[picture * values + i] + (1 - kept) * before[partner * values + i];
            to.put(picture * values + i, mixed);
        }
        return kept;
    }

    private float cut(
            float[] before, int picture, int partner, RandomStream random, FloatBuffer to) {
        double share = 1 - SymmetricBeta.draw(config.cutmix(), random);
        Rectangle part = Rectangle.toReplace(random, share, height, width);
        int values = height * width * channels;
        for (int y = part.top(); y < part.top() + part.height(); y++) {
            int at = (y * width + part.left()) * channels;
            to.put(picture * values + at, before, partner * values + at, part.width() * channels);
        }
        return 1 - (float) part.pixels() / (height * width);
    }
}
