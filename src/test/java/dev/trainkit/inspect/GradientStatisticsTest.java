package dev.trainkit.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.trainkit.Slow;
import dev.trainkit.config.RunConfig;
import dev.trainkit.engine.Autograd;
import dev.trainkit.model.StateDict;
import dev.trainkit.train.StepResult;
import dev.trainkit.train.TrainListener;
import dev.trainkit.train.TrainerRunner;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One or two steps on real MNIST, after which the run is stopped. */
@Slow
class GradientStatisticsTest {

    private final List<LayerStatistics> statistics = new ArrayList<>();

    /** One step of plain SGD adds -rate times the gradient. */
    @Test
    void relatesTheUpdateToTheWeightAsTheOptimizerDoes() {
        try (TrainerRunner runner = open()) {
            watch(runner, 2);
            assertThat(statistics).hasSize(10);
            assertThat(statistics.subList(5, 10))
                    .extracting(LayerStatistics::layer)
                    .containsExactly("conv1", "conv2", "fc1", "fc2", "fc3");
            for (LayerStatistics layer : statistics) {
                assertThat(layer.gradientNorm()).isPositive();
                assertThat(layer.updateRatio())
                        .isCloseTo(
                                0.1 * layer.gradientNorm() / layer.weightNorm(),
                                within(1e-4 * layer.updateRatio()));
            }
        }
    }

    /** Two of six filters get a bias so low that no picture lifts them above 0. */
    @Test
    void countsTheFiltersThatNoPictureWakes() {
        try (TrainerRunner runner = open()) {
            NDArray bias = parameter(runner, "conv1.bias");
            Autograd.withoutGradients(
                    () -> {
                        try (NDManager scratch = bias.getManager().newSubManager()) {
                            bias.addi(scratch.create(new float[] {-99, 0, 0, -99, 0, 0}));
                        }
                    });
            watch(runner, 1);
            assertThat(statistics.get(0).deadRelus()).isEqualTo(2.0 / 6);
            assertThat(statistics.get(1).deadRelus()).isZero();
            assertThat(statistics.get(4).deadRelus()).isNull(); // no ReLU follows fc3
        }
    }

    /** 115 pictures at once, and as 64 and 51 of which the first are freed before the step. */
    @Test
    void measuresAStepOfSeveralBatchesAsOneAsLarge() {
        try (TrainerRunner whole = open("train.batch-size=128")) {
            watch(whole, 1);
        }
        try (TrainerRunner parts = open("train.batch-size=64", "train.accumulate=2")) {
            watch(parts, 1);
        }
        assertThat(statistics).hasSize(10);
        for (int i = 0; i < 5; i++) {
            double norm = statistics.get(i).gradientNorm();
            assertThat(statistics.get(5 + i).gradientNorm()).isCloseTo(norm, within(1e-5 * norm));
        }
    }

    @Test
    void hasNoRatioForWeightsOfZero() {
        try (TrainerRunner runner = open()) {
            for (String name : List.of("fc3.weight", "fc3.bias")) {
                NDArray array = parameter(runner, name);
                Autograd.withoutGradients(() -> array.muli(0));
            }
            watch(runner, 1);
            assertThat(statistics.get(4).weightNorm()).isZero();
            assertThat(statistics.get(4).updateRatio()).isNull();
        }
    }

    private void watch(TrainerRunner runner, int steps) {
        Watch watch = Watch.over(runner);
        TrainListener end =
                new TrainListener() {
                    @Override
                    public void stepEnded(StepResult step) {
                        statistics.addAll(watch.layers().orElseThrow());
                        if (step.step() == steps) {
                            runner.stop();
                        }
                    }
                };
        runner.listen(end).fit();
    }

    private static NDArray parameter(TrainerRunner runner, String name) {
        return StateDict.of(runner.block()).get(name).getArray();
    }

    private static TrainerRunner open(String... overrides) {
        List<String> settings =
                new ArrayList<>(
                        List.of(
                                "data.limit=128",
                                "train.watch=[gradients]",
                                "optimizer.learning-rate=0.1",
                                "optimizer.momentum=0",
                                "optimizer.weight-decay=0",
                                "schedule.name=constant"));
        settings.addAll(List.of(overrides));
        return TrainerRunner.open(RunConfig.of(settings.toArray(String[]::new)));
    }
}
