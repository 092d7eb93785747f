package dev.trainkit.inspect;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import dev.trainkit.TrainkitException;
import dev.trainkit.engine.Autograd;
import dev.trainkit.engine.Engines;
import dev.trainkit.model.Architecture;
import dev.trainkit.model.Models;
import dev.trainkit.model.StateDict;
import dev.trainkit.train.Backward;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AnomaliesTest {

    private final NDManager manager = Engines.open().newManager();
    private final Block lenet =
            Models.create(new Architecture("lenet", List.of(1, 32, 32), 10), manager, 42);

    @AfterEach
    void freeNativeMemory() {
        manager.close();
    }

    @Test
    void letsAStepWithFiniteNumbersPass() {
        assertThatCode(() -> step(lenet, picture(), NDArray::sum)).doesNotThrowAnyException();
    }

    /** A filter gives 13 x 13 numbers for each of two pictures; it, ReLU and pooling follow. */
    @Test
    void namesTheFirstLayerWhoseOutputIsNotANumber() {
        set("conv2.bias", Float.NaN);
        set("fc2.bias", Float.NaN);
        assertThatThrownBy(() -> step(lenet, picture(), NDArray::sum))
                .isInstanceOf(TrainkitException.class)
                .hasMessageMatching(
                        "In step 7, the output of conv2 is the first that is not finite: of \\d+"
                                + " numbers, \\d+ are NaN and 0 infinite\\. Lower"
                                + " optimizer\\.learning-rate, or look at the pictures of that"
                                + " step\\.");
    }

    @Test
    void namesTheLastLayerWhereThePredictionsAreInfinite() {
        set("fc3.bias", Float.POSITIVE_INFINITY);
        assertThatThrownBy(() -> step(lenet, picture(), NDArray::sum))
                .isInstanceOf(TrainkitException.class)
                .hasMessage(
                        "In step 7, the output of fc3 is the first that is not finite: of 20"
                                + " numbers, 0 are NaN and 2 infinite. Lower"
                                + " optimizer.learning-rate, or look at the pictures of that"
                                + " step.");
    }

    @Test
    void namesTheLossWhereThePredictionsAreFinite() {
        assertThatThrownBy(() -> step(lenet, picture(), x -> x.mul(0).sum().log()))
                .isInstanceOf(TrainkitException.class)
                .hasMessageStartingWith(
                        "In step 7, the loss is the first that is not finite: it is -Infinity.");
    }

    /** The root of 0 is 0, but its slope is infinite: all outputs are finite. */
    @Test
    void namesTheFirstLayerOnTheWayBackWhoseGradientIsNotFinite() {
        SequentialBlock block = new SequentialBlock();
        block.add(Linear.builder().setUnits(3).build());
        block.add(Linear.builder().setUnits(3).optBias(false).build());
        block.add(LambdaBlock.singleton(x -> x.mul(x).sqrt()));
        block.add(Linear.builder().setUnits(3).build());
        block.initialize(manager, DataType.FLOAT32, new Shape(1, 3));
        assertThatThrownBy(() -> step(block, manager.zeros(new Shape(1, 3)), NDArray::sum))
                .isInstanceOf(TrainkitException.class)
                .hasMessageStartingWith(
                        "In step 7, the gradient of 1 is the first that is not finite: of 9"
                                + " numbers, 9 are NaN and 0 infinite.");
    }

    private void step(Block block, NDArray input, UnaryOperator<NDArray> lossOf) {
        LayerOutputs outputs = new LayerOutputs(block, manager);
        NDList predictions =
                Autograd.recording(() -> block.forward(outputs, new NDList(input), true));
        NDArray loss = Autograd.recording(() -> lossOf.apply(predictions.singletonOrThrow()));
        Autograd.backward(loss);
        new Anomalies(outputs).backwardEnded(new Backward(7, loss.getFloat(), predictions));
    }

    private NDArray picture() {
        return manager.ones(new Shape(2, 1, 32, 32));
    }

    private void set(String parameter, float value) {
        NDArray array = StateDict.of(lenet).get(parameter).getArray();
        Autograd.withoutGradients(() -> array.set(new NDIndex(0), value));
    }
}
