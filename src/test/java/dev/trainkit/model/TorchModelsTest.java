package dev.trainkit.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainkit.Slow;
import dev.trainkit.engine.Autograd;
import dev.trainkit.engine.Backend;
import dev.trainkit.engine.Engines;
import dev.trainkit.inspect.ModelSummary;
import dev.trainkit.optim.Losses;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each model beside PyTorch's or torchvision's, of the same weights: scripts/goldens/models.py. */
@Slow
class TorchModelsTest {

    private static final int PICTURES = 4;

    private final Backend backend = Engines.open();

    static Stream<Named<JsonNode>> goldens() throws IOException {
        Path file =
                Path.of(
                        System.getProperty("trainkit.home"),
                        "src/test/resources/goldens/models.json");
        JsonNode models = new ObjectMapper().readTree(file.toFile()).get("models");
        return StreamSupport.stream(models.spliterator(), false)
                .map(model -> Named.of(model.get("name") + " " + model.get("arguments"), model));
    }

    @Test
    void everyListedModelHasGoldens() throws IOException {
        Set<String> names = new TreeSet<>();
        goldens().forEach(golden -> names.add(golden.getPayload().get("name").asText()));
        Set<String> ours = new TreeSet<>(Models.names());
        ours.remove(new TinyNetProvider().name()); // an example, of which PyTorch has none
        assertThat(names).isEqualTo(ours);
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void hasTheNamesAndShapesOfTorchsStateDict(JsonNode golden) {
        try (NDManager manager = backend.newManager()) {
            Map<String, List<Long>> shapes = new LinkedHashMap<>();
            StateDict.of(create(golden, manager))
                    .forEach(
                            (name, parameter) ->
                                    shapes.put(
                                            name,
                                            longs(
                                                    new ObjectMapper()
                                                            .valueToTree(
                                                                    parameter
                                                                            .getShape()
                                                                            .getShape()))));
            Map<String, List<Long>> expected = new LinkedHashMap<>();
            golden.get("shapes")
                    .properties()
                    .forEach(named -> expected.put(named.getKey(), longs(named.getValue())));
            assertThat(shapes).isEqualTo(expected);
            assertThat(List.copyOf(shapes.keySet())).isEqualTo(List.copyOf(expected.keySet()));
        }
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void summarisesTheParametersThatTorchCounts(JsonNode golden) {
        try (NDManager manager = backend.newManager()) {
            assertThat(ModelSummary.of(create(golden, manager)).parameters())
                    .isEqualTo(golden.get("parameters").asLong());
        }
    }

    /** Logits by running figures, then logits, gradients and running figures of a training pass. */
    @ParameterizedTest
    @MethodSource("goldens")
    void computesWhatTorchComputes(JsonNode golden) {
        try (NDManager manager = backend.newManager()) {
            Block block = create(golden, manager);
            fill(block).copyInto(block, "the formula");
            NDList pictures = new NDList(pictures(golden, manager));
            ParameterStore store = new ParameterStore(manager, false);
            NDArray evaluated =
                    Autograd.withoutGradients(
                            () -> block.forward(store, pictures, false).singletonOrThrow());
            assertClose(evaluated.toFloatArray(), golden.get("logits"));
            Autograd.recording(
                    () -> {
                        NDList logits = block.forward(store, pictures, true);
                        NDArray labels = manager.arange(PICTURES).toType(DataType.INT64, false);
                        Autograd.backward(
                                Losses.create("cross-entropy")
                                        .evaluate(new NDList(labels), logits));
                        assertClose(
                                logits.singletonOrThrow().toFloatArray(),
                                golden.get("trainingLogits"));
                    });
            assertClose(gradientNorms(block), golden.get("gradientNorms"));
            assertRunningFigures(block, golden.get("running"));
        }
    }

    private static float[] gradientNorms(Block block) {
        List<Float> norms = new ArrayList<>();
        for (Parameter parameter : StateDict.of(block).values()) {
            Autograd.gradient(parameter.getArray())
                    .ifPresent(gradient -> norms.add(gradient.norm().getFloat()));
        }
        float[] values = new float[norms.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = norms.get(i);
        }
        return values;
    }

    private static void assertRunningFigures(Block block, JsonNode expected) {
        Map<String, Parameter> parameters = StateDict.of(block);
        expected.properties()
                .forEach(
                        named ->
                                assertThat(
                                                parameters
                                                        .get(named.getKey())
                                                        .getArray()
                                                        .sum()
                                                        .getFloat())
                                        .as(named.getKey())
                                        .isCloseTo(
                                                (float) named.getValue().asDouble(),
                                                within(
                                                        1e-3f
                                                                + 1e-4f
                                                                        * (float)
                                                                                Math.abs(
                                                                                        named.getValue()
                                                                                                .asDouble()))));
    }

    /** Within 1e-3 of the largest of them: sums of float32 in another order, in up to 53 layers. */
    private static void assertClose(float[] values, JsonNode expected) {
        assertThat(values).hasSize(expected.size());
        double largest = 0;
        for (JsonNode value : expected) {
            largest = Math.max(largest, Math.abs(value.asDouble()));
        }
        for (int i = 0; i < values.length; i++) {
            assertThat((double) values[i])
                    .as("number %d", i)
                    .isCloseTo(expected.get(i).asDouble(), within(1e-3 * largest));
        }
    }

    private Block create(JsonNode golden, NDManager manager) {
        Map<String, Object> arguments =
                new ObjectMapper().convertValue(golden.get("arguments"), new TypeReference<>() {});
        List<Integer> inputShape = new ArrayList<>();
        golden.get("inputShape").forEach(side -> inputShape.add(side.asInt()));
        return Models.create(
                new Architecture(golden.get("name").asText(), inputShape, 10, arguments),
                manager,
                0);
    }

    private static List<Long> longs(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asLong).toList();
    }

    /** As the script fills PyTorch's. */
    private static Weights fill(Block block) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        StateDict.of(block)
                .forEach(
                        (name, parameter) -> {
                            long[] shape = parameter.getShape().getShape();
                            double[] noise = noise(tensors.size() + 1, parameter.getShape().size());
                            float[] values = new float[noise.length];
                            for (int i = 0; i < values.length; i++) {
                                values[i] = (float) value(name, shape, noise[i]);
                            }
                            tensors.put(name, new Tensor(shape, values));
                        });
        return new Weights(tensors);
    }

    private static double value(String name, long[] shape, double noise) {
        if (name.endsWith("running_var")) {
            return 1 + 0.5 * noise;
        }
        if (shape.length > 1) {
            return noise * Math.sqrt(6.0 / new Shape(shape).slice(1).size());
        }
        return name.endsWith("weight") ? 1 + 0.2 * noise : 0.1 * noise;
    }

    private static NDArray pictures(JsonNode golden, NDManager manager) {
        Shape shape = new Shape(PICTURES);
        for (JsonNode side : golden.get("inputShape")) {
            shape = shape.add(side.asInt());
        }
        double[] noise = noise(0, shape.size());
        float[] values = new float[noise.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) noise[i];
        }
        return manager.create(values, shape);
    }

    /** Numbers in [-1, 1), each from its place, in 32-bit arithmetic. */
    private static double[] noise(int seed, long count) {
        double[] values = new double[(int) count];
        for (int i = 0; i < values.length; i++) {
            int x = i + seed * 1_000_003;
            for (int round = 0; round < 2; round++) {
                x = (x ^ (x >>> 16)) * 0x45D9F3B;
            }
            x ^= x >>> 16;
            values[i] = Integer.toUnsignedLong(x) / 0x1.0p31 - 1;
        }
        return values;
    }
}
