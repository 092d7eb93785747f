package dev.trainkit.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainkit.config.RunConfig;
import dev.trainkit.engine.Backend;
import dev.trainkit.engine.Engines;
import dev.trainkit.train.EpochResult;
import dev.trainkit.train.RunPlan;
import dev.trainkit.train.StepResult;
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
        try (ConsoleProgress progress = progress(0)) {
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
        try (ConsoleProgress progress = progress(0)) {
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
        try (ConsoleProgress progress = progress(120)) {
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
        try (ConsoleProgress progress = progress(40)) {
            progress.runStarted(PLAN);
            after(1, TimeUnit.SECONDS);
            progress.stepEnded(step(1, 422));
            progress.epochEnded(epoch(null, null));
        }
        String line = "epoch 1/2  [######.......]  loss 0.5000";
        assertThat(out.toString())
                .contains("\r" + line + "\r" + " ".repeat(line.length()) + "\repoch 1/2  loss")
                .endsWith(" images/s\n");
    }

    @Test
    void countsTheRateFromTheStartOfEachEpoch() {
        try (ConsoleProgress progress = progress(120)) {
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
            nullValues = "absent",
            value = {"absent,0", "120,120", "'',80", "0,80", "wide,80"})
    void takesTheWidthThatTheLauncherFound(String property, int columns) {
        assertThat(ConsoleProgress.columns(property)).isEqualTo(columns);
    }

    private ConsoleProgress progress(int columns) {
        return new ConsoleProgress(new PrintWriter(out, true), columns, () -> now);
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
