package dev.trainkit.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.trainkit.TrainkitException;
import dev.trainkit.inspect.LayerStatistics;
import dev.trainkit.store.Reasons;
import dev.trainkit.train.EpochResult;
import dev.trainkit.train.StepResult;
import dev.trainkit.train.TrainListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Writes {@code history.jsonl} as the run goes, a line for each epoch: nothing is held back, so
 * that a run that is killed leaves all of its lines.
 */
public final class History implements TrainListener, AutoCloseable {

    /** One line of {@code train.log-steps: true}, or of {@code train.watch: [gradients]}. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Step(int step, float loss, double learningRate, List<LayerStatistics> layers) {}

    private final Path file;
    private final boolean logSteps;
    private Supplier<Optional<List<LayerStatistics>>> layers = Optional::empty;
    private FileChannel lines;

    private History(Path file, boolean logSteps, FileChannel lines) {
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
            return new History(
                    file,
                    logSteps,
                    FileChannel.open(
                            file,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.TRUNCATE_EXISTING));
        } catch (IOException e) {
            throw lost(file, e);
        }
    }

    /**
     * Goes on with the history of a run that goes on; the caller closes it.
     *
     * @param step the last step that counts: the lines of later ones are removed
     * @param epochs those that count
     * @throws TrainkitException when the file cannot be written
     */
    public static History resume(Path file, boolean logSteps, int step, List<EpochResult> epochs) {
        try {
            HistoryFile.cut(file, step, epochs);
            return new History(file, logSteps, append(file));
        } catch (IOException e) {
            throw lost(file, e);
        }
    }

    /** Sets where each step's figures come from, if from anywhere; returns the history. */
    public History withLayers(Supplier<Optional<List<LayerStatistics>>> source) {
        layers = source;
        return this;
    }

    private static FileChannel append(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.APPEND);
    }

    /**
     * @throws TrainkitException when the file cannot be written
     */
    @Override
    public void rolledBack(int step, List<EpochResult> epochs) {
        try {
            lines.close();
            HistoryFile.cut(file, step, epochs);
            lines = append(file);
        } catch (IOException e) {
            throw lost(file, e);
        }
    }

    /**
     * @throws TrainkitException when the line cannot be written
     */
    @Override
    public void stepEnded(StepResult step) {
        Optional<List<LayerStatistics>> figures = layers.get();
        if (logSteps || figures.isPresent()) {
            append(new Step(step.step(), step.loss(), step.learningRate(), figures.orElse(null)));
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
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(JsonLine.of(line) + "\n");
        try {
            while (bytes.hasRemaining()) {
                lines.write(bytes);
            }
        } catch (IOException e) {
            throw lost(file, e);
        }
    }

    /** Syncs the file: the model's manifest is about to vouch for it. */
    @Override
    public void close() {
        try (FileChannel closing = lines) {
            closing.force(true);
        } catch (IOException e) {
            throw lost(file, e);
        }
    }

    private static TrainkitException lost(Path file, IOException e) {
        return new TrainkitException(
                "The history could not be written to %s: %s. Check the directory, its permissions and the free space, and resume the run; where it has no checkpoint yet, start it again."
                        .formatted(file, Reasons.of(e)),
                e);
    }
}
