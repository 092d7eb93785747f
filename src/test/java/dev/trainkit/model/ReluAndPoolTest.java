package dev.trainkit.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import dev.trainkit.engine.Autograd;
import dev.trainkit.engine.Engines;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReluAndPoolTest {

    private final NDManager manager = Engines.open().newManager();

    @AfterEach
    void close() {
        manager.close();
    }

    /**
     * Few values, so that most windows have several that are the largest; and some that are odd.
     */
    @ParameterizedTest
    @CsvSource({"2,2", "3,2", "2,1"})
    void comesToTheSameBitsForwardAndBackInEitherOrder(int kernel, int stride) {
        NDArray images =
                manager.randomInteger(-3, 3, new Shape(4, 3, 9, 10), DataType.INT32)
                        .toType(DataType.FLOAT32, false);
        images.set(new NDIndex(0, 0, 2, 3), Float.NaN);
        images.set(new NDIndex(1, 0, 5, 5), Float.POSITIVE_INFINITY);
        images.set(new NDIndex(2, 1, 4, 4), -0.0f);
        Block layer = new ReluAndPool(MaxPool.block(kernel, stride));
        Pass watched = pass(layer, new ParameterStore(manager, false), images);
        Pass unwatched = pass(layer, new UnwatchedParameters(manager), images);

        assertThat(watched.operation()).isEqualTo(Optional.of("MaxPool2DWithIndicesBackward0"));
        assertThat(unwatched.operation()).isEqualTo(Optional.of("ReluBackward0"));
        float[] gradient = watched.gradient().toFloatArray();
        assertThat(unwatched.output().toFloatArray())
                .containsExactly(watched.output().toFloatArray());
        assertThat(unwatched.gradient().toFloatArray()).containsExactly(gradient);
        assertThat(gradient).contains(0f).doesNotContain(Float.NaN);
    }

    @Test
    void tellsTheShapeThatItGives() {
        Block layer = new ReluAndPool(MaxPool.block(2, 2));
        layer.initialize(manager, DataType.FLOAT32, new Shape(4, 3, 9, 10));
        assertThat(layer.getOutputShapes(new Shape[] {new Shape(4, 3, 9, 10)}))
                .containsExactly(new Shape(4, 3, 4, 5));
    }

    private record Pass(NDArray output, NDArray gradient, Optional<String> operation) {}

    private Pass pass(Block layer, ParameterStore parameters, NDArray values) {
        NDArray images = values.duplicate();
        images.setRequiresGradient(true);
        NDArray output =
                Autograd.recording(
                        () ->
                                layer.forward(parameters, new NDList(images), true)
                                        .singletonOrThrow());
        NDArray weights = manager.arange(1f, output.size() + 1f).reshape(output.getShape());
        Autograd.backward(output, weights, false);
        return new Pass(
                output, Autograd.gradient(images).orElseThrow(), Autograd.gradientFunction(output));
    }
}
