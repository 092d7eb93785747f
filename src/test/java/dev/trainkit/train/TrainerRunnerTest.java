package dev.trainkit.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.nn.Block;
import dev.trainkit.TrainkitException;
import dev.trainkit.config.RunConfig;
import dev.trainkit.data.DataParts;
import dev.trainkit.data.Datasets;
import dev.trainkit.data.SmallMnist;
import dev.trainkit.engine.Engines;
import dev.trainkit.engine.NativeMemory;
import dev.trainkit.eval.Evaluation;
import dev.trainkit.model.StateDict;
import dev.trainkit.model.Weights;
import dev.trainkit.optim.Losses;
import dev.trainkit.store.ModelDirectory;
import dev.trainkit.store.TrainedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Short runs on real MNIST. */
class TrainerRunnerTest {

    /** 180 pictures in batches of 64, 64 and 52 once a tenth of them is kept for validation. */
    private static final List<String> SHORT = List.of("data.limit=200", "train.epochs=2");

    @TempDir private static Path data;

    @BeforeAll
    static void writeData() throws IOException {
        SmallMnist.write(data, 300, 50);
    }

    @Test
    void givesTheSameWeightsForTheSameSeed() {
        assertThat(weights("train.seed=1")).isEqualTo(weights("train.seed=1"));
        assertThat(weights("train.seed=1")).isNotEqualTo(weights("train.seed=2"));
    }

    /** By weights that hardly change, the same pictures have the same loss. */
    @Test
    void changesOnlyThePicturesThatItTrainsOn() {
        String[] still = {"optimizer.learning-rate=1e-30", "train.epochs=1"};
        String[] augmented = {still[0], still[1], "data.augment.rotate=45"};
        try (TrainerRunner plain = open(still);
                TrainerRunner changing = open(augmented)) {
            TrainResult expected = plain.fit();
            TrainResult result = changing.fit();
            EpochResult epoch = result.epochs().get(0);
            EpochResult expectedEpoch = expected.epochs().get(0);
            assertThat(epoch.trainLoss()).isNotEqualTo(expectedEpoch.trainLoss());
            assertThat(epoch.validationLoss()).isEqualTo(expectedEpoch.validationLoss());
            assertThat(result.test()).isEqualTo(expected.test());
        }
    }

    @Test
    void tellsListenersWhatHappensInOrder() {
        List<String> events = new ArrayList<>();
        TrainListener listener =
                new TrainListener() {
                    @Override
                    public void runStarted(RunPlan plan) {
                        events.add("start " + plan.trainPictures() + "/" + plan.stepsPerEpoch());
                    }

                    @Override
                    public void stepEnded(StepResult step) {
                        events.add("step " + step.step() + " is " + step.stepOfEpoch());
                    }

                    @Override
                    public void epochEnded(EpochResult epoch) {
                        events.add("epoch " + epoch.epoch() + " after " + epoch.step());
                    }

                    @Override
                    public void runEnded(TrainResult result) {
                        events.add("end " + result.epochs().size());
                    }
                };
        try (TrainerRunner runner = open()) {
            runner.listen(listener).fit();
        }
        assertThat(events)
                .containsExactly(
                        "start 180/3",
                        "step 1 is 1",
                        "step 2 is 2",
                        "step 3 is 3",
                        "epoch 1 after 3",
                        "step 4 is 1",
                        "step 5 is 2",
                        "step 6 is 3",
                        "epoch 2 after 6",
                        "end 2");
    }

    @Test
    void weighsEachBatchOfAnEpochByItsPictures() {
        List<StepResult> steps = new ArrayList<>();
        try (TrainerRunner runner = open("train.epochs=1")) {
            EpochResult epoch = runner.listen(steps(steps::add)).fit().epochs().get(0);

            double sum =
                    64 * steps.get(0).loss() + 64 * steps.get(1).loss() + 52 * steps.get(2).loss();
            assertThat(epoch.trainLoss()).isCloseTo(sum / 180, within(1e-6));
            assertThat(steps.get(2).epochPictures()).isEqualTo(180);
        }
    }

    @Test
    void keepsFileOrderWhereToldNotToShuffle() {
        List<StepResult> steps = new ArrayList<>();
        try (TrainerRunner runner =
                open("data.shuffle=false", "data.validation=0", "data.limit=128")) {
            double first = loss(runner.block(), 64);

            runner.listen(steps(steps::add)).fit();

            assertThat(steps.get(0).loss()).isCloseTo((float) first, within(1e-5f));
        }
    }

    /** The mean loss over the first pictures of MNIST's training file. */
    private static double loss(Block block, int pictures) {
        RunConfig config = RunConfig.of("data.validation=0", "data.limit=" + pictures);
        DataParts data = Datasets.open(config.data(), 0);
        return Evaluation.of(
                        block,
                        data.train(),
                        data.preprocessing(),
                        Losses.create("cross-entropy"),
                        Engines.open())
                .loss();
    }

