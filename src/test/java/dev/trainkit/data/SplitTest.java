package dev.trainkit.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainkit.TrainkitException;
import dev.trainkit.engine.RandomStream;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SplitTest {

    /** Pictures of one value each, their number, so that they can be told apart. */
    private static ImageData numbered(int... labels) {
        byte[] pixels = new byte[4 * labels.length];
        for (int i = 0; i < labels.length; i++) {
            for (int b = 0; b < 4; b++) {
                pixels[4 * i + b] = (byte) (i >> (8 * b));
            }
        }
        return new ImageData(pixels, labels, 1, 4, 1, List.of("a", "b", "c", "d"));
    }

    private static int number(ImageData data, int i) {
        byte[] bytes = data.image(i);
        return (bytes[0] & 0xff) | ((bytes[1] & 0xff) << 8);
    }

    private static int[] numbers(ImageData data) {
        return IntStream.range(0, data.size()).map(i -> number(data, i)).toArray();
    }

    private static long count(ImageData data, int label) {
        return IntStream.range(0, data.size()).filter(i -> data.label(i) == label).count();
    }

    @ParameterizedTest
    @CsvSource({"0.1", "0.2", "0.5", "0.9", "0.333"})
    void isDisjointCompleteOrderedAndStratifiedForAnySeed(double share) {
        for (int seed = 0; seed < 50; seed++) {
            RandomStream random = RandomStream.of(seed, "labels");
            int size = 20 + random.nextInt(300);
            int[] labels = IntStream.range(0, size).map(i -> random.nextInt(4)).toArray();
            ImageData data = numbered(labels);

            Split split = Split.of(data, share, seed);

            int[] train = numbers(split.train());
            int[] validation = numbers(split.validation());
            assertThat(train).isSorted();
            assertThat(validation).isSorted();
            assertThat(IntStream.concat(IntStream.of(train), IntStream.of(validation)).sorted())
                    .containsExactlyElementsOf(IntStream.range(0, size).boxed().toList());
            assertThat(validation).hasSize((int) Math.round(size * share));
            for (int label = 0; label < 4; label++) {
                assertThat((double) count(split.validation(), label))
                        .isBetween(
                                Math.floor(count(data, label) * share),
                                Math.ceil(count(data, label) * share));
            }
            for (int i = 0; i < validation.length; i++) {
                assertThat(split.validation().label(i)).isEqualTo(labels[validation[i]]);
            }
        }
    }

    @Test
    void isDrawnByTheSeedAlone() {
        ImageData data = numbered(new int[200]);
        int[] drawn = numbers(Split.of(data, 0.1, 1).validation());
        assertThat(numbers(Split.of(data, 0.1, 1).validation())).isEqualTo(drawn);
        assertThat(numbers(Split.of(data, 0.1, 2).validation())).isNotEqualTo(drawn);
    }

    /**
     * Over many seeds each picture is drawn as often: 500 times, give or take 4 deviations of 21.
     */
    @Test
    void drawsEveryPictureAsOften() {
        ImageData data = numbered(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        int[] times = new int[10];
        for (int seed = 0; seed < 5_000; seed++) {
            times[number(Split.of(data, 0.1, seed).validation(), 0)]++;
        }
        assertThat(IntStream.of(times)).allMatch(n -> Math.abs(n - 500) <= 85);
    }

    /**
     * 10 % of 7, 7 and 6 are 0.7, 0.7 and 0.6: of the two to draw, the first two classes get one.
     */
    @Test
    void givesWhatIsLeftOfTheTotalToTheLargestRemainders() {
        int[] labels = IntStream.range(0, 20).map(i -> i < 7 ? 0 : i < 14 ? 1 : 2).toArray();
        ImageData validation = Split.of(numbered(labels), 0.1, 5).validation();
        assertThat(count(validation, 0)).isEqualTo(1);
        assertThat(count(validation, 1)).isEqualTo(1);
        assertThat(count(validation, 2)).isZero();
    }

    @Test
    void keepsAllForTrainingWithAShareOfZero() {
        Split split = Split.of(numbered(0, 1, 2), 0, 1);
        assertThat(numbers(split.train())).containsExactly(0, 1, 2);
        assertThat(split.validation().size()).isZero();
    }

    @Test
    void refusesAShareThatLeavesAPartEmpty() {
        ImageData data = numbered(0, 1, 2, 3);
        assertThatThrownBy(() -> Split.of(data, 0.1, 1))
                .isInstanceOf(TrainkitException.class)
                .hasMessage(
                        "data.validation of 0.1 leaves none of 4 pictures for validation. Set it to"
                                + " at least 0.25, or to 0 to train on all of them.");
        assertThatThrownBy(() -> Split.of(data, 0.9, 1))
                .isInstanceOf(TrainkitException.class)
                .hasMessage(
                        "data.validation of 0.9 leaves none of 4 pictures for training. Lower it, or"
                                + " raise data.limit.");
    }
}
