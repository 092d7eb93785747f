package dev.trainkit.config;

import java.util.Set;

/**
 * How training pictures are changed at random, each anew in every epoch, so that a network learns
 * what stays the same. 0 changes nothing. Pictures are changed with their padding, as numbers from
 * 0 to 1, in the order of these settings; those of place and form by one bilinear resampling.
 *
 * @param crop cuts a picture as large out of one with so many pixels more on each side
 * @param flip {@code none}, {@code horizontal}, {@code vertical} or {@code both}: every other
 *     picture
 * @param shift moves it by at most this share of its width, and of its height
 * @param rotate turns it by at most so many degrees, either way
 * @param scale makes it larger or smaller by at most this share
 * @param shear slants it by at most so many degrees, either way
 * @param elastic bends it: each pixel is moved by a random number of pixels up to this, averaged
 *     with its neighbours' (Simard, Steinkraus and Platt 2003, whose is 34)
 * @param elasticSigma how far these neighbours are: the deviation of a Gaussian, in pixels
 * @param fill what comes in from outside: {@code black}, or {@code edge}, the nearest pixel again
 * @param brightness multiplies it by 1 and at most this more or less
 * @param contrast makes the distance to its mean grey larger or smaller by at most this share
 * @param saturation makes the distance to its grey picture larger or smaller by at most this share
 * @param noise the deviation of a normal number that is added to each value
 * @param erase how often a rectangle, 2 to 33 % of the picture, is set to the data's mean (Zhong et
 *     al. 2017)
 * @param mixup mixes a picture and its label with another's, by a share from Beta(mixup, mixup)
 *     (Zhang et al. 2017)
 * @param cutmix puts a rectangle of another picture into it, whose share is from Beta(cutmix,
 *     cutmix), and mixes the labels so (Yun et al. 2019); every other picture where there is mixup
 */
public record AugmentConfig(
        int crop,
        String flip,
        double shift,
        double rotate,
        double scale,
        double shear,
        double elastic,
        double elasticSigma,
        String fill,
        double brightness,
        double contrast,
        double saturation,
        double noise,
        double erase,
        double mixup,
        double cutmix) {

    private static final Set<String> FLIPS = Set.of("none", "horizontal", "vertical", "both");
    private static final Set<String> FILLS = Set.of("black", "edge");

    public AugmentConfig {
        new Rules("data.augment")
                .require(crop >= 0 && crop <= 4096, "crop", "at least 0 and at most 4096", crop)
                .require(
                        flip != null && FLIPS.contains(flip),
                        "flip",
                        "none, horizontal, vertical or both",
                        flip)
                .require(isUpTo(1, shift), "shift", "at least 0 and at most 1", shift)
                .require(isUpTo(180, rotate), "rotate", "at least 0 and at most 180", rotate)
                .require(Rules.isShare(scale), "scale", "at least 0 and below 1", scale)
                .require(isUpTo(80, shear), "shear", "at least 0 and at most 80", shear)
                .require(Rules.isFinite(elastic), "elastic", "at least 0 and finite", elastic)
                .require(
                        elasticSigma > 0 && elasticSigma <= 100,
                        "elastic-sigma",
                        "above 0 and at most 100",
                        elasticSigma)
                .require(fill != null && FILLS.contains(fill), "fill", "black or edge", fill)
                .require(
                        isUpTo(1, brightness), "brightness", "at least 0 and at most 1", brightness)
                .require(isUpTo(1, contrast), "contrast", "at least 0 and at most 1", contrast)
                .require(
                        isUpTo(1, saturation), "saturation", "at least 0 and at most 1", saturation)
                .require(Rules.isFinite(noise), "noise", "at least 0 and finite", noise)
                .require(isUpTo(1, erase), "erase", "at least 0 and at most 1", erase)
                .require(isUpTo(100, mixup), "mixup", "at least 0 and at most 100", mixup)
                .require(isUpTo(100, cutmix), "cutmix", "at least 0 and at most 100", cutmix)
                .check();
    }

    /** Changes nothing. */
    public AugmentConfig() {
        this(0, "none", 0, 0, 0, 0, 0, 4, "black", 0, 0, 0, 0, 0, 0, 0);
    }

    private static boolean isUpTo(double most, double value) {
        return value >= 0 && value <= most;
    }

    /** Whether pictures stay as they are. */
    public boolean isNone() {
        return !changesForm() && !changesColour() && !mixes() && noise == 0 && erase == 0;
    }

    /** Whether pixels change their places. */
    public boolean changesForm() {
        return crop > 0
                || !flip.equals("none")
                || shift > 0
                || rotate > 0
                || scale > 0
                || shear > 0
                || elastic > 0;
    }

    public boolean changesColour() {
        return brightness > 0 || contrast > 0 || saturation > 0;
    }

    /** Whether labels become shares of classes. */
    public boolean mixes() {
        return mixup > 0 || cutmix > 0;
    }

    /**
     * @throws InvalidConfigException when labels become shares, which the loss does not take
     */
    void requireSharesTakenBy(String lossName, LossConfig loss) {
        String key = mixup > 0 ? "mixup" : "cutmix";
        double value = mixup > 0 ? mixup : cutmix;
        new Rules("data.augment")
                .require(
                        !mixes() || !lossName.equals("nll"),
                        key,
                        "0 with the loss nll, which takes one class for each picture",
                        value)
                .require(
                        !mixes() || loss.ignoreIndex() == null,
                        key,
                        "0 with loss.ignore-index, which leaves out whole pictures",
                        value)
                .check();
    }
}