    @Test
    void keepsTheEpochOfTheHighestValidationAccuracy() {
        try (TrainerRunner runner = open("train.epochs=4", "optimizer.learning-rate=0.3")) {
            TrainResult result = runner.fit();

            double highest =
                    result.epochs().stream()
                            .mapToDouble(EpochResult::validationAccuracy)
                            .max()
                            .orElseThrow();
            EpochResult best = result.best().orElseThrow();
            assertThat(best.validationAccuracy()).isEqualTo(highest);
            DataParts data = Datasets.open(RunConfig.of("data.limit=200").data(), 42);
            assertThat(
                            Evaluation.of(
                                            runner.block(),
                                            data.validation(),
                                            data.preprocessing(),
                                            Losses.create("cross-entropy"),
                                            Engines.open())
                                    .loss())
                    .isEqualTo(best.validationLoss());
        }
    }

    @Test
    void keepsTheLastEpochWithoutValidation() {
        try (TrainerRunner runner = open("data.validation=0")) {
            List<Weights> weights = new ArrayList<>();
            TrainResult result =
                    runner.listen(epochs(epoch -> weights.add(Weights.of(runner.block())))).fit();

            assertThat(result.best().orElseThrow().epoch()).isEqualTo(2);
            assertThat(result.epochs()).allMatch(epoch -> epoch.validationLoss() == null);
            assertThat(result.epochs()).allMatch(epoch -> epoch.validationAccuracy() == null);
            assertThat(Weights.of(runner.block()))
                    .isEqualTo(weights.get(1))
                    .isNotEqualTo(weights.get(0));
        }
    }

    @Test
    void keepsTheLastEpochWhereTheBestIsNotWanted() {
        try (TrainerRunner runner =
                open(
                        "train.epochs=4",
                        "optimizer.learning-rate=0.3",
                        "early-stopping.restore-best=false")) {
            List<Weights> weights = new ArrayList<>();
            TrainResult result =
                    runner.listen(epochs(epoch -> weights.add(Weights.of(runner.block())))).fit();

            assertThat(result.best().orElseThrow().epoch()).isEqualTo(4);
            assertThat(Weights.of(runner.block())).isEqualTo(weights.get(3));
        }
    }

    @Test
    void stopsAfterTheStepItIsIn() {
        try (TrainerRunner runner = open()) {
            TrainResult result = runner.listen(steps(step -> runner.stop())).fit();

            assertThat(result.stopped()).isTrue();
            assertThat(result.epochs()).isEmpty();
            assertThat(result.best()).isEmpty();
            assertThat(result.test()).isEmpty();
        }
    }

    @Test
    void keepsTheCompletedEpochsWhenStopped() {
        try (TrainerRunner runner = open()) {
            TrainResult result = runner.listen(steps(step -> stopInEpoch(2, step, runner))).fit();

            assertThat(result.stopped()).isTrue();
            assertThat(result.epochs()).hasSize(1);
            assertThat(result.best().orElseThrow().epoch()).isEqualTo(1);
            assertThat(result.test()).isEmpty();
        }
    }

    private static void stopInEpoch(int epoch, StepResult step, TrainerRunner runner) {
        if (step.epoch() == epoch) {
            runner.stop();
        }
    }

    @Test
    void saysSoWhenTheLossIsNoLongerANumber() {
        try (TrainerRunner runner = open("optimizer.learning-rate=1e30")) {
            assertThatThrownBy(runner::fit)
                    .isInstanceOf(TrainkitException.class)
                    .hasMessage(
                            "The loss became NaN in step 2: the weights have run away. Lower"
                                    + " optimizer.learning-rate (it is 1.0E30), or raise"
                                    + " schedule.warmup-epochs (it is 0.0).");
        }
    }

    @Test
    void startsFromTheWeightsOfAModelDirectory(@TempDir Path folder) {
        Path path = folder.resolve("model");
        ModelDirectory directory = ModelDirectory.create(path, false);
        try (TrainerRunner runner = open()) {
            runner.save(runner.fit(), directory);
        }
        TrainedModel saved = ModelDirectory.load(path);

        for (Path weights : List.of(path, path.resolve("weights.safetensors"))) {
            try (TrainerRunner runner = open("model.weights=" + weights)) {
                assertThat(Weights.of(runner.block())).isEqualTo(saved.weights());
            }
        }
        Path file = path.resolve("weights.safetensors");
        assertThatThrownBy(() -> open("model.weights=" + file, "model.name=mlp"))
                .isInstanceOf(TrainkitException.class)
                .hasMessageStartingWith("The weights in " + file + " do not fit the network: ")
                .hasMessageContaining("fc1.weight is (120, 576), not (128, 1024)")
                .hasMessageContaining("conv1.weight is not in the network")
                .hasMessageEndingWith(
                        "Take weights of the same model, or set model.name to theirs.");
    }

