package dev.trainkit.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.ParameterStore;
import dev.trainkit.engine.Autograd;
import dev.trainkit.engine.Engines;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaxPoolTest {

    private final NDManager manager = Engines.open().newManager();

    @AfterEach
    void close() {
        manager.close();
    }

    /** libtorch's own kernel is the judge. */
    @ParameterizedTest
    @CsvSource({"30,30,2,2", "13,13,2,2", "7,12,2,2", "15,15,3,2", "8,9,3,2", "3,3,3,2", "5,4,2,1"})
    void isLibtorchsWhereNoGradientIsRecorded(int height, int width, int kernel, int stride) {
        NDArray images = manager.randomNormal(new Shape(3, 5, height, width));
        images.set(new NDIndex(0, 1, 2, 1), Float.NaN);
        images.set(new NDIndex(1, 1, 0, 0), Float.NEGATIVE_INFINITY);
        for (NDArray layout : new NDArray[] {images, channelsLast(images)}) {
            NDArray expected =
                    Pool.maxPool2d(
                            layout,
                            new Shape(kernel, kernel),
                            new Shape(stride, stride),
                            new Shape(0, 0),
                            false);
            NDArray pooled = Autograd.withoutGradients(() -> pool(layout, kernel, stride));
            assertThat(pooled.getShape()).isEqualTo(expected.getShape());
            assertThat(pooled.toFloatArray()).containsExactly(expected.toFloatArray());
        }
    }

    /** So that gradients are those of PyTorch's pooling, which the first of equals has alone. */
    @Test
    void isLibtorchsOwnWhereGradientsAre() {
        NDArray images = manager.ones(new Shape(1, 1, 2, 2));
        images.setRequiresGradient(true);
        NDArray pooled = Autograd.recording(() -> pool(images, 2, 2));
        assertThat(Autograd.gradientFunction(pooled))
                .isEqualTo(Optional.of("MaxPool2DWithIndicesBackward0"));
        Autograd.backward(pooled);
        assertThat(Autograd.gradient(images).orElseThrow().toFloatArray())
                .containsExactly(1, 0, 0, 0);
    }

    @Test
    void leavesNothingOnTheWayBehind() {
        NDArray images = manager.ones(new Shape(2, 3, 8, 8));
        try (NDManager call = manager.newSubManager()) {
            images.attach(call);
            Autograd.withoutGradients(() -> pool(images, 2, 2));
            assertThat(call.getManagedArrays()).hasSize(2); // the images and the result
        }
    }

    private NDArray pool(NDArray images, int kernel, int stride) {
        ParameterStore parameters = new ParameterStore(manager, false);
        return MaxPool.block(kernel, stride)
                .forward(parameters, new NDList(images), false)
                .singletonOrThrow();
    }

    private static NDArray channelsLast(NDArray images) {
        return images.transpose(0, 2, 3, 1).duplicate().transpose(0, 3, 1, 2);
    }
}
