package dev.trainkit.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import dev.trainkit.engine.Autograd;
import dev.trainkit.engine.Engines;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReluAndPoolTest {

    private static final int ODD = 123;

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
    void comesToTheSameForwardAndBackInEitherOrder(int kernel, int stride) {
        float[] values = new float[4 * 3 * 9 * 10];
        Random random = new Random(7);
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(6) - 3;
        }
        values[ODD] = Float.NaN;
        values[2 * ODD] = Float.POSITIVE_INFINITY;
        NDArray images = manager.create(values, new Shape(4, 3, 9, 10));
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

    /**
     * Which of its zeros a window gives is all that the order decides: a processor's ReLU of -0 is
     * -0 or 0, and the first of equals is pooled.
     */
    @Test
    void givesNoGradientToAWindowOfZerosInEitherOrder() {
        float[] zeros = {
            -0f, 0f, -1f, -0f, 0f, -0f, -0f, -1f, -1f, -0f, -1f, 0f, -0f, -2f, -1f, -1f
        };
        NDArray images = manager.create(zeros, new Shape(1, 1, 4, 4));
        Block layer = new ReluAndPool(MaxPool.block(2, 2));
        for (ParameterStore parameters :
                List.of(new ParameterStore(manager, false), new UnwatchedParameters(manager))) {
            Pass pass = pass(layer, parameters, images);
            assertThat(pass.output().eq(0).all().getBoolean()).isTrue();
            assertThat(pass.gradient().toFloatArray()).containsOnly(0f);
        }
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
