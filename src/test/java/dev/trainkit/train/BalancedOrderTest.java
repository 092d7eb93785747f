package dev.trainkit.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainkit.data.ImageData;
import dev.trainkit.engine.RandomStream;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BalancedOrderTest {

    /** 900 of the first class, 100 of the second, none of the third. */
    private static ImageData imbalanced() {
        int[] labels = IntStream.range(0, 1000).map(i -> i < 900 ? 0 : 1).toArray();
        return new ImageData(new byte[1000], labels, 1, 1, 1, List.of("a", "b", "c"));
    }

    @Test
    void drawsEachClassThatThereIsAsOften() {
        ImageData data = imbalanced();

        int[] order = new BalancedOrder(data).draw(RandomStream.of(7, "sampling", 1));

        assertThat(order).hasSize(1000);
        long rare = IntStream.of(order).filter(i -> data.label(i) == 1).count();
        assertThat(rare).isBetween(420L, 580L); // five standard deviations of 16
        assertThat(IntStream.of(order).filter(i -> data.label(i) == 1).distinct().count())
                .isGreaterThan(90);
    }

    @Test
    void drawsTheSameAgainInTheSameEpochAndOthersInTheNext() {
        BalancedOrder order = new BalancedOrder(imbalanced());

        assertThat(order.draw(RandomStream.of(7, "sampling", 1)))
                .isEqualTo(order.draw(RandomStream.of(7, "sampling", 1)))
                .isNotEqualTo(order.draw(RandomStream.of(7, "sampling", 2)));
    }
}
