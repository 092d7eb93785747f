package dev.trainkit.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainkit.engine.RandomStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class RectangleTest {

    private static final int DRAWS = 50_000;

    @TestFactory
    Stream<DynamicTest> erasesAsLargePartsAsTorchvisionAndThere() {
        return GoldenAugmentation.cases("erased")
                .map(c -> dynamicTest(c.get("height") + "x" + c.get("width"), () -> compare(c)));
    }

    private static void compare(JsonNode golden) {
        RandomStream random = RandomStream.of(5, "test");
        int height = golden.get("height").asInt();
        int width = golden.get("width").asInt();
        double[] sums = new double[5];
        int drawn = 0;
        for (int i = 0; i < DRAWS; i++) {
            Rectangle part = Rectangle.toErase(random, height, width);
            if (part.pixels() > 0) {
                assertWithin(part, height, width);
                add(sums, part);
                drawn++;
            }
        }
        for (int i = 0; i < sums.length; i++) {
            double expected = golden.get("means").get(i).asDouble();
            assertThat(sums[i] / drawn)
                    .as("mean %d", i)
                    .isCloseTo(expected, within(0.02 * expected));
        }
    }

    private static void add(double[] sums, Rectangle part) {
        sums[0] += part.top();
        sums[1] += part.left();
        sums[2] += part.height();
        sums[3] += part.width();
        sums[4] += part.pixels();
    }

    private static void assertWithin(Rectangle part, int height, int width) {
        assertThat(part.top()).isNotNegative();
        assertThat(part.left()).isNotNegative();
        assertThat(part.top() + part.height()).isLessThanOrEqualTo(height);
        assertThat(part.left() + part.width()).isLessThanOrEqualTo(width);
    }

    @Test
    void replacesAsMuchAsTheFormulaOfCutMix() {
        JsonNode golden = GoldenAugmentation.get("replaced");
        RandomStream random = RandomStream.of(6, "test");
        int height = golden.get("height").asInt();
        int width = golden.get("width").asInt();
        double sum = 0;
        for (int i = 0; i < DRAWS; i++) {
            Rectangle part = Rectangle.toReplace(random, random.nextFloat(0, 1), height, width);
            assertWithin(part, height, width);
            sum += (double) part.pixels() / (height * width);
        }
        double expected = golden.get("mean").asDouble();
        assertThat(sum / DRAWS).isCloseTo(expected, within(0.02 * expected));
    }

    @Test
    void replacesNothingForNoShare() {
        assertThat(Rectangle.toReplace(RandomStream.of(7, "test"), 0, 28, 28).pixels()).isZero();
    }
}
