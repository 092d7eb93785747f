package dev.trainkit.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainkit.Slow;
import dev.trainkit.TrainkitException;
import dev.trainkit.config.ResolvedConfig;
import dev.trainkit.config.RunConfig;
import dev.trainkit.data.ReadingProgress;
import dev.trainkit.data.SmallMnist;
import dev.trainkit.model.Weights;
import dev.trainkit.store.Checkpoints.Checkpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs of 3 epochs of 3 steps on real MNIST, interrupted and resumed. */
@Slow
class ResumeTest {

    private static final List<String> SHORT =
            List.of("data.limit=200", "train.epochs=3", "schedule.name=cosine");

    @TempDir private static Path data;

    @BeforeAll
    static void writeData() throws IOException {
        SmallMnist.write(data, 300, 50);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "optimizer.name=sgd",
                "optimizer.name=adam train.clip-norm=0.1",
                "optimizer.name=rmsprop schedule.name=one-cycle",
                "optimizer.name=nadam train.ema=0.8",
                "train.batch-size=32 train.accumulate=2 train.ema=0.9",
                "schedule.name=reduce-on-plateau schedule.patience=0 schedule.threshold=0.5",
                "model.name=cnn model.filters=[2,4] model.layers=[8] model.dropout=0.3 train.ema=0.8",
                "data.augment.rotate=15 data.augment.elastic=20 data.augment.noise=0.05 data.augment.erase=0.5",
                "data.augment.crop=2 data.augment.mixup=0.4 data.augment.cutmix=1 train.batch-size=32 train.accumulate=2",
                "data.sampling=balanced loss.class-weights=balanced loss.label-smoothing=0.1",
                "model.freeze=[conv*] model.freeze-epochs=1 optimizer.rate-factors=[fc3=0.5]",
                "model.name=cnn model.filters=[2,4] model.layers=[8] model.freeze=[conv1,bn1] model.freeze-epochs=2 train.ema=0.8 optimizer.weight-decay=0.1 optimizer.name=adam"
            })
    void endsInTheSameBytesWhereverItIsInterrupted(String settings) {
        String[] setting = settings.split(" ");
        Outcome whole = run(open(setting));
        assertThat(whole.result().stopped()).isFalse();
        for (int step = 1; step < 9; step++) {
            Outcome resumed = run(TrainerRunner.resume(interruptAfter(step, setting), List.of()));
            assertThat(resumed.weights()).isEqualTo(whole.weights());
            assertThat(resumed.losses()).isEqualTo(whole.losses().subList(step, 9));
            assertThat(figures(resumed)).isEqualTo(figures(whole));
        }
    }

    @Test
    void endsInTheSameBytesAfterManyInterruptions() {
        Outcome whole = run(open());
        Checkpoint checkpoint = interruptAfter(1);
        for (int step = 2; step < 9; step++) {
            checkpoint = interrupt(TrainerRunner.resume(checkpoint, List.of()), step);
        }
        Outcome resumed = run(TrainerRunner.resume(checkpoint, List.of()));
        assertThat(resumed.weights()).isEqualTo(whole.weights());
        assertThat(figures(resumed)).isEqualTo(figures(whole));
    }

    @Test
    void goesOnFromACheckpointInTheMiddleOfARun() {
        List<Checkpoint> checkpoints = new ArrayList<>();
        try (TrainerRunner runner = open()) {
            runner.listen(steps(step -> checkpoints.add(runner.checkpoint()))).fit();
            Weights whole = Weights.of(runner.block());
            for (Checkpoint checkpoint : checkpoints) {
                assertThat(run(TrainerRunner.resume(checkpoint, List.of())).weights())
                        .isEqualTo(whole);
            }
        }
    }

    @Test
    void trainsOnWithMoreEpochs() {
        try (TrainerRunner runner =
                TrainerRunner.resume(interruptAfter(4), List.of("train.epochs=5"))) {
            assertThat(runner.fit().epochs()).hasSize(5);
        }
    }

    @Test
    void keepsWhereItsSettingsComeFrom() {
        ResolvedConfig config =
                RunConfig.resolve(
                        null, List.of("data.limit=200", "data.path=" + data, "train.seed=7"));
        Checkpoint checkpoint = interrupt(TrainerRunner.open(config, ReadingProgress.NONE), 1);

        try (TrainerRunner runner = TrainerRunner.resume(checkpoint, List.of("train.epochs=12"))) {
            assertThat(runner.resolvedConfig().origins())
                    .containsEntry("train.seed", "--set train.seed=7")
                    .containsEntry("train.epochs", "--set train.epochs=12")
                    .containsEntry("train.batch-size", "default");
        }
    }

    @Test
    void endsAtOnceWhereAllItsEpochsAreDone() {
        Checkpoint checkpoint = interruptAfter(4);
        try (TrainerRunner runner = TrainerRunner.resume(checkpoint, List.of("train.epochs=1"))) {
            TrainResult result = runner.fit();
            assertThat(result.epochs()).hasSize(1);
            assertThat(result.test()).isPresent();
        }
    }

    @Test
    void refusesWhatWouldNotBeExactWithEveryDifference() {
        Checkpoint checkpoint = interruptAfter(4);
        assertThatThrownBy(
                        () ->
                                TrainerRunner.resume(
                                        checkpoint,
                                        List.of(
                                                "train.batch-size=32",
                                                "data.limit=300",
                                                "train.log-steps=true")))
                .isInstanceOf(TrainkitException.class)
                .hasMessageStartingWith(
                        "The run cannot go on exactly as it began: data.limit was 200, and is 300"
                                + " now; train.batch-size was 64, and is 32 now; the training"
                                + " pictures' digest was ")
                .hasMessageEndingWith(
                        "Resume without these changes, or start a new run from its weights with"
                                + " --set model.weights.");
    }

    @Test
    void refusesFewerEpochsThanAreDone() {
        List<Checkpoint> checkpoints = new ArrayList<>();
        try (TrainerRunner runner = open()) {
            runner.listen(steps(step -> checkpoints.add(runner.checkpoint()))).fit();
        }
        assertThatThrownBy(
                        () -> TrainerRunner.resume(checkpoints.get(7), List.of("train.epochs=1")))
                .hasMessageContaining("train.epochs is 1, but 2 epochs are done");
    }

    @Test
    void goesBackWithHalfTheRateWhereTheLossIsNoNumber() {
        List<Checkpoint> checkpoints = new ArrayList<>();
        List<Integer> rolledBack = new ArrayList<>();
        try (TrainerRunner runner =
                open("train.on-nan=rollback", "optimizer.learning-rate=3e4", "train.epochs=1")) {
            checkpoints.add(runner.checkpoint());
            TrainResult result =
                    runner.rollBackTo(() -> checkpoints.stream().findFirst())
                            .listen(
                                    new TrainListener() {
                                        @Override
                                        public void rolledBack(int step, List<EpochResult> epochs) {
                                            rolledBack.add(step);
                                        }
                                    })
                            .fit();
            double rate = 3e4 * Math.pow(0.5, rolledBack.size());
            assertThat(rolledBack).isNotEmpty().containsOnly(0);
            assertThat(result.epochs().get(0).trainLoss()).isFinite();
            assertThat(result.epochs().get(0).learningRate()).isLessThanOrEqualTo(rate);
        }
    }

    @Test
    void endsInTheMiddleOfAnEpochWhereItsBudgetIsSpent() {
        Checkpoint checkpoint = interruptAfter(2);
        try (TrainerRunner runner =
                TrainerRunner.resume(checkpoint, List.of("budget.max-steps=2"))) {
            TrainResult result = runner.fit();
            assertThat(result.epochs()).singleElement().extracting(EpochResult::step).isEqualTo(2);
            assertThat(result.endedEarly())
                    .contains("its limit of steps or time was reached, after step 2");
            assertThat(result.test()).isPresent();
        }
    }

    @Test
    void stopsWhereThereIsNothingToGoBackTo() {
        try (TrainerRunner runner = open("train.on-nan=rollback", "optimizer.learning-rate=1e30")) {
            assertThatThrownBy(runner::fit)
                    .isInstanceOf(TrainkitException.class)
                    .hasMessageEndingWith(" There is no checkpoint to go back to.");
        }
    }

    private record Outcome(TrainResult result, Weights weights, List<Float> losses) {}

    private static Outcome run(TrainerRunner opened) {
        try (TrainerRunner runner = opened) {
            List<Float> losses = new ArrayList<>();
            TrainResult result = runner.listen(steps(step -> losses.add(step.loss()))).fit();
            return new Outcome(result, Weights.of(runner.block()), losses);
        }
    }

    /** All but the times. */
    private static List<List<Object>> figures(Outcome outcome) {
        return outcome.result().epochs().stream()
                .map(
                        epoch ->
                                List.<Object>of(
                                        epoch.step(),
                                        epoch.trainLoss(),
                                        epoch.trainAccuracy(),
                                        epoch.validationLoss(),
                                        epoch.validationAccuracy(),
                                        epoch.learningRate()))
                .toList();
    }

    private static Checkpoint interruptAfter(int step, String... overrides) {
        return interrupt(open(overrides), step);
    }

    private static Checkpoint interrupt(TrainerRunner opened, int at) {
        try (TrainerRunner runner = opened) {
            TrainResult result =
                    runner.listen(
                                    steps(
                                            step -> {
                                                if (step.step() == at) {
                                                    runner.stop();
                                                }
                                            }))
                            .fit();
            assertThat(result.stopped()).isTrue();
            assertThat(result.test()).isEmpty();
            return runner.checkpoint();
        }
    }

    private static TrainListener steps(Consumer<StepResult> heard) {
        return new TrainListener() {
            @Override
            public void stepEnded(StepResult step) {
                heard.accept(step);
            }
        };
    }

    private static TrainerRunner open(String... overrides) {
        List<String> all = new ArrayList<>(SHORT);
        all.add("data.path=" + data);
        all.addAll(List.of(overrides));
        return TrainerRunner.open(RunConfig.of(all.toArray(String[]::new)));
    }
}
