package dev.trainkit.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainkit.TrainkitException;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Pictures of each format with some of their bytes changed, drawn by a seed. {@code
 * -Dtrainkit.mutations=100000} tries more of them.
 */
class PictureMutationsIT {

    private static final int MUTATIONS = Integer.getInteger("trainkit.mutations", 500);
    private static final DecodingLimits LIMITS =
            new DecodingLimits(1_000_000, Duration.ofSeconds(10), () -> false);
    private static final Pattern INSIDE =
            Pattern.compile(
                    "[a-z](Exception|Error)\\b|\\.java\\b|\\b(java|javax|com|sun)\\.[a-z]|\\bclass\\b"
                            + "|\\bnull\\b|@\\p{XDigit}{4}");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "smooth.jpg",
                "progressive.jpg",
                "cmyk.jpg",
                "rgb.png",
                "palette.png",
                "grey16.png",
                "two-frames.gif",
                "rgb.bmp",
                "rgb.tiff",
                "grey.tiff",
                "rgb.webp",
                "alpha.webp",
                "P2",
                "P6"
            })
    void decodesEachMutationOrRefusesItWithASentence(String name) {
        byte[] whole = whole(name);
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] mutation = mutation(whole, new Random(1_000_003L * name.hashCode() + i));
            try {
                BufferedImage picture = Pictures.read(mutation, "x", PictureRows.WHITE, LIMITS);
                assertThat((long) picture.getWidth() * picture.getHeight()).isPositive();
            } catch (TrainkitException e) {
                assertThat(e.getMessage())
                        .as("mutation %d of %s", i, name)
                        .startsWith("x: ")
                        .endsWith(".")
                        .doesNotContainPattern(INSIDE)
                        .doesNotContain("takes longer");
            }
        }
    }

    private static byte[] whole(String name) {
        return switch (name) {
            case "P2" -> "P2 4 2 200\n0 50 100 200\n7 8 9 10\n".getBytes(StandardCharsets.US_ASCII);
            case "P6" -> "P6 2 2 99\nabcABC123!-+".getBytes(StandardCharsets.US_ASCII);
            default -> PicturesTest.resource(name);
        };
    }

    /** Bits, bytes, numbers of the header at their limits, and cuts. */
    private static byte[] mutation(byte[] whole, Random random) {
        byte[] mutation = whole.clone();
        for (int change = 1 + random.nextInt(4); change > 0; change--) {
            int at =
                    random.nextInt(
                            random.nextBoolean() ? Math.min(100, whole.length) : whole.length);
            switch (random.nextInt(4)) {
                case 0 -> mutation[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> mutation[at] = (byte) random.nextInt();
                case 2 ->
                        Arrays.fill(
                                mutation,
                                at,
                                Math.min(whole.length, at + 1 + random.nextInt(4)),
                                (byte) (random.nextBoolean() ? 0xff : 0));
                default -> {
                    int from = random.nextInt(whole.length);
                    int length = Math.min(8, whole.length - Math.max(from, at));
                    System.arraycopy(whole, from, mutation, at, length);
                }
            }
        }
        return random.nextInt(10) == 0
                ? Arrays.copyOf(mutation, 1 + random.nextInt(whole.length))
                : mutation;
    }
}
