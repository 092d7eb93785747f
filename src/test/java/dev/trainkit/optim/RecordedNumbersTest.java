package dev.trainkit.optim;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.trainkit.Slow;
import dev.trainkit.config.RunConfig;
import dev.trainkit.engine.Autograd;
import dev.trainkit.engine.Engines;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Java frees direct buffers that nobody holds; a graph must need none of them. */
@Slow
class RecordedNumbersTest {

    @ParameterizedTest
    @ValueSource(strings = {"loss.label-smoothing=0.1", "train.loss=focal"})
    void outliveACollectionBeforeTheBackwardPass(String setting) {
        TorchLoss loss = Losses.create(RunConfig.of(setting));
        try (NDManager manager = Engines.open().newManager()) {
            NDArray logits = manager.randomNormal(new Shape(4, 10));
            NDList labels = new NDList(manager.create(new long[] {1, 2, 3, 4}));
            logits.setRequiresGradient(true);
            float[] expected = gradient(loss, logits, labels, () -> {});
            for (int i = 0; i < 5; i++) {
                float[] gradient = gradient(loss, logits, labels, this::collectAndOverwrite);
                assertThat(gradient).containsExactly(expected);
            }
        }
    }

    private static float[] gradient(
            TorchLoss loss, NDArray logits, NDList labels, Runnable beforeBackward) {
        Autograd.clearGradient(logits);
        NDArray value = Autograd.recording(() -> loss.evaluate(labels, new NDList(logits)));
        beforeBackward.run();
        Autograd.backward(value);
        return Autograd.gradient(logits).orElseThrow().toFloatArray();
    }

    private void collectAndOverwrite() {
        System.gc();
        List<ByteBuffer> held = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            held.add(ByteBuffer.allocateDirect(8).putDouble(0, 1e30));
        }
        assertThat(held).hasSize(20_000);
    }
}
