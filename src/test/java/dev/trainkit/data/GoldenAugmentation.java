package dev.trainkit.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What torchvision and SciPy computed; {@code scripts/goldens/augmentation.py} says how. */
final class GoldenAugmentation {

    private static final Path FILE =
            Path.of(
                    System.getProperty("trainkit.home"),
                    "src/test/resources/goldens/augmentation.json");

    private GoldenAugmentation() {}

    static Stream<JsonNode> cases(String name) {
        return StreamSupport.stream(get(name).spliterator(), false);
    }

    static JsonNode get(String name) {
        try {
            return new ObjectMapper().readTree(FILE.toFile()).get(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static float[] floats(JsonNode array) {
        float[] floats = new float[array.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) array.get(i).asDouble();
        }
        return floats;
    }

    /** Numbers of about 1, to the last places of float32. */
    static void assertClose(float[] values, JsonNode expected) {
        assertThat(values).hasSize(expected.size());
        for (int i = 0; i < values.length; i++) {
            assertThat((double) values[i])
                    .as("number %d", i)
                    .isCloseTo(expected.get(i).asDouble(), within(3e-6));
        }
    }
}
