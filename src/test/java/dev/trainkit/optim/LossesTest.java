package dev.trainkit.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.trainkit.TrainkitException;
import dev.trainkit.engine.Engines;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LossesTest {

    private final NDManager manager = Engines.open().newManager();
    private final NDArray logits = manager.create(new float[] {1, 2, 3, 1, 1, 1}, new Shape(2, 3));
    private final NDArray classes = manager.create(new long[] {2, 0});

    @AfterEach
    void freeNativeMemory() {
        manager.close();
    }

    /** By hand: -ln(e^3 / (e + e^2 + e^3)) = 0.407606, ln 3 = 1.098612; their mean is 0.753109. */
    @Test
    void crossEntropyIsTheMeanNegativeLogProbability() {
        assertThat(loss("cross-entropy", classes)).isCloseTo(0.753109f, within(1e-6f));
    }

    /** By hand: (1 + 4 + 4 + 0 + 1 + 1) / 6 = 11 / 6; DJL's L2 loss is half of it. */
    @Test
    void mseIsTheMeanOfSquaredDifferences() {
        assertThat(loss("mse", classes)).isCloseTo(11f / 6, within(1e-6f));
        NDArray oneHot = manager.create(new float[] {0, 0, 1, 1, 0, 0}, new Shape(2, 3));
        assertThat(loss("mse", oneHot)).isCloseTo(11f / 6, within(1e-6f));
    }

    @Test
    void listsTheLossesWhenOneIsUnknown() {
        assertThatThrownBy(() -> Losses.create("hinge"))
                .isInstanceOf(TrainkitException.class)
                .hasMessage(
                        "Unknown loss 'hinge'. The losses are: cross-entropy, mse. Set train.loss to"
                                + " one of them.");
    }

    private float loss(String name, NDArray target) {
        return Losses.create(name).evaluate(new NDList(target), new NDList(logits)).getFloat();
    }
}
