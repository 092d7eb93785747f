package dev.trainkit.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.Dropout;
import dev.trainkit.engine.Autograd;
import dev.trainkit.engine.Engines;
import dev.trainkit.inspect.GradientCheck.Row;
import dev.trainkit.model.StateDict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GradientCheckTest {

    private static final Shape INPUT = new Shape(4, 3);

    private final NDManager manager = Engines.open().newManager();

    @AfterEach
    void freeNativeMemory() {
        manager.close();
    }

    @Test
    void agreesForLayersThatDrawAndLayersThatNormalise() {
        Block block =
                initialised(
                        new SequentialBlock()
                                .add(Linear.builder().setUnits(5).build())
                                .add(BatchNorm.builder().build())
                                .add(LambdaBlock.singleton(NDArray::tanh))
                                .add(Dropout.builder().optRate(0.5f).build())
                                .add(Linear.builder().setUnits(2).build()));
        GradientCheck check = GradientCheck.of(block, INPUT, manager);
        assertThat(check.agrees()).isTrue();
        assertThat(check.disagreement()).isEmpty();
        assertThat(check.rows())
                .extracting(Row::name)
                .containsExactly(
                        "input", "0.weight", "0.bias", "1.gamma", "1.beta", "4.weight", "4.bias");
    }

    /** x + the constant x^2 - x: autograd sees a slope of 1, and the slope of x^2 is 2x. */
    @Test
    void namesWhereABackwardPassIsWrong() {
        Block block =
                initialised(
                        new SequentialBlock()
                                .add(
                                        LambdaBlock.singleton(
                                                x ->
                                                        x.add(
                                                                Autograd.withoutGradients(
                                                                        () -> x.mul(x).sub(x)))))
                                .add(Linear.builder().setUnits(2).build()));
        GradientCheck check = GradientCheck.of(block, INPUT, manager);
        assertThat(check.agrees()).isFalse();
        assertThat(check.disagreement().orElseThrow())
                .matches(
                        "The gradient by input is -?[0-9.]+, but finite differences give"
                                + " -?[0-9.]+\\.");
        assertThat(check.rows())
                .filteredOn(row -> !row.name().equals("input"))
                .allMatch(Row::agrees);
    }

    /** y = wx summed with random numbers: the slopes are exact up to rounding. */
    @Test
    void isExactForWhatIsLinear() {
        Block block = initialised(Linear.builder().setUnits(2).build());
        for (Row row : GradientCheck.of(block, INPUT, manager).rows()) {
            assertThat(row.gradient()).isCloseTo(row.difference(), within(1e-8));
        }
    }

    @Test
    void leavesTheBlockAsItIsAndNothingBehind() {
        Block block = initialised(Linear.builder().setUnits(2).build());
        NDArray weight = StateDict.of(block).get("weight").getArray();
        float[] before = weight.toFloatArray();
        int arrays = manager.getManagedArrays().size();
        GradientCheck.of(block, INPUT, manager);
        assertThat(weight.getDataType()).isEqualTo(DataType.FLOAT32);
        assertThat(weight.toFloatArray()).isEqualTo(before);
        assertThat(Autograd.gradient(weight)).isEmpty();
        assertThat(manager.getManagedArrays()).hasSize(arrays);
    }

    private Block initialised(Block block) {
        block.initialize(manager, DataType.FLOAT32, INPUT);
        return block;
    }
}
