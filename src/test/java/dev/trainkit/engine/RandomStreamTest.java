package dev.trainkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RandomStreamTest {

    @Test
    void repeatsItselfFromTheSameSeedPurposeAndIndex() {
        RandomStream first = RandomStream.of(42, "order", 3);
        RandomStream again = RandomStream.of(42, "order", 3);
        for (int i = 0; i < 100; i++) {
            assertThat(first.nextLong()).isEqualTo(again.nextLong());
        }
    }

    @Test
    void differsBySeedPurposeAndIndex() {
        assertThat(
                        new long[] {
                            RandomStream.of(42, "order", 1).nextLong(),
                            RandomStream.of(42, "order", 2).nextLong(),
                            RandomStream.of(42, "order").nextLong(),
                            RandomStream.of(42, "redro", 1).nextLong(),
                            RandomStream.of(43, "order", 1).nextLong(),
                        })
                .doesNotHaveDuplicates();
    }

    @Test
    void permutesEveryIndexExactlyOnce() {
        int[] order = RandomStream.of(1, "order").permutation(1000);
        assertThat(Arrays.stream(order).sorted().toArray())
                .isEqualTo(IntStream.range(0, 1000).toArray());
    }

    /** DJL's own sampler draws no permutation that leaves an item in its place. */
    @Test
    void drawsAllPermutationsEquallyOften() {
        int[] counts = new int[27];
        int draws = 60_000;
        for (int i = 0; i < draws; i++) {
            int[] p = RandomStream.of(7, "order", i).permutation(3);
            counts[p[0] * 9 + p[1] * 3 + p[2]]++;
        }
        int[] seen = Arrays.stream(counts).filter(count -> count > 0).toArray();
        assertThat(seen).hasSize(6);
        double chiSquare = 0;
        for (int count : seen) {
            chiSquare += Math.pow(count - draws / 6.0, 2) / (draws / 6.0);
        }
        // 20.5 is the 99.9th percentile of chi-square with 5 degrees of freedom
        assertThat(chiSquare).isLessThan(20.5);
    }

    @Test
    void drawsFloatsUniformlyWithinTheirBounds() {
        RandomStream random = RandomStream.of(5, "initialisation");
        double sum = 0;
        double squares = 0;
        int draws = 100_000;
        for (int i = 0; i < draws; i++) {
            float value = random.nextFloat(-1, 1);
            assertThat(value).isBetween(-1f, 1f);
            sum += value;
            squares += value * value;
        }
        assertThat(sum / draws).isBetween(-0.01, 0.01);
        assertThat(squares / draws).isBetween(1 / 3.0 - 0.01, 1 / 3.0 + 0.01);
    }
}
