package dev.trainkit.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainkit.TrainkitException;
import dev.trainkit.config.RunConfig;
import dev.trainkit.data.SmallMnist;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When runs end, first of figures made by hand, then of real short runs. */
class EndingTest {

    @TempDir private static Path data;

    @BeforeAll
    static void writeData() throws IOException {
        SmallMnist.write(data, 300, 50);
    }

    @Test
    void waitsAsLongAsItsPatienceForABetterEpoch() {
        assertThat(endsAfter("early-stopping.patience=2", 0.5, 0.6, 0.5, 0.6)).isEqualTo(4);
        assertThat(endsAfter("early-stopping.patience=2", 0.5, 0.4, 0.6, 0.5, 0.4)).isEqualTo(5);
        assertThat(endsAfter("early-stopping.patience=3", 0.5, 0.4, 0.4, 0.6)).isZero();
    }

    /** 0.5, 0.55 and 0.6 rise by less than 0.08 each, but 0.6 is better than the best by 0.1. */
    @Test
    void comparesWithTheBestAndNotWithTheEpochBefore() {
        assertThat(
                        endsAfter(
                                List.of(
                                        "early-stopping.patience=2",
                                        "early-stopping.min-delta=0.08"),
                                0.5,
                                0.55,
                                0.6,
                                0.61,
                                0.62))
                .isEqualTo(5);
    }

    @Test
    void knowsThatLessLossIsBetter() {
        assertThat(
                        endsAfter(
                                List.of(
                                        "early-stopping.patience=1",
                                        "checkpoint.monitor=train-loss"),
                                0.5,
                                0.4,
                                0.45))
                .isEqualTo(3);
    }

    /** An accuracy of four pictures in five, twice: the second time with the lower loss. */
    @Test
    void keepsOfEquallyAccurateEpochsTheOneWithTheLowerLoss() {
        Monitor monitor = new Monitor(RunConfig.of().checkpoint());
        EpochResult first = accurate(1, 0.8, 0.5);
        assertThat(monitor.isBetter(accurate(2, 0.8, 0.4), first)).isTrue();
        assertThat(monitor.isBetter(accurate(2, 0.8, 0.5), first)).isFalse();
        assertThat(monitor.isBetter(accurate(2, 0.8, 0.6), first)).isFalse();
        assertThat(monitor.isBetter(accurate(2, 0.9, 0.6), first)).isTrue();
        assertThat(monitor.isBetter(accurate(2, 0.7, 0.1), first)).isFalse();
        assertThat(monitor.isBetter(first, accurate(2, 0.8, Double.NaN))).isTrue();
    }

    /** A loss that goes on falling a little does not keep a run alive. */
    @Test
    void patienceIsForTheFigureAlone() {
        RunConfig config = RunConfig.of("early-stopping.patience=2", "train.epochs=9");
        RunProgress progress = new RunProgress();
        for (int i = 1; i <= 3; i++) {
            progress.endEpoch(accurate(i, 0.8, 1.0 / i));
        }
        assertThat(new Ending(config, new Monitor(config.checkpoint())).early(progress))
                .contains(
                        "no epoch had a better validation accuracy in the last 2, which is"
                                + " early-stopping.patience");
    }

    @Test
    void keepsAnEpochThatIsNamedWhateverTheFiguresAre() {
        RunConfig config = RunConfig.of("data.limit=200", "train.epochs=3", "data.path=" + data);
        try (TrainerRunner runner = TrainerRunner.open(config)) {
            assertThat(runner.keepEpoch(2).fit().best().orElseThrow().epoch()).isEqualTo(2);
        }
    }

    private static EpochResult accurate(int number, double accuracy, double loss) {
        return new EpochResult(number, number, 1, 0, loss, accuracy, 0.1, 1, 1, null, 31);
    }

    @Test
    void endsAtItsTarget() {
        assertThat(endsAfter("budget.target=0.9", 0.5, 0.89, 0.9, 0.95)).isEqualTo(3);
    }

    @Test
    void endsAfterItsSteps() {
        TrainResult result = run("budget.max-steps=4");
        assertThat(result.epochs()).extracting(EpochResult::step).containsExactly(3, 4);
        assertThat(result.endedEarly())
                .contains("its limit of steps or time was reached, after step 4");
    }

    @Test
    void skipsBatchesWhoseLossIsNoNumberButNotAWholeEpochOfThem() {
        assertThatThrownBy(() -> run("train.on-nan=skip-batch", "optimizer.learning-rate=1e30"))
                .isInstanceOf(TrainkitException.class)
                .hasMessageStartingWith("The loss became NaN in step 2: ")
                .hasMessageEndingWith(" No batch of the epoch had a loss that is a number.");
    }

    private static int endsAfter(String setting, double... figures) {
        return endsAfter(List.of(setting), figures);
    }

    /** The epoch after which a run of such figures is over; 0 where it is not. */
    private static int endsAfter(List<String> settings, double... figures) {
        List<String> all = new ArrayList<>(settings);
        all.add("train.epochs=100");
        RunConfig config = RunConfig.of(all.toArray(String[]::new));
        Ending ending = new Ending(config, new Monitor(config.checkpoint()));
        RunProgress progress = new RunProgress();
        for (double figure : figures) {
            progress.endEpoch(epoch(progress.epoch(), figure));
            if (ending.isOver(progress)) {
                return progress.epochs().size();
            }
        }
        return 0;
    }

    private static EpochResult epoch(int number, double figure) {
        return new EpochResult(number, number, figure, 0, figure, figure, 0.1, 1, 1, null, 31);
    }

    private static TrainResult run(String... overrides) {
        List<String> all = new ArrayList<>(List.of("data.limit=200", "train.epochs=3"));
        all.add("data.path=" + data);
        all.addAll(List.of(overrides));
        try (TrainerRunner runner = TrainerRunner.open(RunConfig.of(all.toArray(String[]::new)))) {
            return runner.fit();
        }
    }
}
