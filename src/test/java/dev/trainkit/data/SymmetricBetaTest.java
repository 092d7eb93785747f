package dev.trainkit.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainkit.engine.RandomStream;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class SymmetricBetaTest {

    private static final int DRAWS = 40_000;

    /** Four deviations of a share of that many draws are 0.01 at the most. */
    @TestFactory
    Stream<DynamicTest> drawsAsOftenBelowANumberAsSciPySays() {
        return GoldenAugmentation.cases("beta")
                .map(c -> dynamicTest("alpha " + c.get("alpha"), () -> compare(c)));
    }

    private static void compare(JsonNode golden) {
        double[] drawn = draw(golden.get("alpha").asDouble());
        for (int i = 0; i < golden.get("points").size(); i++) {
            double point = golden.get("points").get(i).asDouble();
            double below = (double) DoubleStream.of(drawn).filter(x -> x <= point).count() / DRAWS;
            assertThat(below)
                    .as("below %s", point)
                    .isCloseTo(golden.get("below").get(i).asDouble(), within(0.01));
        }
    }

    private static double[] draw(double alpha) {
        RandomStream random = RandomStream.of(8, "test");
        return DoubleStream.generate(() -> SymmetricBeta.draw(alpha, random))
                .limit(DRAWS)
                .toArray();
    }

    /** Where the gamma numbers themselves are too small for a double. */
    @Test
    void isANumberForTheSmallestAlpha() {
        assertThat(DoubleStream.of(draw(1e-6)).allMatch(share -> share >= 0 && share <= 1))
                .isTrue();
    }
}
