package dev.trainkit.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.JsonNode;
import dev.trainkit.model.Weights;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WeightAverageTest {

    private static final JsonNode GOLDEN = Goldens.read("steps.json");
    private static final double DECAY = GOLDEN.get("averageDecay").asDouble();

    @Test
    void averagesAsPyTorchDoes() {
        JsonNode golden = GOLDEN.get("clipNorm");
        try (GoldenLeNet lenet = new GoldenLeNet();
                WeightAverage average = new WeightAverage(DECAY);
                TorchOptimizer sgd = sgd()) {
            for (int i = 0; i < golden.get("losses").size(); i++) {
                lenet.backward(i, Losses.create("cross-entropy"));
                Clipping.byNorm(lenet.parameters(), golden.get("limit").asDouble());
                sgd.step(lenet.parameters());
                average.update(lenet.parameters());
                sgd.zeroGradients(lenet.parameters());
            }
            double[] averages = average.inPlace(lenet.parameters(), lenet::norms);
            Goldens.assertClose(averages, golden.get("averageNorms"));
            Goldens.assertClose(lenet.norms(), golden.get("norms"));
        }
    }

    @Test
    void givesTheWeightsBackBitForBitAndTrainsOn() {
        try (GoldenLeNet interrupted = new GoldenLeNet();
                GoldenLeNet whole = new GoldenLeNet();
                WeightAverage average = new WeightAverage(DECAY);
                TorchOptimizer first = sgd();
                TorchOptimizer second = sgd()) {
            whole.train(first, 0, 4);
            interrupted.train(second, 0, 2);
            average.update(interrupted.parameters());
            Weights before = Weights.of(interrupted.block());
            average.update(whole.parameters());
            Weights within =
                    average.inPlace(
                            interrupted.parameters(), () -> Weights.of(interrupted.block()));
            assertThat(within).isNotEqualTo(before);
            assertThat(Weights.of(interrupted.block())).isEqualTo(before);
            interrupted.train(second, 2, 4);
            assertThat(Weights.of(interrupted.block())).isEqualTo(Weights.of(whole.block()));
        }
    }

    @Test
    void givesTheWeightsBackWhenTheWorkFails() {
        try (GoldenLeNet lenet = new GoldenLeNet();
                WeightAverage average = new WeightAverage(DECAY);
                TorchOptimizer sgd = sgd()) {
            average.update(lenet.parameters());
            lenet.train(sgd, 0, 1);
            Weights before = Weights.of(lenet.block());
            assertThatThrownBy(
                            () ->
                                    average.inPlace(
                                            lenet.parameters(),
                                            () -> {
                                                throw new IllegalStateException("stop");
                                            }))
                    .hasMessage("stop");
            assertThat(Weights.of(lenet.block())).isEqualTo(before);
        }
    }

    @Test
    void goesOnFromASavedAverageBitForBit() {
        try (GoldenLeNet lenet = new GoldenLeNet();
                WeightAverage whole = new WeightAverage(DECAY);
                WeightAverage resumed = new WeightAverage(DECAY);
                TorchOptimizer sgd = sgd()) {
            whole.update(lenet.parameters());
            resumed.restore(whole.save(), lenet.parameters());
            lenet.train(sgd, 0, 2);
            whole.update(lenet.parameters());
            resumed.update(lenet.parameters());
            assertThat(resumed.save()).isEqualTo(whole.save()).hasSize(10);
        }
    }

    @Test
    void keepsOneArrayAParameterAndFreesThem() {
        List<NDArray> averages = new ArrayList<>();
        try (GoldenLeNet lenet = new GoldenLeNet();
                WeightAverage average = new WeightAverage(DECAY)) {
            int arrays = lenet.manager().getManagedArrays().size();
            for (int i = 0; i < 3; i++) {
                average.update(lenet.parameters());
                average.inPlace(lenet.parameters(), lenet::norms);
            }
            averages.addAll(average.state().values());
            assertThat(averages).hasSize(10);
            assertThat(averages.get(0).getManager().getManagedArrays()).hasSize(10);
            assertThat(lenet.manager().getManagedArrays()).hasSize(arrays);
        }
        assertThat(averages).allMatch(NDArray::isReleased);
    }

    private static TorchOptimizer sgd() {
        return Goldens.sgd(GOLDEN.get("learningRate"), GOLDEN.get("momentum"));
    }
}
