package dev.trainkit.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import dev.trainkit.engine.Autograd;
import dev.trainkit.engine.Engines;
import dev.trainkit.engine.RandomStream;
import dev.trainkit.model.Architecture;
import dev.trainkit.model.Models;
import dev.trainkit.model.Weights;
import dev.trainkit.store.Manifest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;

/** Networks of one's own, taken out of the JVM and asked the same as inside of it. */
final class Following {

    /** Another number of pictures than those by which the network was followed. */
    private static final int PICTURES = 5;

    private Following() {}

    static NetworkGraph graph(Block block, long batch, long... picture) {
        try (NDManager manager = Engines.open().newManager()) {
            NetworkGraph.Input input = input(batch, picture);
            Models.initialize(block, manager, 1, input.batchOf(1));
            return NetworkGraph.of(block, input, UnaryOperator.identity(), manager);
        }
    }

    static void assertSameOutside(Exporter exporter, Block block, long... picture) {
        try (NDManager manager = Engines.open().newManager()) {
            NetworkGraph.Input input = input(NetworkGraph.DYNAMIC, picture);
            Models.initialize(block, manager, 1, input.batchOf(1));
            NetworkGraph graph = NetworkGraph.of(block, input, UnaryOperator.identity(), manager);
            NDArray batch = numbers(manager, input.batchOf(PICTURES));
            float[] inside = inside(block, batch);
            float[] outside = outside(exporter, block, graph, batch);
            assertThat(outside).hasSameSizeAs(inside);
            for (int i = 0; i < inside.length; i++) {
                assertThat(outside[i]).isCloseTo(inside[i], within(1e-5f));
            }
        }
    }

    private static NetworkGraph.Input input(long batch, long... picture) {
        List<Long> shape =
                LongStream.concat(LongStream.of(batch), Arrays.stream(picture)).boxed().toList();
        return new NetworkGraph.Input(ExportedModel.INPUT, DataType.FLOAT32, shape);
    }

    /** From 0.1 to 0.9: every function here is defined there. */
    private static NDArray numbers(NDManager manager, Shape shape) {
        RandomStream random = RandomStream.of(1, "numbers");
        float[] values = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat(0.1f, 0.9f);
        }
        return manager.create(values, shape);
    }

    private static float[] inside(Block block, NDArray batch) {
        ParameterStore parameters = new ParameterStore(batch.getManager(), false);
        return Autograd.withoutGradients(
                () ->
                        block.forward(parameters, new NDList(batch), false)
                                .singletonOrThrow()
                                .toFloatArray());
    }

    private static float[] outside(
            Exporter exporter, Block block, NetworkGraph graph, NDArray batch) {
        Manifest manifest =
                Exportable.manifest(new Architecture("one's own", List.of(2, 6, 6), 10));
        ExportedModel model =
                new ExportedModel(
                        manifest,
                        block,
                        Weights.of(block),
                        graph,
                        ExportMetadata.of(manifest, null));
        try {
            Path file = Files.createTempFile("followed", exporter.suffix());
            try {
                exporter.write(model, file);
                try (LoadedNetwork loaded = exporter.open(model, file)) {
                    ByteBuffer values = batch.toByteBuffer();
                    ByteBuffer direct =
                            ByteBuffer.allocateDirect(values.remaining())
                                    .order(ByteOrder.nativeOrder())
                                    .put(values)
                                    .flip();
                    return loaded.logits(direct, DataType.FLOAT32, batch.getShape());
                }
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
