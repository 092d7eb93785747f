package dev.trainkit.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.trainkit.config.RunConfig;
import dev.trainkit.data.SmallMnist;
import dev.trainkit.model.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the configuration may ask of a step, on 200 pictures of the real MNIST. */
class StepSettingsTest {

    /** Two hundred pictures to learn from, and as few to be tested on. */
    @TempDir private static Path data;

    /** What a run came to. */
    private record Run(List<StepResult> steps, TrainResult result, Weights weights) {}

    @BeforeAll
    static void writeData() throws IOException {
        SmallMnist.write(data, 200, 200);
    }

    @Test
    void stepsOverTwoBatchesAreStepsOverOneTwiceAsLarge() {
        Run whole = run("train.batch-size=64");
        Run halves = run("train.batch-size=32", "train.accumulate=2");
        assertThat(halves.steps).hasSameSizeAs(whole.steps).hasSize(6);
        for (int i = 0; i < 6; i++) {
            assertThat(halves.steps.get(i).loss() / whole.steps.get(i).loss())
                    .isCloseTo(1, within(1e-5f));
        }
        assertThat(halves.result.epochs().get(1).trainLoss())
                .isCloseTo(whole.result.epochs().get(1).trainLoss(), within(1e-5));
    }

    /** 180 pictures in batches of 50: a step of three, and one of the last 30 alone. */
    @Test
    void theLastStepTakesTheBatchesThatAreLeft() {
        Run run = run("train.batch-size=50", "train.accumulate=3");
        assertThat(run.steps).hasSize(4);
        assertThat(run.steps.get(0).epochPictures()).isEqualTo(150);
        assertThat(run.steps.get(1).epochPictures()).isEqualTo(180);
    }

    @Test
    void clippingChangesNothingWithinItsBoundsAndSomethingOutside() {
        Weights free = run().weights;
        assertThat(run("train.clip-norm=1e6", "train.clip-value=1e6").weights).isEqualTo(free);
        assertThat(run("train.clip-norm=0.01").weights).isNotEqualTo(free);
        assertThat(run("train.clip-value=0.01").weights).isNotEqualTo(free);
    }

    @Test
    void anAverageThatKeepsNothingIsTheWeights() {
        assertThat(run("train.ema=0").weights).isEqualTo(run().weights);
    }

    @Test
    void evaluatesAndKeepsTheAverageAndTrainsTheWeights() {
        Run raw = run("data.validation=0");
        Run averaged = run("data.validation=0", "train.ema=0.9");
        assertThat(averaged.weights).isNotEqualTo(raw.weights);
        assertThat(averaged.steps).isEqualTo(raw.steps);
        assertThat(averaged.result.test()).isNotEqualTo(raw.result.test());
    }

    /**
     * Three steps an epoch, twelve in all: a quarter of them warm up, and the cosine takes nine.
     */
    @Test
    void tellsTheRateOfEachStep() {
        Run run = run("train.epochs=4", "schedule.name=cosine", "schedule.warmup-epochs=1");
        assertThat(run.steps).hasSize(12);
        assertThat(run.steps.subList(0, 4).stream().mapToDouble(StepResult::learningRate).toArray())
                .containsExactly(new double[] {0.05 / 3, 0.1 / 3, 0.05, 0.05}, within(1e-12));
        assertThat(run.steps.get(6).learningRate()).isCloseTo(0.0375, within(1e-12));
        assertThat(run.steps.get(9).learningRate()).isCloseTo(0.0125, within(1e-12));
        assertThat(run.result.epochs().get(3).learningRate())
                .isEqualTo(run.steps.get(11).learningRate());
    }

    /** No loss is lower by 100, so that the rate falls after each epoch but the first. */
    @Test
    void lowersTheRateWhenTheLossNoLongerFalls() {
        Run run =
                run(
                        "train.epochs=3",
                        "schedule.name=reduce-on-plateau",
                        "schedule.patience=0",
                        "schedule.threshold=100",
                        "schedule.threshold-mode=abs");
        assertThat(run.result.epochs())
                .extracting(EpochResult::learningRate)
                .containsExactly(0.05, 0.05, 0.05 * 0.1);
    }

    @Test
    void aLossThatSumsIsReportedPerPicture() {
        Run mean = run("train.epochs=1", "optimizer.learning-rate=1e-9");
        Run sum = run("train.epochs=1", "optimizer.learning-rate=1e-9", "loss.reduction=sum");
        assertThat(sum.steps.get(0).loss()).isCloseTo(64 * mean.steps.get(0).loss(), within(1e-3f));
        assertThat(sum.result.epochs().get(0).trainLoss())
                .isCloseTo(mean.result.epochs().get(0).trainLoss(), within(1e-5));
        assertThat(sum.result.epochs().get(0).validationLoss())
                .isCloseTo(mean.result.epochs().get(0).validationLoss(), within(1e-5));
    }

    private static Run run(String... overrides) {
        String[] settings =
                Stream.concat(
                                Stream.of(
                                        "data.path=" + data, "train.epochs=2", "engine.threads=1"),
                                Stream.of(overrides))
                        .toArray(String[]::new);
        List<StepResult> steps = new ArrayList<>();
        try (TrainerRunner runner = TrainerRunner.open(RunConfig.of(settings))) {
            TrainListener listener =
                    new TrainListener() {
                        @Override
                        public void stepEnded(StepResult step) {
                            steps.add(step);
                        }
                    };
            TrainResult result = runner.listen(listener).fit();
            return new Run(steps, result, Weights.of(runner.block()));
        }
    }
}
