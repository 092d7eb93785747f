package dev.trainkit.bench;

import dev.trainkit.config.RunConfig;
import dev.trainkit.report.History;
import dev.trainkit.store.ModelDirectory;
import dev.trainkit.train.Checkpointing;
import dev.trainkit.train.EpochResult;
import dev.trainkit.train.StepResult;
import dev.trainkit.train.TrainListener;
import dev.trainkit.train.TrainResult;
import dev.trainkit.train.TrainerRunner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** A run at the default settings, and the share of it that is spent in writing checkpoints. */
final class CheckpointShare implements TrainListener {

    private final TrainListener checkpointing;
    private long nanos;

    private CheckpointShare(TrainListener checkpointing) {
        this.checkpointing = checkpointing;
    }

    public static void main(String[] arguments) throws IOException {
        Work work = Work.of(arguments);
        Path folder = Files.createTempDirectory(Path.of("").toAbsolutePath(), ".trainkit-bench");
        try (ModelDirectory directory = ModelDirectory.create(folder.resolve("model"), false);
                TrainerRunner runner = TrainerRunner.open(config(work));
                History history = History.create(directory.history(), false)) {
            CheckpointShare share =
                    new CheckpointShare(
                            work.text("checkpoints", "yes").equals("yes")
                                    ? new Checkpointing(runner, directory.checkpoints())
                                    : new TrainListener() {});
            runner.listen(history).listen(share);
            long start = System.nanoTime();
            runner.fit();
            double seconds = (System.nanoTime() - start) / 1e9;
            Measures.print(
                    String.format(
                            Locale.ROOT,
                            "\"runSeconds\": %.6f, \"checkpointShare\": %.9f",
                            seconds,
                            share.nanos / 1e9 / seconds));
        } finally {
            Folders.delete(folder);
        }
    }

    private static RunConfig config(Work work) {
        return RunConfig.of("data.path=" + work.data(), "train.epochs=" + work.number("epochs", 3));
    }

    @Override
    public void stepEnded(StepResult step) {
        timed(() -> checkpointing.stepEnded(step));
    }

    @Override
    public void epochEnded(EpochResult epoch) {
        timed(() -> checkpointing.epochEnded(epoch));
    }

    @Override
    public void runEnded(TrainResult result) {
        timed(() -> checkpointing.runEnded(result));
    }

    private void timed(Runnable call) {
        long start = System.nanoTime();
        call.run();
        nanos += System.nanoTime() - start;
    }
}
