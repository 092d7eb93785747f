package dev.trainkit.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainkit.TrainkitException;
import dev.trainkit.config.RunConfig;
import dev.trainkit.engine.RandomStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FoldsTest {

    /** Pictures of their own number each. */
    private static ImageData numbered(int[] labels) {
        byte[] pixels = new byte[2 * labels.length];
        for (int i = 0; i < labels.length; i++) {
            pixels[2 * i] = (byte) i;
            pixels[2 * i + 1] = (byte) (i >> 8);
        }
        return new ImageData(pixels, labels, 1, 2, 1, List.of("a", "b", "c"));
    }

    private static List<Integer> numbers(ImageData data) {
        return IntStream.range(0, data.size())
                .map(i -> (data.image(i)[0] & 0xff) | (data.image(i)[1] & 0xff) << 8)
                .boxed()
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5, 10})
    void areDisjointAndCompleteAndOfEqualSizeAndStratifiedForAnySeed(int folds) {
        for (int seed = 0; seed < 30; seed++) {
            RandomStream random = RandomStream.of(seed, "labels");
            int size = folds + random.nextInt(300);
            int[] labels = IntStream.range(0, size).map(i -> random.nextInt(3)).toArray();
            ImageData data = numbered(labels);
            List<Integer> all = new ArrayList<>();
            for (int fold = 1; fold <= folds; fold++) {
                Split split = Split.fold(data, folds, fold, seed);
                List<Integer> both = new ArrayList<>(numbers(split.train()));
                both.addAll(numbers(split.validation()));
                assertThat(both)
                        .containsExactlyInAnyOrderElementsOf(
                                IntStream.range(0, size).boxed().toList());
                assertThat(split.validation().size())
                        .isBetween(size / folds, (size + folds - 1) / folds);
                for (int label = 0; label < 3; label++) {
                    int of = label;
                    long total = IntStream.of(labels).filter(l -> l == of).count();
                    ImageData kept = split.validation();
                    long here =
                            IntStream.range(0, kept.size())
                                    .filter(i -> kept.label(i) == of)
                                    .count();
                    assertThat(here).isBetween(total / folds, (total + folds - 1) / folds);
                }
                all.addAll(numbers(split.validation()));
            }
            assertThat(all).hasSize(size).doesNotHaveDuplicates();
        }
    }

    @Test
    void needAPictureEach() {
        assertThatThrownBy(() -> Split.fold(numbered(new int[] {0, 1}), 3, 1, 0))
                .isInstanceOf(TrainkitException.class)
                .hasMessage("data.folds is 3, but there are 2 pictures to train on. Lower it.");
    }

    @Test
    void areSetTogether() {
        assertThatThrownBy(() -> RunConfig.of("data.folds=5"))
                .hasMessageContaining("data.fold must be 1 to 5, but was null");
        assertThatThrownBy(() -> RunConfig.of("data.fold=5"))
                .hasMessageContaining("data.fold must be left out where data.folds is, but was 5");
        assertThatThrownBy(() -> RunConfig.of("data.folds=5", "data.fold=6"))
                .hasMessageContaining("data.fold must be 1 to 5, but was 6");
    }
}
