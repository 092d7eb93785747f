package dev.trainkit.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The quick ways against the plain ones, which look at every pixel of every window. */
class PictureFiltersTest {

    private final Random random = new Random(7);

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "9, 13, 1", "13, 9, 2", "28, 28, 4", "5, 40, 6", "3, 2, 9"})
    void closesBySquares(int width, int height, int reach) {
        GreyPicture picture = noise(width, height);

        GreyPicture closed = Closing.of(picture, reach);

        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                assertThat(closed.at(x, y)).isEqualTo(closedAt(picture, x, y, reach));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "9, 13, 1", "13, 9, 3", "28, 28, 7", "3, 2, 9"})
    void takesTheMeanOfSquares(int width, int height, int reach) {
        GreyPicture picture = noise(width, height);

        GreyPicture mean = new SummedArea(picture).mean(reach);

        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                assertThat(mean.at(x, y))
                        .isCloseTo(
                                mean(picture, x - reach, y - reach, x + reach, y + reach),
                                within(1e-4f));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"12, 8, 12, 12, 8", "12, 8, 4, 4, 3", "13, 5, 4, 4, 2", "1, 1, 1, 1, 1"})
    void reducesToMeansOfSquares(
            int width, int height, int longest, int wantedWidth, int wantedHeight) {
        GreyPicture picture = noise(width, height);
        int square = (Math.max(width, height) + longest - 1) / longest;

        GreyPicture reduced = new SummedArea(picture).reduced(longest);

        assertThat(reduced.width()).isEqualTo(wantedWidth);
        assertThat(reduced.height()).isEqualTo(wantedHeight);
        for (int y = 0; y < wantedHeight; y++) {
            for (int x = 0; x < wantedWidth; x++) {
                int left = x * square;
                int top = y * square;
                assertThat(reduced.at(x, y))
                        .isCloseTo(
                                mean(picture, left, top, left + square - 1, top + square - 1),
                                within(1e-4f));
            }
        }
    }

    @Test
    void findsTheMedianWithoutSortingAll() {
        for (int count = 1; count < 200; count++) {
            float[] values = new float[count];
            for (int i = 0; i < count; i++) {
                values[i] = random.nextInt(count % 7 == 0 ? 3 : 1000); // many equal ones, or few
            }
            float[] sorted = values.clone();
            Arrays.sort(sorted);

            assertThat(Median.of(values)).isEqualTo(sorted[count / 2]);
        }
    }

    private GreyPicture noise(int width, int height) {
        GreyPicture picture = GreyPicture.black(width, height);
        for (int i = 0; i < picture.values().length; i++) {
            picture.values()[i] = random.nextFloat() * 255;
        }
        return picture;
    }

    /** The smallest of the largest values around it, of a picture that goes on as it ends. */
    private static float closedAt(GreyPicture picture, int x, int y, int reach) {
        float smallest = Float.MAX_VALUE;
        for (int dy = -reach; dy <= reach; dy++) {
            for (int dx = -reach; dx <= reach; dx++) {
                smallest = Math.min(smallest, largest(picture, x + dx, y + dy, reach));
            }
        }
        return smallest;
    }

    private static float largest(GreyPicture picture, int x, int y, int reach) {
        float value = nearest(picture, x, y);
        for (int dy = -reach; dy <= reach; dy++) {
            for (int dx = -reach; dx <= reach; dx++) {
                value = Math.max(value, nearest(picture, x + dx, y + dy));
            }
        }
        return value;
    }

    private static float nearest(GreyPicture picture, int x, int y) {
        return picture.at(
                Math.max(0, Math.min(picture.width() - 1, x)),
                Math.max(0, Math.min(picture.height() - 1, y)));
    }

    /** Of what there is of a rectangle, its borders included. */
    private static float mean(GreyPicture picture, int left, int top, int right, int bottom) {
        double sum = 0;
        int count = 0;
        for (int y = Math.max(0, top); y <= Math.min(picture.height() - 1, bottom); y++) {
            for (int x = Math.max(0, left); x <= Math.min(picture.width() - 1, right); x++) {
                sum += picture.at(x, y);
                count++;
            }
        }
        return (float) (sum / count);
    }
}
