package dev.trainkit.report;

import static dev.trainkit.report.ProgressLine.format;

import dev.trainkit.config.RunConfig;
import dev.trainkit.train.EpochResult;
import dev.trainkit.train.RunPlan;
import dev.trainkit.train.StepResult;
import dev.trainkit.train.TrainListener;
import dev.trainkit.train.TrainResult;
import java.util.List;
import java.util.function.LongSupplier;

/** Shows how far a run is: a line for each epoch, and one for what is going on now. */
public final class ConsoleProgress implements TrainListener {

    private final Console console;
    private final LongSupplier nanoTime;

    private RunPlan plan;
    private boolean ended;
    private int epoch;
    private int lastStep;
    private int stepsTaken; // by this process, those that a rollback undid among them
    private long picturesBefore; // of the epoch, that somebody trained on before
    private long runStart;
    private long epochStart;

    ConsoleProgress(Console console, LongSupplier nanoTime) {
        this.console = console;
        this.nanoTime = nanoTime;
    }

    /** Shows runs there. */
    public static ConsoleProgress on(Console console) {
        return new ConsoleProgress(console, System::nanoTime);
    }

    @Override
    public void runStarted(RunPlan started) {
        plan = started;
        runStart = nanoTime.getAsLong();
        RunConfig config = plan.config();
        String what = format("Training %s on %s: ", config.model().name(), config.data().name());
        String pictures = format("%,d pictures", plan.trainPictures());
        String steps = format("%,d steps an epoch", plan.stepsPerEpoch());
        console.printFitting(
                what + pictures + ", " + steps + ", " + plan.backend(),
                what + pictures + "\n  " + steps + ", " + plan.backend(),
                what + pictures + "\n  " + steps + "\n  " + plan.backend());
        plan.notes().forEach(console::println);
        List<String> operations = plan.backend().nondeterministicOperations();
        if (config.engine().deterministic() && !operations.isEmpty()) {
            console.println(
                    "The same seed may come to other bytes on this device, by "
                            + String.join(" and ", operations));
        }
        goOnAfter(plan.stepsDone());
    }

    private void goOnAfter(int step) {
        lastStep = step;
        epoch = 1 + step / plan.stepsPerEpoch();
        long picturesOfStep =
                (long) plan.config().train().batchSize() * plan.config().train().accumulate();
        picturesBefore = step % plan.stepsPerEpoch() * picturesOfStep;
        epochStart = nanoTime.getAsLong();
    }

    @Override
    public void stepEnded(StepResult step) {
        stepsTaken += step.step() - lastStep;
        lastStep = step.step();
        console.show(() -> training(step));
    }

    private ProgressLine training(StepResult step) {
        long now = nanoTime.getAsLong();
        long stepsLeft = (long) epochs() * plan.stepsPerEpoch() - step.step();
        double secondsPerStep = (now - runStart) / 1e9 / stepsTaken;
        double seconds = Math.max(1e-9, (now - epochStart) / 1e9);
        return new ProgressLine(
                epochOf(),
                (double) step.stepOfEpoch() / plan.stepsPerEpoch(),
                List.of(
                        format("loss %.4f", step.epochLoss()),
                        format("accuracy %.2f %%", 100 * step.epochAccuracy()),
                        ProgressLine.left(secondsPerStep * stepsLeft),
                        format(
                                "%.0f images/s",
                                (step.epochPictures() - picturesBefore) / seconds)));
    }

    @Override
    public void answered(Part part, int done, int total) {
        String what =
                switch (part) {
                    case VALIDATION -> ended ? "Validation" : epochOf() + "  validation";
                    case TEST -> "Test";
                };
        console.show(
                () ->
                        new ProgressLine(
                                what,
                                (double) done / total,
                                List.of(format("%,d of %,d pictures", done, total))));
    }

    @Override
    public void epochEnded(EpochResult result) {
        String head =
                format("epoch %d/%d  loss %.4f", result.epoch(), epochs(), result.trainLoss());
        String accuracy = format("%.2f %%", 100 * result.trainAccuracy());
        String seconds = format("  %.1f s", result.seconds());
        String rate = format("  %.0f images/s", result.imagesPerSecond());
        if (result.validationLoss() == null) {
            String line = head + "  accuracy " + accuracy + seconds;
            console.printFitting(line + rate, line, head + "  " + accuracy + seconds);
        } else {
            String loss = format("%.4f", result.validationLoss());
            String share = format("%.2f %%", 100 * result.validationAccuracy());
            String brief = "  validation " + loss + "  " + share;
            console.printFitting(
                    head
                            + "  accuracy "
                            + accuracy
                            + "  validation loss "
                            + loss
                            + "  accuracy "
                            + share
                            + seconds
                            + rate,
                    head + "  accuracy " + accuracy + brief + seconds,
                    head + "  accuracy " + accuracy + brief,
                    head + "  " + accuracy + "\n" + brief + seconds);
        }
        goOnAfter(result.epoch() * plan.stepsPerEpoch());
    }

    @Override
    public void rolledBack(int step, List<EpochResult> epochs) {
        console.println(
                format("The loss was no number: back to step %d, with half the rate", step));
        goOnAfter(step);
    }

    @Override
    public void runEnded(TrainResult result) {
        ended = true;
    }

    private int epochs() {
        return plan.config().train().epochs();
    }

    private String epochOf() {
        return format("epoch %d/%d", epoch, epochs());
    }
}
