package dev.trainkit.report;

import dev.trainkit.config.RunConfig;
import dev.trainkit.train.EpochResult;
import dev.trainkit.train.RunPlan;
import dev.trainkit.train.StepResult;
import dev.trainkit.train.TrainListener;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Shows how far a run is: a line for each epoch and, on a terminal, one for the epoch that is
 * running, redrawn in place.
 */
public final class ConsoleProgress implements TrainListener, AutoCloseable {

    private static final long REDRAW_NANOS = 100_000_000;
    private static final int USUAL_COLUMNS = 80;

    private final PrintWriter out;
    private final int columns;
    private final LongSupplier nanoTime;

    private RunPlan plan;
    private long runStart;
    private long epochStart;
    private long lastDrawn;
    private int drawn; // characters of the line that the next one must cover

    /**
     * @param columns the terminal's width; 0 where there is none
     */
    ConsoleProgress(PrintWriter out, int columns, LongSupplier nanoTime) {
        this.out = out;
        this.columns = columns;
        this.nanoTime = nanoTime;
    }

    /**
     * Shows runs on the given output.
     *
     * @param out goes to a terminal as wide as the system property {@code trainkit.columns} says,
     *     to no terminal where it is absent
     */
    public static ConsoleProgress on(PrintWriter out) {
        return new ConsoleProgress(
                out, columns(System.getProperty("trainkit.columns")), System::nanoTime);
    }

    /** A terminal that does not know its width says nothing, or 0. */
    static int columns(String property) {
        if (property == null) {
            return 0;
        }
        return property.matches("[1-9][0-9]{0,4}") ? Integer.parseInt(property) : USUAL_COLUMNS;
    }

    @Override
    public void runStarted(RunPlan started) {
        plan = started;
        runStart = nanoTime.getAsLong();
        epochStart = runStart;
        RunConfig config = plan.config();
        out.println(
                format(
                        "Training %s on %s: %,d pictures, %,d steps an epoch, %s",
                        config.model().name(),
                        config.data().name(),
                        plan.trainPictures(),
                        plan.stepsPerEpoch(),
                        plan.backend()));
        plan.notes().forEach(out::println);
        List<String> operations = plan.backend().nondeterministicOperations();
        if (config.engine().deterministic() && !operations.isEmpty()) {
            out.println(
                    "The same seed may come to other bytes on this device, by "
                            + String.join(" and ", operations));
        }
    }

    @Override
    public void stepEnded(StepResult step) {
        long now = nanoTime.getAsLong();
        if (columns > 0 && (drawn == 0 || now - lastDrawn >= REDRAW_NANOS)) {
            lastDrawn = now;
            draw(line(step, now).fit(columns));
        }
    }

    @Override
    public void epochEnded(EpochResult epoch) {
        erase();
        out.println(summary(epoch));
        epochStart = nanoTime.getAsLong();
    }

    /** Leaves the cursor at the start of an empty line, also where the run failed. */
    @Override
    public void close() {
        erase();
    }

    private ProgressLine line(StepResult step, long now) {
        int epochs = plan.config().train().epochs();
        long stepsLeft = (long) epochs * plan.stepsPerEpoch() - step.step();
        double secondsPerStep = (now - runStart) / 1e9 / (step.step() - plan.stepsDone());
        return new ProgressLine(
                step.epoch(),
                epochs,
                step.stepOfEpoch(),
                plan.stepsPerEpoch(),
                step.epochLoss(),
                step.epochAccuracy(),
                step.epochPictures() / Math.max(1e-9, (now - epochStart) / 1e9),
                secondsPerStep * stepsLeft);
    }

    private String summary(EpochResult epoch) {
        String head =
                format(
                        "epoch %d/%d  loss %.4f  accuracy %.2f %%",
                        epoch.epoch(),
                        plan.config().train().epochs(),
                        epoch.trainLoss(),
                        100 * epoch.trainAccuracy());
        String validation =
                epoch.validationLoss() == null
                        ? ""
                        : format(
                                "  validation loss %.4f  accuracy %.2f %%",
                                epoch.validationLoss(), 100 * epoch.validationAccuracy());
        return head
                + validation
                + format("  %.1f s  %.0f images/s", epoch.seconds(), epoch.imagesPerSecond());
    }

    private void draw(String line) {
        out.print("\r" + line + " ".repeat(Math.max(0, drawn - line.length())));
        out.flush();
        drawn = line.length();
    }

    private void erase() {
        if (drawn > 0) {
            out.print("\r" + " ".repeat(drawn) + "\r");
            out.flush();
            drawn = 0;
        }
    }

    private static String format(String template, Object... values) {
        return String.format(Locale.ROOT, template, values);
    }
}
