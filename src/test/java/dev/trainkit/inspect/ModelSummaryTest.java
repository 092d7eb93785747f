package dev.trainkit.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import dev.trainkit.engine.Engines;
import dev.trainkit.inspect.ModelSummary.Layer;
import dev.trainkit.model.Architecture;
import dev.trainkit.model.Models;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ModelSummaryTest {

    private final NDManager manager = Engines.open().newManager();
    private final Block lenet =
            Models.create(new Architecture("lenet", List.of(1, 32, 32), 10), manager, 42);

    @AfterEach
    void freeNativeMemory() {
        manager.close();
    }

    /** A frozen layer in front needs no gradient on the way back, one behind others does. */
    @Test
    void tellsFrozenLayersAndWhereGradientsEnd() {
        lenet.getChildren().get("01conv1").freezeParameters(true);
        lenet.getChildren().get("03fc1").freezeParameters(true);

        ModelSummary summary = ModelSummary.of(lenet);

        assertThat(summary.layers())
                .extracting(Layer::frozen)
                .containsExactly(true, false, true, false, false);
        assertThat(summary.trainableParameters()).isEqualTo(81_194 - 60 - 69_240);
        assertThat(summary.activationBytes()).isEqualTo(74_208);
        assertThat(summary.gradientBytes()).isEqualTo(74_208 - 48_600);
    }

    /** Running mean and variance are PyTorch's buffers, not parameters. */
    @Test
    void countsTheParametersOfANormalisationAsPyTorchDoes() {
        Block block =
                new SequentialBlock()
                        .add(Linear.builder().setUnits(5).build())
                        .add(BatchNorm.builder().build())
                        .add(Activation.reluBlock());
        block.initialize(manager, DataType.FLOAT32, new Shape(4, 3));

        List<Layer> layers = ModelSummary.of(block).layers();

        assertThat(layers).extracting(Layer::parameters).containsExactly(20L, 10L);
        assertThat(layers).extracting(Layer::activationBytes).containsExactly(20L, 40L);
    }

    @Test
    void leavesNothingBehind() {
        int arrays = manager.getManagedArrays().size();
        ModelSummary.of(lenet);
        assertThat(manager.getManagedArrays()).hasSize(arrays);
    }
}
