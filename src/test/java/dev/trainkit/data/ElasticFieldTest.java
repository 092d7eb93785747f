package dev.trainkit.data;

import static dev.trainkit.data.GoldenAugmentation.assertClose;
import static dev.trainkit.data.GoldenAugmentation.floats;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainkit.engine.RandomStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ElasticFieldTest {

    @TestFactory
    Stream<DynamicTest> smoothsAsSciPysGaussianFilter() {
        return GoldenAugmentation.cases("smoothed")
                .map(c -> dynamicTest(c.get("height") + "x" + c.get("width"), () -> compare(c)));
    }

    private static void compare(JsonNode golden) {
        float[] field = floats(golden.get("field"));
        new ElasticField(
                        golden.get("height").asInt(),
                        golden.get("width").asInt(),
                        1,
                        golden.get("sigma").asDouble())
                .smooth(field);
        assertClose(field, golden.get("result"));
    }

    /** Far from the edge, smoothing leaves 1 / (2 sigma sqrt(pi)) of white noise's deviation. */
    @Test
    void movesBothWaysAsFarAsItsStrengthSays() {
        Bend bend = new ElasticField(200, 200, 30, 4).draw(RandomStream.of(1, "test"));
        double expected = 30 / Math.sqrt(3) / (2 * 4 * Math.sqrt(Math.PI));
        assertThat(deviation(bend.x)).isCloseTo(expected, within(0.15 * expected));
        assertThat(deviation(bend.y)).isCloseTo(expected, within(0.15 * expected));
    }

    private static double deviation(float[] field) {
        double squares = 0;
        for (int row = 20; row < 180; row++) {
            for (int column = 20; column < 180; column++) {
                squares += field[row * 200 + column] * field[row * 200 + column];
            }
        }
        return Math.sqrt(squares / (160 * 160));
    }
}
