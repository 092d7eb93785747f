package dev.trainkit.data;

import static dev.trainkit.data.GoldenAugmentation.assertClose;
import static dev.trainkit.data.GoldenAugmentation.floats;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class ColoursTest {

    @TestFactory
    Stream<DynamicTest> changesColoursAsTorchvision() {
        return GoldenAugmentation.cases("colours")
                .map(c -> dynamicTest(title(c), () -> compare(c)));
    }

    private static String title(JsonNode golden) {
        return "%s %s of %s channels"
                .formatted(
                        golden.get("name").asText(), golden.get("factor"), golden.get("channels"));
    }

    private static void compare(JsonNode golden) {
        float[] picture = floats(golden.get("picture"));
        float factor = (float) golden.get("factor").asDouble();
        switch (golden.get("name").asText()) {
            case "brightness" -> Colours.brightness(picture, factor);
            case "contrast" -> Colours.contrast(picture, golden.get("channels").asInt(), factor);
            default -> Colours.saturation(picture, factor);
        }
        assertClose(picture, golden.get("result"));
    }
}
