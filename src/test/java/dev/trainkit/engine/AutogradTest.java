package dev.trainkit.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.trainkit.TrainkitException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
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

    /** d(w^2)/dw = 2w = 2, 4; twice that after two passes. */
    @Test
    void accumulatesOverTwoBackwardPasses() {
        try (NDManager manager = backend.newManager()) {
            NDArray weight = parameter(manager, 1, 2);
            backwardOfSquares(weight, 1);
            backwardOfSquares(weight, 1);
            assertThat(gradientOf(weight)).containsExactly(4, 8);
        }
    }

    /** As {@code zero_grad(set_to_none=True)}, PyTorch's default. */
    @Test
    void makesAGradientAbsentAgainAlsoWhereItIsNotANumber() {
        try (NDManager manager = backend.newManager()) {
            NDArray weight = parameter(manager, 1, 2);
            backwardOfSquares(weight, Float.NaN);
            Autograd.clearGradient(weight);
            assertThat(Autograd.gradient(weight)).isEmpty();
            assertThat(weight.toFloatArray()).containsExactly(1, 2);
            backwardOfSquares(weight, 1);
            assertThat(gradientOf(weight)).containsExactly(2, 4);
        }
    }

    /** As in PyTorch's introduction: forward, loss, zero_grad, backward. */
    @Test
    void givesAGradientToAGraphThatIsOlderThanTheClearing() {
        try (NDManager manager = backend.newManager()) {
            NDArray weight = parameter(manager, 1, 2);
            backwardOfSquares(weight, 1);
            NDArray sum = Autograd.recording(() -> weight.mul(weight).sum());
            Autograd.clearGradient(weight);
            Autograd.backward(sum);
            assertThat(gradientOf(weight)).containsExactly(2, 4);
        }
    }

    /** A gradient of zero that a backward pass has given is not an absent one. */
    @Test
    void tellsAGradientOfZeroFromAnAbsentOne() {
        try (NDManager manager = backend.newManager()) {
            NDArray weight = parameter(manager, 1, 2);
            backwardOfSquares(weight, 1);
            Autograd.clearGradient(weight);
            backwardOfSquares(weight, 0);
            assertThat(gradientOf(weight)).containsExactly(0, 0);
        }
    }

    @Test
    void leavesNothingBehindWhenAskedForAbsentGradients() {
        try (NDManager manager = backend.newManager()) {
            NDArray weight = parameter(manager, 1, 2);
            backwardOfSquares(weight, 1);
            int arrays = manager.getManagedArrays().size();
            Autograd.clearGradient(weight);
            assertThat(Autograd.gradient(weight)).isEmpty();
            assertThat(manager.getManagedArrays()).hasSize(arrays);
        }
    }

    /** The same array with other memory, as when weights are loaded, has a gradient of its own. */
    @Test
    void forgetsAClearingWhenTheParameterBecomesAnotherTensor() {
        try (NDManager manager = backend.newManager()) {
            NDArray weight = parameter(manager, 1, 2);
            backwardOfSquares(weight, 1);
            Autograd.clearGradient(weight);
            weight.intern(manager.create(new float[] {3, 4}));
            weight.setRequiresGradient(true);
            for (int passes = 1; passes < 6; passes++) {
                backwardOfSquares(weight, 1);
                assertThat(gradientOf(weight)).containsExactly(6 * passes, 8 * passes);
            }
        }
    }

    /** v J for y = w^2: v * 2w = 3 * 2, 5 * 4. */
    @Test
    void backPropagatesAVector() {
        try (NDManager manager = backend.newManager()) {
            NDArray weight = parameter(manager, 1, 2);
            NDArray squares = Autograd.recording(() -> weight.mul(weight));
            try (NDManager another = backend.newManager()) {
                Autograd.backward(squares, another.create(new float[] {3, 5}), false);
            }
            assertThat(gradientOf(weight)).containsExactly(6, 20);
        }
    }

    @Test
    void goesThroughAGraphTwiceOnlyWhenItIsKept() {
        try (NDManager manager = backend.newManager()) {
            NDArray weight = parameter(manager, 1, 2);
            NDArray squares = Autograd.recording(() -> weight.mul(weight));
            NDArray ones = manager.ones(new Shape(2));
            Autograd.backward(squares, ones, true);
            Autograd.backward(squares, ones, false);
            assertThat(gradientOf(weight)).containsExactly(4, 8);
            assertThatThrownBy(() -> Autograd.backward(squares, ones, false))
                    .isInstanceOf(TrainkitException.class)
                    .hasMessage(
                            "The graph of the tensor has been freed by a backward pass. Look at it"
                                    + " before that, or keep the graph in Autograd.backward.");
        }
    }

    @Test
    void refusesAVectorOfAnotherShape() {
        try (NDManager manager = backend.newManager()) {
            NDArray weight = parameter(manager, 1, 2);
            NDArray squares = Autograd.recording(() -> weight.mul(weight));
            assertThatThrownBy(() -> Autograd.backward(squares, manager.ones(new Shape(3)), false))
                    .isInstanceOf(TrainkitException.class)
                    .hasMessage(
                            "The gradient vector has shape (3), but the output has (2). Give one"
                                    + " number for each of the output's.");
            assertThatThrownBy(() -> Autograd.backward(squares))
                    .isInstanceOf(TrainkitException.class)
                    .hasMessage(
                            "The backward pass of a tensor of shape (2) needs a gradient vector of"
                                    + " that shape. Give one, or reduce the tensor to a number"
                                    + " first.");
        }
    }

    @Test
    void refusesABackwardPassFromATensorWithoutAGraph() {
        try (NDManager manager = backend.newManager()) {
            assertThatThrownBy(() -> Autograd.backward(manager.create(1f)))
                    .isInstanceOf(TrainkitException.class)
                    .hasMessage(
                            "The tensor has no graph: nothing that requires a gradient was recorded"
                                    + " on the way to it. Compute it from a network's parameters"
                                    + " inside Autograd.recording.");
        }
    }

    /** d(wv)/dw = v, and nothing depends on the third. */
    @Test
    void givesGradientsWithoutKeepingThem() {
        try (NDManager manager = backend.newManager()) {
            NDArray w = parameter(manager, 1, 2);
            NDArray v = parameter(manager, 3, 4);
            NDArray other = parameter(manager, 5);
            NDArray product = Autograd.recording(() -> w.mul(v));
            List<Optional<NDArray>> gradients =
                    Autograd.gradients(product, List.of(w, other), manager.ones(new Shape(2)));
            assertThat(gradients.get(0).orElseThrow().toFloatArray()).containsExactly(3, 4);
            assertThat(gradients.get(1)).isEmpty();
            assertThat(Autograd.gradient(w)).isEmpty();
            NDArray input = manager.ones(new Shape(2));
            assertThatThrownBy(() -> Autograd.gradients(product, List.of(input), input))
                    .isInstanceOf(TrainkitException.class)
                    .hasMessage(
                            "There is no gradient by a tensor that does not require one. Call"
                                    + " setRequiresGradient(true) on it before anything is computed"
                                    + " from it.");
        }
    }

    @Test
    void namesTheOperationBehindATensorAndNoneBehindALeaf() {
        try (NDManager manager = backend.newManager()) {
            NDArray weight = parameter(manager, 1, 2);
            NDArray exp = Autograd.recording(() -> weight.exp());
            NDArray unrecorded = Autograd.withoutGradients(() -> weight.exp());
            assertThat(Autograd.gradientFunction(exp)).contains("ExpBackward0");
            assertThat(Autograd.gradientFunction(weight)).isEmpty();
            assertThat(Autograd.gradientFunction(unrecorded)).isEmpty();
            assertThat(Autograd.gradientFunction(manager.arange(3))).isEmpty();
            assertThat(Autograd.isLeaf(exp)).isFalse();
            assertThat(Autograd.isLeaf(weight)).isTrue();
            assertThat(Autograd.requiresGradient(exp)).isTrue();
            assertThat(Autograd.requiresGradient(unrecorded)).isFalse();
        }
    }

    /** Each of these calls would reach freed memory, or memory that never was. */
    @Test
    void refusesClosedTensorsAndTextWithASentence() {
        try (NDManager manager = backend.newManager()) {
            NDArray closed = parameter(manager, 1, 2);
            closed.close();
            NDArray text = manager.create("text");
            List<Consumer<NDArray>> questions =
                    List.of(
                            Autograd::gradient,
                            Autograd::gradientFunction,
                            Autograd::isLeaf,
                            Autograd::requiresGradient,
                            Autograd::zeroGradient,
                            Autograd::clearGradient,
                            Autograd::backward,
                            t -> Autograd.watchBackward(t, List.of()));
            for (Consumer<NDArray> question : questions) {
                assertThatThrownBy(() -> question.accept(closed))
                        .isInstanceOf(TrainkitException.class)
                        .hasMessage(
                                "The tensor has been closed, and its memory freed. Keep its manager"
                                        + " open until its gradient and its graph have been read.");
                assertThatThrownBy(() -> question.accept(text))
                        .isInstanceOf(TrainkitException.class)
                        .hasMessage(
                                "The tensor holds text, which has no gradient. Take one of"
                                        + " numbers.");
            }
        }
    }

    /** y = exp(w) + exp(w): two nodes for the exponentials, and four edges. */
    @Test
    void countsTheNodesAndEdgesOfABackwardPass() {
        try (NDManager manager = backend.newManager()) {
            NDArray weight = parameter(manager, 1, 2);
            NDArray sum = Autograd.recording(() -> weight.exp().add(weight.exp()));
            BackwardPass pass = Autograd.watchBackward(sum, List.of(weight));
            assertThat(pass.names())
                    .containsExactly(
                            "AddBackward0", "ExpBackward0", "ExpBackward0", "AccumulateGrad");
            assertThat(pass.edges()).isEqualTo(4);
            assertThat(pass.reached()).containsExactly(true);
            assertThat(Autograd.gradient(weight)).isEmpty();
        }
    }

    @Test
    void recordsOnAThreadThatDidNotAndRestoresItsMode() {
        boolean before = Autograd.isRecording();
        Autograd.withoutGradients(
                () -> {
                    assertThat(Autograd.recording(Autograd::isRecording)).isTrue();
                    assertThat(Autograd.isRecording()).isFalse();
                });
        assertThat(Autograd.isRecording()).isEqualTo(before);
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
