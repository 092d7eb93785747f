package dev.trainkit.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The numbers are PIL's, printed by {@code scripts/goldens/pictures.py}. */
class GreyPictureTest {

    /** 7x5 greys. */
    private static BufferedImage picture() {
        BufferedImage picture = new BufferedImage(7, 5, BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < 5; y++) {
            for (int x = 0; x < 7; x++) {
                picture.getRaster().setSample(x, y, 0, (x * x * 3 + y * 17) % 101);
            }
        }
        return picture;
    }

    private static List<Float> values(GreyPicture picture) {
        List<Float> values = new ArrayList<>();
        for (float value : picture.values()) {
            values.add(value);
        }
        return values;
    }

    private static void assertClose(GreyPicture picture, String expected) {
        List<Float> values = values(picture);
        String[] numbers = expected.split(" ", -1);
        assertThat(values).hasSize(numbers.length);
        for (int i = 0; i < numbers.length; i++) {
            assertThat(values.get(i)).isCloseTo(Float.parseFloat(numbers[i]), within(0.001f));
        }
    }

    /** PIL's {@code resize((width, height), BILINEAR)} in mode F. */
    @ParameterizedTest
    @CsvSource({
        "1, 1, 48.929",
        "3, 2, 20.857 45.203 50.123 54.857 67.591 47.724",
        "7, 3, 7.286 10.286 19.286 34.286 55.286 82.286 14.286 34.000 37.000 46.000 61.000 82.000 30.444 41.000 60.714 63.714 72.714 87.714 51.000 34.714 67.714",
        "9, 5, 0.000 2.000 7.000 15.333 27.000 43.333 63.000 52.333 7.000 17.000 19.000 24.000 32.333 44.000 60.333 80.000 69.333 24.000 34.000 36.000 41.000 49.333 61.000 77.333 40.889 19.000 41.000 51.000 53.000 58.000 66.333 78.000 94.333 57.889 36.000 58.000 68.000 70.000 75.000 83.333 95.000 32.778 30.000 53.000 75.000"
    })
    void scalesAsPilDoes(int width, int height, String expected) {
        GreyPicture scaled = GreyPicture.of(picture(), 100).resized(width, height);
        assertThat(scaled.width()).isEqualTo(width);
        assertThat(scaled.height()).isEqualTo(height);
        assertClose(scaled, expected);
    }

    @Test
    void staysAsItIsAtItsOwnSize() {
        GreyPicture grey = GreyPicture.of(picture(), 100);
        assertThat(values(grey.resized(7, 5))).isEqualTo(values(grey));
    }

    /** PIL's {@code reduce(2)} and {@code reduce(3)}. */
    @ParameterizedTest
    @CsvSource({
        "4, 4, 10 28 70 15.5 44 62 53.5 49.5 69.5 87.5 28.5 75",
        "3, 3, 22 55.778 24 64.5 59 66.5",
        "7, 7, 0 3 12 27 48 75 7 17 20 29 44 65 92 24 34 37 46 61 82 8 41 51 54 63 78 99 25 58 68 71 80 95 15 42 75"
    })
    void takesTheMeanOfSquaresWhereAPictureIsTooLarge(int longest, int width, String expected) {
        GreyPicture reduced = GreyPicture.of(picture(), longest);
        assertThat(reduced.width()).isEqualTo(width);
        assertClose(reduced, expected);
    }

    /** PIL's {@code convert("L")}. */
    @Test
    void weighsColoursAsPilDoes() {
        GreyPicture grey =
                GreyPicture.of(Pictures.read(PicturesTest.resource("rgb.png"), "rgb.png"), 100);
        assertClose(grey, "76 150 29 255 0 128 226 179 105 18 124 138");
    }

    /**
     * A light and a dark pixel: grey must be the brightness of the paper under it, not of light.
     */
    @Test
    void readsGreysAndColoursOfAnyPictureInMemoryAlike() {
        int[] types = {
            BufferedImage.TYPE_INT_RGB,
            BufferedImage.TYPE_INT_BGR,
            BufferedImage.TYPE_INT_ARGB,
            BufferedImage.TYPE_INT_ARGB_PRE,
            BufferedImage.TYPE_3BYTE_BGR,
            BufferedImage.TYPE_4BYTE_ABGR,
            BufferedImage.TYPE_4BYTE_ABGR_PRE
        };
        for (int type : types) {
            BufferedImage picture = new BufferedImage(3, 1, type);
            picture.setRGB(0, 0, 0xff808080);
            picture.setRGB(1, 0, 0xffc86432);
            picture.setRGB(2, 0, 0xffffffff);
            assertThat(values(GreyPicture.of(picture, 9)))
                    .as("type %d", type)
                    .containsExactly(128f, 124f, 255f);
        }
    }

    @Test
    void readsAPartOfAPicture() {
        assertThat(values(GreyPicture.of(picture().getSubimage(2, 1, 3, 2), 9)))
                .containsExactly(29f, 44f, 65f, 46f, 61f, 82f);
    }

    @Test
    void putsAPictureOnBlackAndCutsItToItsInk() {
        GreyPicture grey = GreyPicture.black(2, 1);
        grey.set(0, 0, 5);
        grey.set(1, 0, 6);
        GreyPicture framed = grey.within(4, 3, 1, 2);
        assertThat(values(framed)).containsExactly(0f, 0f, 0f, 0f, 0f, 0f, 0f, 0f, 0f, 5f, 6f, 0f);
        assertThat(values(framed.croppedToInk())).containsExactly(5f, 6f);
        assertThat(values(grey.within(1, 1, -1, 0))).containsExactly(6f);
    }
}
