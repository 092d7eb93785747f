package dev.trainkit.cli;

import dev.trainkit.config.ReportConfig;
import dev.trainkit.report.FlightEvents;
import dev.trainkit.report.TensorBoardEvents;
import dev.trainkit.store.ModelDirectory;
import dev.trainkit.train.TrainerRunner;
import java.util.Optional;

/** Where else a run is told of, as {@code report:} asks for it. */
final class RunSinks implements AutoCloseable {

    private final TrainerRunner runner;
    private final Optional<TensorBoardEvents> tensorBoard;

    private RunSinks(TrainerRunner runner, Optional<TensorBoardEvents> tensorBoard) {
        this.runner = runner;
        this.tensorBoard = tensorBoard;
    }

    /** The caller closes them after the run. */
    static RunSinks of(TrainerRunner runner, ModelDirectory directory) {
        ReportConfig config = runner.plan().config().report();
        return new RunSinks(
                runner,
                config.tensorboard()
                        ? Optional.of(TensorBoardEvents.of(runner, directory.tensorBoard()))
                        : Optional.empty());
    }

    void listen() {
        tensorBoard.ifPresent(runner::listen);
        runner.listen(new FlightEvents());
    }

    @Override
    public void close() {
        tensorBoard.ifPresent(TensorBoardEvents::close);
    }
}
