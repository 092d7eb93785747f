package dev.trainkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JoinedTensorsTest {

    private final NDManager manager = Engines.open().newManager();
    private final NDArray matrix = manager.create(new float[] {1, 2, 3, 4, 5, 6}, new Shape(2, 3));
    private final NDArray vector = manager.arange(17f);
    private final NDArray last = manager.create(new float[] {7});
    private final List<NDArray> tensors = List.of(matrix, vector, last);

    @AfterEach
    void close() {
        manager.close();
    }

    /** 6, 17 and 1 numbers take 16, 32 and 16 places. */
    @Test
    void laysThemOneBehindTheOther() {
        try (JoinedTensors joined = JoinedTensors.join(tensors, manager).orElseThrow()) {
            float[] expected = new float[64];
            for (int i = 0; i < 6; i++) {
                expected[i] = i + 1;
            }
            for (int i = 0; i < 17; i++) {
                expected[16 + i] = i;
            }
            expected[48] = 7;
            assertThat(joined.whole().toFloatArray()).containsExactly(expected);

            joined.whole().addi(1);
            last.muli(10);

            assertThat(joined.whole().toFloatArray()[48]).isEqualTo(80);
        }
        assertThat(matrix.toFloatArray())
                .containsExactly(2, 3, 4, 5, 6, 7); // as ever, though closed
        assertThat(matrix.getShape()).isEqualTo(new Shape(2, 3));
        assertThat(vector.toFloatArray()).hasSize(17).startsWith(1, 2).endsWith(16, 17);
        assertThat(last.toFloatArray()).containsExactly(80);
    }

    @Test
    void knowsWhenAnotherWasPutInTheirPlace() {
        JoinedTensors joined = JoinedTensors.join(tensors, manager).orElseThrow();
        assertThat(joined.isOf(tensors)).isTrue();
        assertThat(joined.isOf(tensors.subList(0, 2))).isFalse();
        assertThat(joined.isOf(List.of(vector, matrix, last))).isFalse();
        last.muli(2);
        assertThat(joined.isOf(tensors)).isTrue();
        last.intern(last.duplicate());
        assertThat(joined.isOf(tensors)).isFalse();
    }

    @Test
    void leavesOtherTypesAlone() {
        NDArray whole = vector.toType(DataType.INT32, true);
        assertThat(JoinedTensors.join(List.of(matrix, whole), manager)).isEmpty();
    }

    /** d/dm (3 m) + d/dv (v * v), twice, for they add up; then those of twins, 5 times as large. */
    @Test
    void joinsGradientsToOne() {
        List<NDArray> parameters = List.of(matrix, vector);
        parameters.forEach(parameter -> parameter.setRequiresGradient(true));
        backward(matrix, vector, 1);
        JoinedTensors joined = JoinedTensors.join(parameters, manager).orElseThrow();
        joined.joinGradients(parameters);
        backward(matrix, vector, 1);
        NDArray gradient = Autograd.gradient(joined.whole()).orElseThrow();
        assertGradients(gradient.toFloatArray(), 2);

        NDArray matrixTwin = GradientSums.twin(matrix, manager);
        NDArray vectorTwin = GradientSums.twin(vector, manager);
        backward(matrixTwin, vectorTwin, 5);
        NDArray twin = joined.twin(List.of(matrixTwin, vectorTwin), manager);
        assertGradients(Autograd.gradient(twin).orElseThrow().toFloatArray(), 5);
        Autograd.zeroGradient(twin);
        backward(matrixTwin, vectorTwin, 5);
        GradientSums.add(List.of(joined.whole()), List.of(twin));
        assertGradients(gradient.toFloatArray(), 7);
        assertThat(Autograd.gradient(matrix).orElseThrow().toFloatArray()).containsOnly(21);
        assertThat(Autograd.gradient(matrixTwin).orElseThrow().toFloatArray()).containsOnly(15);
    }

    private void backward(NDArray matrix, NDArray vector, float times) {
        NDArray loss =
                Autograd.recording(
                        () ->
                                matrix.mul(manager.create(3f))
                                        .sum()
                                        .add(vector.mul(vector).sum())
                                        .mul(manager.create(times)));
        Autograd.backward(loss);
    }

    private static void assertGradients(float[] gradients, float times) {
        assertThat(gradients).hasSize(48);
        for (int i = 0; i < 6; i++) {
            assertThat(gradients[i]).isEqualTo(3 * times);
        }
        for (int i = 0; i < 17; i++) {
            assertThat(gradients[16 + i]).isEqualTo(2 * i * times);
        }
        assertThat(gradients[10]).isZero();
    }
}
