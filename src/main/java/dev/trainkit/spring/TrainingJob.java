package dev.trainkit.spring;

import dev.trainkit.TrainkitException;
import dev.trainkit.report.RecordedRun;
import dev.trainkit.spring.TrainingQueue.Entry;
import dev.trainkit.spring.TrainingStatus.State;
import dev.trainkit.store.Checkpoints.Checkpoint;
import dev.trainkit.store.ModelDirectory;
import dev.trainkit.train.EpochResult;
import dev.trainkit.train.TrainListener;
import dev.trainkit.train.TrainResult;
import dev.trainkit.train.TrainerRunner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run, from its last checkpoint if it has one, into its model directory. */
final class TrainingJob {

    private static final Logger LOG = LoggerFactory.getLogger(TrainingJob.class);

    private volatile Entry entry;
    private final Path path;
    private final BiConsumer<Entry, TrainingStatus> listener;
    private final CompletableFuture<Path> result = new CompletableFuture<>();
    private volatile TrainingStatus status;
    private volatile TrainerRunner runner;
    private volatile boolean cancelled;
    private volatile boolean paused;

    TrainingJob(Entry entry, Path path, BiConsumer<Entry, TrainingStatus> listener) {
        this.entry = entry;
        this.path = path;
        this.listener = listener;
        int epochs = entry.config().train().epochs();
        status = new TrainingStatus(entry.name(), State.WAITING, 0, epochs, null, null, null);
    }

    Entry entry() {
        return entry;
    }

    TrainingStatus status() {
        return status;
    }

    /** The model directory, once it is trained. */
    CompletableFuture<Path> result() {
        return result;
    }

    /** Ends after its step, and for good. */
    void cancel() {
        cancelled = true;
        stop();
    }

    /** Ends after its step, to go on when the application starts again. */
    void pause() {
        paused = true;
        stop();
    }

    private void stop() {
        TrainerRunner running = runner;
        if (running != null) {
            running.stop();
        }
    }

    /** Trains, unless it was told to stop before. */
    void run() {
        if (paused) {
            return;
        }
        if (cancelled) {
            become(status.with(State.CANCELLED));
            return;
        }
        become(status.with(State.TRAINING));
        try {
            train();
        } catch (RuntimeException | Error e) {
            fail(e);
        } finally {
            runner = null;
        }
    }

    private void train() {
        if (Files.isDirectory(path.resolve("checkpoints"))) {
            try (ModelDirectory directory = ModelDirectory.resume(path)) {
                Optional<Checkpoint> last = directory.checkpoints().newest(LOG::warn);
                if (last.isPresent()) {
                    directory.reopen();
                    train(TrainerRunner.resume(last.get(), List.of()), directory);
                    return;
                }
            }
        }
        try (ModelDirectory directory = ModelDirectory.create(path, true)) {
            begin(directory);
        }
    }

    /** A run that fails before its first checkpoint leaves no directory. */
    private void begin(ModelDirectory directory) {
        try {
            train(TrainerRunner.open(entry.config()), directory);
        } catch (RuntimeException | Error e) {
            directory.discardAfter(e);
            throw e;
        }
    }

    private void train(TrainerRunner opened, ModelDirectory directory) {
        State end = state(fitAndKeep(opened, directory)); // which changes the status
        become(status.with(end));
    }

    private TrainResult fitAndKeep(TrainerRunner opened, ModelDirectory directory) {
        try (opened;
                RecordedRun run = new RecordedRun(opened, directory, this::note)) {
            runner = opened;
            if (cancelled || paused) { // while it was opened
                opened.stop();
            }
            TrainResult trained = run.fit(new Progress());
            run.keep(trained);
            return trained;
        }
    }

    private void note(String note) {
        LOG.warn("The run {}: {}", entry.name(), note);
    }

    private State state(TrainResult trained) {
        if (!trained.stopped()) {
            return State.TRAINED;
        }
        return cancelled ? State.CANCELLED : State.WAITING;
    }

    private void fail(Throwable thrown) {
        String why = "The run failed unexpectedly, and the log says why.";
        if (thrown instanceof TrainkitException) {
            why = thrown.getMessage();
            LOG.error("The run {} failed. {}", entry.name(), why);
        } else {
            LOG.error("The run {} failed.", entry.name(), thrown);
        }
        TrainingStatus last = status;
        become(
                new TrainingStatus(
                        last.name(),
                        State.FAILED,
                        last.epoch(),
                        last.epochs(),
                        last.trainLoss(),
                        last.validationAccuracy(),
                        why));
    }

    private void become(TrainingStatus next) {
        status = next;
        if (next.state().isEnd()) {
            entry = entry.ended(); // somebody else's configuration may be large
        }
        listener.accept(entry, next);
        switch (next.state()) {
            case TRAINED -> result.complete(path);
            case CANCELLED -> result.cancel(false);
            case FAILED -> result.completeExceptionally(new TrainkitException(next.failure()));
            case WAITING, TRAINING -> {
                // not the end
            }
        }
    }

    private final class Progress implements TrainListener {

        @Override
        public void epochEnded(EpochResult epoch) {
            become(
                    new TrainingStatus(
                            entry.name(),
                            State.TRAINING,
                            epoch.epoch(),
                            status.epochs(),
                            epoch.trainLoss(),
                            epoch.validationAccuracy(),
                            null));
        }
    }
}
