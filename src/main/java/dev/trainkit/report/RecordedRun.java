package dev.trainkit.report;

import dev.trainkit.TrainkitException;
import dev.trainkit.config.ReportConfig;
import dev.trainkit.data.DataNotes;
import dev.trainkit.inspect.Watch;
import dev.trainkit.store.Checkpoints;
import dev.trainkit.store.ModelDirectory;
import dev.trainkit.train.Checkpointing;
import dev.trainkit.train.TrainListener;
import dev.trainkit.train.TrainResult;
import dev.trainkit.train.TrainerRunner;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A run whose model directory keeps what becomes of it: history, checkpoints, the model and its
 * report, and what {@code report:} asks for besides. The caller closes it, then the runner and the
 * directory.
 */
public final class RecordedRun implements AutoCloseable {

    private final TrainerRunner runner;
    private final ModelDirectory directory;
    private final Consumer<String> notes;
    private final Optional<MlFlowRun> mlFlow;

    /**
     * @param runner has not begun yet
     * @param notes hears what a person should know, a sentence at a time
     */
    public RecordedRun(TrainerRunner runner, ModelDirectory directory, Consumer<String> notes) {
        this.runner = runner;
        this.directory = directory;
        this.notes = notes;
        ReportConfig config = runner.plan().config().report();
        mlFlow =
                Optional.ofNullable(config.mlflow())
                        .map(server -> MlFlowRun.of(config, name(), notes));
    }

    private String name() {
        return directory.path().getFileName().toString();
    }

    /**
     * Says what is to be known of the data, and trains to the end, or until the runner is stopped.
     *
     * @throws TrainkitException as {@link TrainerRunner#fit}, and when something cannot be written
     */
    public TrainResult fit(TrainListener progress) {
        int batchSize = runner.plan().config().train().batchSize();
        DataNotes.of(runner.data(), batchSize).forEach(note -> notes.accept("Data: " + note));
        mlFlow.ifPresent(runner::listen);
        Watch watch = Watch.over(runner);
        Checkpoints checkpoints = directory.checkpoints();
        Optional<TensorBoardEvents> tensorBoard = tensorBoard();
        try (History history = history().withLayers(watch::layers)) {
            tensorBoard.ifPresent(runner::listen);
            return runner.rollBackTo(() -> checkpoints.newest(notes))
                    .listen(new FlightEvents())
                    .listen(history)
                    .listen(progress)
                    .listen(new Checkpointing(runner, checkpoints))
                    .fit();
        } finally {
            tensorBoard.ifPresent(TensorBoardEvents::close);
        }
    }

    private Optional<TensorBoardEvents> tensorBoard() {
        return runner.plan().config().report().tensorboard()
                ? Optional.of(TensorBoardEvents.of(runner, directory.tensorBoard()))
                : Optional.empty();
    }

    private History history() {
        boolean logSteps = runner.plan().config().train().logSteps();
        return runner.step() == 0
                ? History.create(directory.history(), logSteps)
                : History.resume(directory.history(), logSteps, runner.step(), runner.epochs());
    }

    /**
     * Saves the model of a run that has come to its end, and its report. One that was stopped
     * before its first step leaves nothing, any other its checkpoints.
     */
    public void keep(TrainResult result) {
        if (!result.stopped()) {
            runner.save(result, directory);
            drawReport();
            mlFlow.ifPresent(run -> run.saved(directory.path()));
        } else if (runner.step() == 0) {
            directory.discard();
        }
    }

    /** The model is whole without it. */
    private void drawReport() {
        if (!runner.plan().config().report().html()) {
            return;
        }
        try {
            ModelReport.write(runner, directory.path());
        } catch (TrainkitException e) {
            notes.accept("The model is saved, but not its report. " + e.getMessage());
        }
    }

    @Override
    public void close() {
        mlFlow.ifPresent(MlFlowRun::close);
    }
}