    @Test
    void holdsAsManyNativeArraysAfterEveryEpoch() {
        try (TrainerRunner runner =
                open("train.epochs=4", "train.ema=0.9", "optimizer.name=adam")) {
            TrainResult result = runner.fit();
            assertThat(result.epochs()).extracting(EpochResult::liveArrays).hasSize(4);
            assertThat(Set.copyOf(result.epochs().stream().map(EpochResult::liveArrays).toList()))
                    .hasSize(1);
        }
    }

    @Test
    void guardsAgainstListenersThatKeepArrays() {
        try (TrainerRunner runner = open("train.memory-guard=true")) {
            runner.listen(
                    epochs(
                            epoch ->
                                    StateDict.of(runner.block())
                                            .get("conv1.bias")
                                            .getArray()
                                            .duplicate()));
            assertThatThrownBy(runner::fit)
                    .isInstanceOf(TrainkitException.class)
                    .hasMessageMatching(
                            "Native memory grows: \\d+ arrays were live after epoch 1, and \\d+ are"
                                    + " after epoch 2\\. A listener that keeps arrays must close them;"
                                    + " without train\\.memory-guard the run would go on\\.");
        }
    }

    /** What the second step makes, and stays, is not taken for what grows. */
    @Test
    void guardsNoRunAgainstItsSecondStep() {
        try (TrainerRunner runner =
                open("train.memory-guard=true", "data.limit=64", "train.batch-size=64")) {
            assertThat(runner.fit().epochs()).extracting(EpochResult::step).containsExactly(1, 2);
        }
    }

    /** Nor the momentum of a parameter that is trained later. */
    @Test
    void guardsNoRunAgainstTheEndOfFreezing() {
        try (TrainerRunner runner =
                open(
                        "train.memory-guard=true",
                        "train.epochs=4",
                        "model.freeze=[conv1*]",
                        "model.freeze-epochs=2")) {
            assertThat(runner.fit().epochs()).hasSize(4);
        }
    }

    @Test
    void freesEveryArrayHoweverItEnds() {
        int before = liveArrays();
        weights();
        assertThat(liveArrays()).isEqualTo(before);
        try (TrainerRunner runner = open("optimizer.learning-rate=1e30")) {
            assertThatThrownBy(runner::fit).hasMessageContaining("The loss became NaN");
        }
        assertThat(liveArrays()).isEqualTo(before);
        try (TrainerRunner runner = open()) {
            runner.listen(steps(step -> runner.stop())).fit();
        }
        assertThat(liveArrays()).isEqualTo(before);
        try (TrainerRunner runner = open()) {
            runner.listen(
                    steps(
                            step -> {
                                throw new IllegalStateException("the disk is full");
                            }));
            assertThatThrownBy(runner::fit).hasMessage("the disk is full");
        }
        assertThat(liveArrays()).isEqualTo(before);
        assertThatThrownBy(() -> open("model.weights=nowhere.safetensors"))
                .isInstanceOf(TrainkitException.class);
        assertThat(liveArrays()).isEqualTo(before);
    }

    private static int liveArrays() {
        return NativeMemory.liveArrays(Engines.open().engine());
    }

    /** DJL allows one gradient collector in a process: one that is left open ends all training. */
    @Test
    void leavesNoCollectorOpenWhenAListenerFails() {
        try (TrainerRunner runner = open()) {
            runner.listen(
                    steps(
                            step -> {
                                throw new IllegalStateException("the disk is full");
                            }));
            assertThatThrownBy(runner::fit).hasMessage("the disk is full");
        }
        assertThat(weights("train.epochs=1").tensors()).hasSize(10);
    }

    private static Weights weights(String... overrides) {
        try (TrainerRunner runner = open(overrides)) {
            runner.fit();
            return Weights.of(runner.block());
        }
    }

    private static TrainerRunner open(String... overrides) {
        List<String> all = new ArrayList<>(SHORT);
        all.add("data.path=" + data);
        all.addAll(List.of(overrides));
        return TrainerRunner.open(RunConfig.of(all.toArray(String[]::new)));
    }

    private static TrainListener steps(Consumer<StepResult> heard) {
        return new TrainListener() {
            @Override
            public void stepEnded(StepResult step) {
                heard.accept(step);
            }
        };
    }

    private static TrainListener epochs(Consumer<EpochResult> heard) {
        return new TrainListener() {
            @Override
            public void epochEnded(EpochResult epoch) {
                heard.accept(epoch);
            }
        };
    }
}
