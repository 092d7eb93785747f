package dev.trainkit.config;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What pictures in files are made before a network sees them. Null is the data set's own: files of
 * pictures become 32x32 of 3 channels, whole, on white and not padded, and mean and deviation are
 * computed from the training pictures.
 *
 * @param size width x height, {@code 28x28} for one
 * @param channels 1 for grey, 3 for red, green and blue
 * @param fit {@code contain} shows all of a picture, with the background at its sides; {@code
 *     cover} fills the size and cuts off what is over; {@code stretch} changes its shape
 * @param background white, black or {@code #rrggbb}: what shows at the sides and through what is
 *     transparent
 * @param padding pixels of value 0 put on each side of the size
 * @param mean of each channel, in [0, 1]
 * @param std the standard deviation of each channel, above 0
 */
public record ImageConfig(
        String size,
        Integer channels,
        String fit,
        String background,
        Integer padding,
        List<Double> mean,
        List<Double> std) {

    private static final int LONGEST_SIDE = 4096;
    private static final Pattern SIZE = Pattern.compile("[1-9][0-9]{0,3}x[1-9][0-9]{0,3}");
    private static final Pattern COLOUR = Pattern.compile("white|black|#[0-9a-fA-F]{6}");
    private static final Set<String> FITS = Set.of("contain", "cover", "stretch");

    public ImageConfig {
        new Rules("data.image")
                .require(
                        size == null || isSize(size),
                        "size",
                        "width x height, 32x32 for one, each at most " + LONGEST_SIDE,
                        size)
                .require(
                        channels == null || channels == 1 || channels == 3,
                        "channels",
                        "1 or 3",
                        channels)
                .require(fit == null || FITS.contains(fit), "fit", "contain, cover or stretch", fit)
                .require(
                        background == null || COLOUR.matcher(background).matches(),
                        "background",
                        "white, black or a colour as #rrggbb",
                        background)
                .require(
                        padding == null || (padding >= 0 && padding <= LONGEST_SIDE),
                        "padding",
                        "at least 0 and at most " + LONGEST_SIDE,
                        padding)
                .require(
                        mean == null || mean.stream().allMatch(m -> m >= 0 && m <= 1),
                        "mean",
                        "a number from 0 to 1 for each channel",
                        mean)
                .require(
                        std == null || std.stream().allMatch(Rules::isPositive),
                        "std",
                        "a number above 0 for each channel",
                        std)
                .require(
                        (mean == null) == (std == null),
                        "std",
                        "given where mean is, and left out where it is",
                        std)
                .check();
        mean = mean == null ? null : List.copyOf(mean);
        std = std == null ? null : List.copyOf(std);
    }

    /** The data set's own. */
    public ImageConfig() {
        this(null, null, null, null, null, null, null);
    }

    private static boolean isSize(String size) {
        return SIZE.matcher(size).matches()
                && width(size) <= LONGEST_SIDE
                && height(size) <= LONGEST_SIDE;
    }

    private static int width(String size) {
        return Integer.parseInt(size.substring(0, size.indexOf('x')));
    }

    private static int height(String size) {
        return Integer.parseInt(size.substring(size.indexOf('x') + 1));
    }

    /** Of the size, or this where none is given. */
    public int widthOr(int other) {
        return size == null ? other : width(size);
    }

    /** Of the size, or this where none is given. */
    public int heightOr(int other) {
        return size == null ? other : height(size);
    }
}
