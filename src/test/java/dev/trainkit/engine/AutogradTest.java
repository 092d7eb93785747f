package dev.trainkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class AutogradTest {

    private final Backend backend = Engines.open();

    @Test
    void showsNoGradientBeforeTheFirstBackwardAndItsValuesAfter() {
        try (NDManager manager = backend.newManager()) {
            NDArray weight = parameter(manager, 1, 2);
            assertThat(Autograd.gradient(weight)).isEmpty();
            backwardOfSquares(weight, 1);
            assertThat(gradientOf(weight)).containsExactly(2, 4);
        }
    }

    @Test
    void zeroesAGradientThatIsNotANumber() {
        try (NDManager manager = backend.newManager()) {
            NDArray weight = parameter(manager, 1, 2);
            backwardOfSquares(weight, Float.NaN);
            assertThat(gradientOf(weight)).containsOnly(Float.NaN);
            Autograd.zeroGradient(weight);
            assertThat(gradientOf(weight)).containsExactly(0, 0);
        }
    }

    @Test
    void leavesAnAbsentGradientAbsentWhenZeroing() {
        try (NDManager manager = backend.newManager()) {
            NDArray weight = parameter(manager, 1, 2);
            Autograd.zeroGradient(weight);
            assertThat(Autograd.gradient(weight)).isEmpty();
        }
    }

    @Test
    void recordsNothingOnAnyThreadAndRestoresItsMode() {
        boolean fresh =
                CompletableFuture.supplyAsync(
                                () -> {
                                    boolean before = Autograd.isRecording();
                                    assertThat(Autograd.withoutGradients(Autograd::isRecording))
                                            .isFalse();
                                    return before == Autograd.isRecording();
                                })
                        .join();
        assertThat(fresh).isTrue();
    }

    @Test
    void restoresTheModeWhenTheWorkFails() {
        boolean before = Autograd.isRecording();
        assertThatThrownBy(
                        () ->
                                Autograd.withoutGradients(
                                        () -> {
                                            throw new IllegalStateException("failed");
                                        }))
                .hasMessage("failed");
        assertThat(Autograd.isRecording()).isEqualTo(before);
    }

    private static NDArray parameter(NDManager manager, float... values) {
        NDArray weight = manager.create(values);
        weight.setRequiresGradient(true);
        return weight;
    }

    private void backwardOfSquares(NDArray weight, float factor) {
        try (GradientCollector gradients = backend.newGradientCollector()) {
            gradients.backward(weight.mul(weight).mul(factor).sum());
        }
    }

    private static float[] gradientOf(NDArray weight) {
        return Autograd.gradient(weight).orElseThrow().toFloatArray();
    }
}
