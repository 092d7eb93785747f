package dev.trainkit.report;

import dev.trainkit.TrainkitException;
import dev.trainkit.store.Reasons;
import dev.trainkit.train.EpochResult;
import dev.trainkit.train.StepResult;
import dev.trainkit.train.TrainListener;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes {@code history.jsonl} as the run goes, a line for each epoch: nothing is held back, so
 * that a run that is killed leaves all of its lines.
 */
public final class History implements TrainListener, AutoCloseable {

    /** One line of {@code train.log-steps: true}. */
    private record Step(int step, float loss) {}

    private final Path file;
    private final boolean logSteps;
    private final OutputStream lines;

    private History(Path file, boolean logSteps, OutputStream lines) {
        this.file = file;
        this.logSteps = logSteps;
        this.lines = lines;
    }

    /**
     * Starts an empty history; the caller closes it.
     *
     * @param logSteps whether each step gets a line too
     * @throws TrainkitException when the file cannot be written
     */
    public static History create(Path file, boolean logSteps) {
        try {
            return new History(file, logSteps, Files.newOutputStream(file)); // unbuffered
        } catch (IOException e) {
            throw lost(file, e);
        }
    }

    /**
     * @throws TrainkitException when the line cannot be written
     */
    @Override
    public void stepEnded(StepResult step) {
        if (logSteps) {
            append(new Step(step.step(), step.loss()));
        }
    }

    /**
     * @throws TrainkitException when the line cannot be written
     */
    @Override
    public void epochEnded(EpochResult epoch) {
        append(epoch);
    }

    private void append(Object line) {
        try {
            lines.write((JsonLine.of(line) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw lost(file, e);
        }
    }

    @Override
    public void close() {
        try {
            lines.close();
        } catch (IOException e) {
            throw lost(file, e);
        }
    }

    private static TrainkitException lost(Path file, IOException e) {
        return new TrainkitException(
                "The history could not be written to %s: %s. Make room or choose another directory, and start the run again."
                        .formatted(file, Reasons.of(e)),
                e);
    }
}
