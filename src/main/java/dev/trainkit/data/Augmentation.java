package dev.trainkit.data;

import dev.trainkit.TrainkitException;
import dev.trainkit.config.AugmentConfig;
import dev.trainkit.engine.RandomStream;
import java.util.List;
import java.util.Locale;

/**
 * Changes training pictures as {@code data.augment} says. What happens to a picture depends on the
 * seed, the epoch and its place in the epoch alone, so that it is the same after a resume, and each
 * kind of change leaves what the others draw as it is. It fills the same memory each time, so each
 * thread needs one of its own.
 */
public final class Augmentation {

    private final AugmentConfig config;
    private final long seed;
    private final int height;
    private final int width;
    private final int channels;
    private final float[] mean;
    private final float[] std;
    private final Warp warp;
    private final ElasticField elastic; // null where nothing is bent

    /**
     * @param preprocessing what is done to pictures besides
     * @throws TrainkitException when such pictures cannot be changed so
     */
    public Augmentation(AugmentConfig config, Preprocessing preprocessing, long seed) {
        this.config = config;
        this.seed = seed;
        int[] shape = preprocessing.inputShape();
        channels = shape[0];
        height = shape[1];
        width = shape[2];
        requireColoursFor(config);
        mean = floats(preprocessing.mean());
        std = floats(preprocessing.std());
        warp = new Warp(height, width, channels, config.fill().equals("edge"));
        elastic =
                config.elastic() > 0
                        ? new ElasticField(height, width, config.elastic(), config.elasticSigma())
                        : null;
    }

    private void requireColoursFor(AugmentConfig config) {
        if (config.saturation() > 0 && channels != 3) {
            throw new TrainkitException(
                    String.format(
                            Locale.ROOT,
                            "data.augment.saturation is %s, but pictures of %d channel have no colours. Leave it out.",
                            config.saturation(),
                            channels));
        }
    }

    private static float[] floats(List<Float> values) {
        float[] floats = new float[values.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = values.get(i);
        }
        return floats;
    }

    boolean isNone() {
        return config.isNone();
    }

    /** What mixes the pictures of a batch; null where none are mixed. */
    PictureMixing mixing(int classes) {
        return config.mixes()
                ? new PictureMixing(config, height, width, channels, classes, seed)
                : null;
    }

    /**
     * Changes a picture and makes it what the network sees, in place.
     *
     * @param picture (height, width, channels) with its padding, from 0 to 1; normalised afterwards
     * @param epoch counted from 1
     * @param place of the picture in the epoch, from 0
     */
    void apply(float[] picture, int epoch, int place) {
        RandomStream random = RandomStream.of(seed, "augmentation", epoch, place);
        AffineMap map = drawMap(random);
        if (config.changesForm()) {
            warp.apply(picture, map, drawBend(epoch, place));
        }
        changeColours(picture, random);
        if (config.noise() > 0) {
            addNoise(picture, RandomStream.of(seed, "noise", epoch, place));
        }
        if (random.nextFloat(0, 1) < config.erase()) {
            erase(picture, Rectangle.toErase(random, height, width));
        }
        normalize(picture);
    }

    private AffineMap drawMap(RandomStream random) {
        int cropX = random.nextInt(2 * config.crop() + 1) - config.crop();
        int cropY = random.nextInt(2 * config.crop() + 1) - config.crop();
        boolean mirrored = random.nextInt(2) == 1 && flips("horizontal");
        boolean upsideDown = random.nextInt(2) == 1 && flips("vertical");
        AffineMap map =
                AffineMap.of(
                        within(random, config.rotate()),
                        within(random, config.shear()),
                        1 + within(random, config.scale()),
                        within(random, config.shift()) * width - cropX,
                        within(random, config.shift()) * height - cropY);
        AffineMap flipped = mirrored ? map.mirrored() : map;
        return upsideDown ? flipped.upsideDown() : flipped;
    }

    private boolean flips(String way) {
        return config.flip().equals(way) || config.flip().equals("both");
    }

    private Bend drawBend(int epoch, int place) {
        return elastic == null
                ? null
                : elastic.draw(RandomStream.of(seed, "elastic", epoch, place));
    }

    private void changeColours(float[] picture, RandomStream random) {
        float brightness = 1 + within(random, config.brightness());
        float contrast = 1 + within(random, config.contrast());
        float saturation = 1 + within(random, config.saturation());
        if (config.brightness() > 0) {
            Colours.brightness(picture, brightness);
        }
        if (config.contrast() > 0) {
            Colours.contrast(picture, channels, contrast);
        }
        if (config.saturation() > 0) {
            Colours.saturation(picture, saturation);
        }
    }

    private void addNoise(float[] picture, RandomStream random) {
        for (int i = 0; i < picture.length; i++) {
            picture[i] += (float) (config.noise() * random.nextNormal());
        }
    }

    /** The mean becomes 0 when it is normalised. */
    private void erase(float[] picture, Rectangle part) {
        for (int y = part.top(); y < part.top() + part.height(); y++) {
            for (int x = part.left(); x < part.left() + part.width(); x++) {
                System.arraycopy(mean, 0, picture, (y * width + x) * channels, channels);
            }
        }
    }

    private void normalize(float[] picture) {
        for (int c = 0; c < channels; c++) {
            float itsMean = mean[c];
            float itsStd = std[c];
            for (int i = c; i < picture.length; i += channels) {
                picture[i] = (picture[i] - itsMean) / itsStd;
            }
        }
    }

    /** Uniform between minus and plus this. */
    private static float within(RandomStream random, double most) {
        return random.nextFloat((float) -most, (float) most);
    }
}
