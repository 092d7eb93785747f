package dev.trainkit.report;

import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import dev.trainkit.config.ResolvedConfig;
import dev.trainkit.config.RunConfig;
import dev.trainkit.data.DataParts;
import dev.trainkit.engine.Backend;
import dev.trainkit.eval.Answers;
import dev.trainkit.store.Manifest;
import dev.trainkit.store.ModelDirectory;
import dev.trainkit.train.TrainerRunner;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a model's report is drawn from. The network belongs to whoever made this.
 *
 * @param test what the network answers to the test pictures
 * @param validation what it answers to those kept out for validation; empty without any
 */
record ReportSource(
        Path directory,
        Manifest manifest,
        ResolvedConfig resolved,
        HistoryLines history,
        DataParts data,
        Backend backend,
        Block block,
        Answers test,
        Optional<Answers> validation) {

    /** Of a run that has saved its model. */
    static ReportSource of(TrainerRunner runner, Path directory) {
        return new ReportSource(
                directory,
                ModelDirectory.load(directory).manifest(),
                runner.resolvedConfig(),
                HistoryLines.read(ModelDirectory.history(directory)),
                runner.data(),
                runner.plan().backend(),
                runner.block(),
                runner.testAnswers(),
                runner.validationAnswers());
    }

    RunConfig config() {
        return resolved.config();
    }

    /** A manager for what is computed for the report; the caller closes it. */
    NDManager newManager() {
        return backend.newManager();
    }
}
