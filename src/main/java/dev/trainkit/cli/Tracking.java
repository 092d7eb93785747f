package dev.trainkit.cli;

import dev.trainkit.config.ReportConfig;
import dev.trainkit.report.MlFlowRun;
import dev.trainkit.store.ModelDirectory;
import dev.trainkit.train.TrainerRunner;
import java.util.Optional;
import java.util.function.Consumer;

/** A server that is told of a run until its model is saved, where {@code report:} names one. */
final class Tracking implements AutoCloseable {

    private final Optional<MlFlowRun> mlFlow;

    private Tracking(Optional<MlFlowRun> mlFlow) {
        this.mlFlow = mlFlow;
    }

    /** Listens to the run; the caller closes it after the model is saved. */
    static Tracking of(TrainerRunner runner, ModelDirectory directory, Consumer<String> notes) {
        ReportConfig config = runner.plan().config().report();
        if (config.mlflow() == null) {
            return new Tracking(Optional.empty());
        }
        String name = directory.path().getFileName().toString();
        MlFlowRun run = MlFlowRun.of(config, name, notes);
        runner.listen(run);
        return new Tracking(Optional.of(run));
    }

    void saved(ModelDirectory directory) {
        mlFlow.ifPresent(run -> run.saved(directory.path()));
    }

    @Override
    public void close() {
        mlFlow.ifPresent(MlFlowRun::close);
    }
}
