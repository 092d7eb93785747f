package dev.trainkit.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainkit.config.RunConfig;
import dev.trainkit.engine.Backend;
import dev.trainkit.engine.Engines;
import dev.trainkit.train.EpochResult;
import dev.trainkit.train.RunPlan;
import dev.trainkit.train.StepResult;
import dev.trainkit.train.TrainListener.Part;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsoleProgressTest {

    private static final Backend BACKEND = Engines.open();
    private static final RunPlan PLAN =
            new RunPlan(
                    RunConfig.of("train.epochs=2"),
                    BACKEND,
                    54_000,
                    6_000,
                    10_000,
                    844,
                    0,
                    List.of());
    private static final String START =
            "Training lenet on mnist: 54,000 pictures, 844 steps an epoch, " + BACKEND + "\n";

    private final StringWriter out = new StringWriter();
    private long now;

    @Test
    void printsALineForEachEpochWhereThereIsNoTerminal() {
        try (Console console = console(0)) {
            ConsoleProgress progress = progress(console);
            progress.runStarted(PLAN);
            progress.stepEnded(step(1, 422));
            progress.epochEnded(epoch(0.125, 0.9625));
        }
        assertThat(out.toString())
                .isEqualTo(
                        START
                                + "epoch 1/2  loss 0.2500  accuracy 92.50 %  validation loss 0.1250"
                                + "  accuracy 96.25 %  12.5 s  4320 images/s\n");
    }

    @Test
    void leavesOutTheValidationThatThereIsNot() {
        try (Console console = console(0)) {
            ConsoleProgress progress = progress(console);
            progress.runStarted(PLAN);
            progress.epochEnded(epoch(null, null));
        }
        assertThat(out.toString())
                .isEqualTo(
                        START
                                + "epoch 1/2  loss 0.2500  accuracy 92.50 %  12.5 s  4320 images/s\n");
    }

    @Test
    void redrawsTheRunningEpochInPlaceAndAtMostTenTimesASecond() {
        try (Console console = console(120)) {
            ConsoleProgress progress = progress(console);
            progress.runStarted(PLAN);
            out.getBuffer().setLength(0);
            after(4, TimeUnit.SECONDS);
            progress.stepEnded(step(1, 211));
            after(99, TimeUnit.MILLISECONDS);
            progress.stepEnded(step(1, 212));
            after(3_901, TimeUnit.MILLISECONDS);
            progress.stepEnded(step(1, 422));
        }
        String first =
                "epoch 1/2  [#######.......................]  loss 0.5000  accuracy 75.00 %"
                        + "  0:28 left  3376 images/s";
        String second =
                "epoch 1/2  [###############...............]  loss 0.5000  accuracy 75.00 %"
                        + "  0:24 left  3376 images/s";
        assertThat(out.toString())
                .isEqualTo(
                        "\r" + first + "\r" + second + "\r" + " ".repeat(second.length()) + "\r");
    }

    @Test
    void coversTheLineWithTheEpochs() {
        try (Console console = console(40)) {
            ConsoleProgress progress = progress(console);
            progress.runStarted(PLAN);
            after(1, TimeUnit.SECONDS);
            progress.stepEnded(step(1, 422));
            progress.epochEnded(epoch(null, null));
        }
        String line = "epoch 1/2  [######.......]  loss 0.5000";
        assertThat(out.toString())
                .contains("\r" + line + "\r" + " ".repeat(line.length()) + "\repoch 1/2  loss")
                .endsWith("epoch 1/2  loss 0.2500  92.50 %  12.5 s\n");
    }

    @Test
    void countsTheRateFromTheStartOfEachEpoch() {
        try (Console console = console(120)) {
            ConsoleProgress progress = progress(console);
            progress.runStarted(PLAN);
            after(60, TimeUnit.SECONDS);
            progress.epochEnded(epoch(null, null));
            after(1, TimeUnit.SECONDS);
            progress.stepEnded(step(2, 10));
        }
        assertThat(out.toString()).contains("640 images/s");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "111|epoch 1/2  loss 0.2500  accuracy 92.50 %  validation loss 0.1250  accuracy 96.25 %  12.5 s  4320 images/s",
                "80|epoch 1/2  loss 0.2500  accuracy 92.50 %  validation 0.1250  96.25 %  12.5 s",
                "76|epoch 1/2  loss 0.2500  accuracy 92.50 %  validation 0.1250  96.25 %",
                "40|epoch 1/2  loss 0.2500  92.50 %%n  validation 0.1250  96.25 %  12.5 s"
            })
    void leavesOutOfAnEpochWhatTheTerminalHasNoRoomFor(int columns, String lines) {
        try (Console console = console(columns)) {
            ConsoleProgress progress = progress(console);
            progress.runStarted(PLAN);
            out.getBuffer().setLength(0);
            progress.epochEnded(epoch(0.125, 0.9625));
        }
        assertThat(out.toString()).isEqualTo(lines.replace("%n", "\n") + "\n");
        assertThat(out.toString().lines()).allMatch(line -> line.length() < columns);
    }

    @ParameterizedTest
    @CsvSource({"60,', '", "42,'%n  '"})
    void breaksTheFirstLineWhereTheTerminalIsNarrow(int columns, String divider) {
        try (Console console = console(columns)) {
            progress(console).runStarted(PLAN);
        }
        assertThat(out.toString())
                .isEqualTo(
                        "Training lenet on mnist: 54,000 pictures\n  844 steps an epoch"
                                + divider.replace("%n", "\n")
                                + BACKEND
                                + "\n");
    }

    @Test
    void showsHowFarAValidationIsAndTheTest() {
        try (Console console = console(80)) {
            ConsoleProgress progress = progress(console);
            progress.runStarted(PLAN);
            out.getBuffer().setLength(0);
            progress.answered(Part.VALIDATION, 1_500, 6_000);
            after(1, TimeUnit.SECONDS);
            progress.answered(Part.TEST, 5_000, 10_000);
        }
        assertThat(out.toString().split("\r"))
                .contains(
                        "epoch 1/2  validation  [#######......................]  1,500 of 6,000 pictures",
                        "Test  [###############...............]  5,000 of 10,000 pictures"
                                + " ".repeat(15));
    }

    @Test
    void countsTheRateOfAResumedEpochFromWhereItWentOn() {
        try (Console console = console(120)) {
            ConsoleProgress progress = progress(console);
            progress.runStarted(
                    new RunPlan(
                            PLAN.config(),
                            BACKEND,
                            54_000,
                            6_000,
                            10_000,
                            844,
                            844 + 400,
                            List.of()));
            after(1, TimeUnit.SECONDS);
            progress.stepEnded(step(2, 410));
        }
        assertThat(out.toString()).contains("epoch 2/2").contains("  0:43 left  640 images/s");
    }

    @Test
    void goesBackWithTheRun() {
        try (Console console = console(120)) {
            ConsoleProgress progress = progress(console);
            progress.runStarted(PLAN);
            progress.epochEnded(epoch(null, null));
            progress.rolledBack(400, List.of());
            after(1, TimeUnit.SECONDS);
            progress.stepEnded(step(1, 410));
        }
        assertThat(out.toString())
                .contains("The loss was no number: back to step 400, with half the rate\n")
                .contains("epoch 1/2  [###")
                .contains("640 images/s");
    }

    private Console console(int columns) {
        return new Console(new PrintWriter(out, true), () -> columns, () -> now);
    }

    private ConsoleProgress progress(Console console) {
        return new ConsoleProgress(console, () -> now);
    }

    private void after(long duration, TimeUnit unit) {
        now += unit.toNanos(duration);
    }

    private static StepResult step(int epoch, int stepOfEpoch) {
        int step = (epoch - 1) * 844 + stepOfEpoch;
        return new StepResult(epoch, step, stepOfEpoch, 0.5f, 0.05, 0.5, 0.75, 64L * stepOfEpoch);
    }

    private static EpochResult epoch(Double validationLoss, Double validationAccuracy) {
        return new EpochResult(
                1,
                844,
                0.25,
                0.925,
                validationLoss,
                validationAccuracy,
                0.05,
                12.5,
                4320,
                null,
                31);
    }
}
