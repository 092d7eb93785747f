package dev.trainkit.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.tracker.Tracker;
import dev.trainkit.config.OptimizerConfig;
import dev.trainkit.engine.Engines;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Reference values: computed by hand from the formula, and by {@code torch.optim.SGD} alike. */
class SgdTest {

    private final NDManager manager = Engines.open().newManager();
    private final NDArray weight = manager.create(new float[] {1});
    private final NDArray one = manager.create(new float[] {1});

    @AfterEach
    void freeNativeMemory() {
        manager.close();
    }

    @Test
    void movesAgainstTheGradientByTheRate() {
        try (TorchOptimizer sgd = sgd(Tracker.fixed(0.25f), 0, 0)) {
            sgd.update("w", weight, one);
            assertThat(weight.getFloat()).isEqualTo(0.75f);
            assertThat(sgd.state()).isEmpty();
        }
    }

    /** b = 1, 1.9, 2.71; w = 1 - 0.1 * (1 + 1.9 + 2.71) = 0.439. */
    @Test
    void accumulatesMomentum() {
        try (TorchOptimizer sgd = sgd(Tracker.fixed(0.1f), 0.9, 0)) {
            steps(sgd, 3);
            assertThat(weight.getFloat()).isCloseTo(0.439f, within(1e-6f));
            assertThat(sgd.state().get("w.momentum_buffer").getFloat())
                    .isCloseTo(2.71f, within(1e-6f));
        }
    }

    /** b = 0.9^n would stay at the smallest subnormal number, for 0.9 of it is rounded up to it. */
    @Test
    void bringsMomentumToZeroWhereTheGradientStaysZero() {
        try (TorchOptimizer sgd = sgd(Tracker.fixed(0.1f), 0.9, 0)) {
            steps(sgd, 1);
            NDArray none = manager.zeros(one.getShape());
            NDArray buffer = sgd.state().get("w.momentum_buffer");
            for (int n = 1; n < 1200; n++) {
                sgd.update("w", weight, none);
                float momentum = buffer.getFloat();
                assertThat(momentum)
                        .satisfiesAnyOf(
                                b -> assertThat(b).isZero(),
                                b -> assertThat(b).isGreaterThanOrEqualTo(Float.MIN_NORMAL));
                if (n == 500) { // 0.9^500 = 1.32e-23, as torch.optim.SGD has it
                    assertThat(momentum).isCloseTo(1.322e-23f, within(1e-26f));
                }
            }
            assertThat(buffer.getFloat()).isZero();
            assertThat(weight.getFloat()).isCloseTo(0, within(1e-6f)); // 1 - 0.1 / (1 - 0.9)
        }
    }

    /**
     * The rate is 1, then 0.1: w = 1 - 1 - 0.1 * 1.5 = -0.15 with momentum 0.5. DJL's own, which
     * keeps the rate inside the buffer, gives -0.6.
     */
    @Test
    void keepsTheRateOutOfTheBuffer() {
        Tracker falling = step -> step == 0 ? 1f : 0.1f;
        try (TorchOptimizer sgd = sgd(falling, 0.5, 0)) {
            steps(sgd, 2);
            assertThat(weight.getFloat()).isCloseTo(-0.15f, within(1e-6f));
        }
    }

    /** g + 0.5 w = 1.5; w = 1 - 0.1 * 1.5 = 0.85; then g + 0.5 * 0.85 = 1.425; w = 0.7075. */
    @Test
    void addsWeightDecayToTheGradient() {
        try (TorchOptimizer sgd = sgd(Tracker.fixed(0.1f), 0, 0.5)) {
            steps(sgd, 2);
            assertThat(weight.getFloat()).isCloseTo(0.7075f, within(1e-6f));
        }
    }

    @Test
    void leavesTheGradientAsItIsAndNothingBehindInTheWeightsManager() {
        int before = manager.getManagedArrays().size();
        try (TorchOptimizer sgd = sgd(Tracker.fixed(0.1f), 0.9, 0.5)) {
            steps(sgd, 5);
            assertThat(one.getFloat()).isEqualTo(1);
            assertThat(manager.getManagedArrays()).hasSize(before);
        }
    }

    private static TorchOptimizer sgd(Tracker rate, double momentum, double decay) {
        return Optimizers.create(
                OptimizerConfig.of("sgd", "momentum=" + momentum, "weight-decay=" + decay), rate);
    }

    private void steps(TorchOptimizer sgd, int count) {
        for (int i = 0; i < count; i++) {
            sgd.update("w", weight, one);
        }
    }
}
