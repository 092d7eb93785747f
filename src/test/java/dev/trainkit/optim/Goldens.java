package dev.trainkit.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainkit.config.OptimizerConfig;
import dev.trainkit.model.Weights;
import dev.trainkit.store.Safetensors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/** What PyTorch computed; {@code scripts/goldens} says how. */
final class Goldens {

    private static final Path FOLDER =
            Path.of(System.getProperty("trainkit.home"), "src", "test", "resources", "goldens");

    private Goldens() {}

    static JsonNode read(String name) {
        try {
            return new ObjectMapper().readTree(FOLDER.resolve(name).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The weights that every run here starts from. */
    static Weights lenet() {
        return Safetensors.read(FOLDER.resolve("lenet.safetensors"));
    }

    /**
     * How far a run may be from PyTorch's after a while: ten times as far as PyTorch's own runs get
     * from each other when each weight is moved by its last place at most, or in float64.
     */
    static double bound(double drift) {
        return Math.max(1e-5, 10 * drift);
    }

    /** Within 1e-5 of itself, as a loss in the first 20 steps. */
    static void assertClose(double value, JsonNode expected) {
        assertThat(value / expected.asDouble()).isCloseTo(1, within(1e-5));
    }

    static void assertClose(double[] values, JsonNode expected) {
        assertThat(values).hasSize(expected.size());
        for (int i = 0; i < values.length; i++) {
            assertClose(values[i], expected.get(i));
        }
    }

    static TorchOptimizer sgd(JsonNode rate, JsonNode momentum) {
        return Optimizers.create(
                OptimizerConfig.of("sgd", "learning-rate=" + rate, "momentum=" + momentum));
    }

    static double[] numbers(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .toArray();
    }

    /** An object's entries as {@code key=value}, the values as YAML has them. */
    static String[] settings(JsonNode object) {
        List<String> settings = new ArrayList<>();
        object.properties().forEach(field -> settings.add(field.getKey() + "=" + field.getValue()));
        return settings.toArray(String[]::new);
    }
}
