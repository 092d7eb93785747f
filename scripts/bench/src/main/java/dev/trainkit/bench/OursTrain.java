package dev.trainkit.bench;

import dev.trainkit.config.RunConfig;
import dev.trainkit.report.History;
import dev.trainkit.store.ModelDirectory;
import dev.trainkit.train.Checkpointing;
import dev.trainkit.train.RunPlan;
import dev.trainkit.train.StepResult;
import dev.trainkit.train.TrainListener;
import dev.trainkit.train.TrainerRunner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * A run of {@code trainkit train}, with its history and its checkpoints, ended when it is timed.
 */
final class OursTrain implements TrainListener {

    private final TrainerRunner runner;
    private final StepClock clock;
    private int pictures;
    private int epoch;
    private float loss;

    private OursTrain(TrainerRunner runner, StepClock clock) {
        this.runner = runner;
        this.clock = clock;
    }

    public static void main(String[] arguments) throws IOException {
        Work work = Work.of(arguments);
        Path folder = Files.createTempDirectory("trainkit-bench");
        try (ModelDirectory directory = ModelDirectory.create(folder.resolve("model"), false);
                TrainerRunner runner = TrainerRunner.open(config(work));
                History history = History.create(directory.history(), false)) {
            StepClock clock = new StepClock(work);
            OursTrain ours = new OursTrain(runner, clock);
            runner.listen(history)
                    .listen(ours)
                    .listen(new Checkpointing(runner, directory.checkpoints()))
                    .fit();
            clock.report(ours.loss, version(runner.plan()));
        } finally {
            Folders.delete(folder);
        }
    }

    static RunConfig config(Work work) {
        Stream<String> settings =
                Stream.of(
                        "model.name=" + work.model(),
                        "data.path=" + work.data(),
                        "data.validation=0",
                        "train.epochs=1000",
                        "train.batch-size=" + work.batch(),
                        "optimizer.learning-rate=0.05",
                        "optimizer.momentum=0.9",
                        "engine.device=cpu");
        Stream<String> changes = work.augment().map(setting -> "data.augment." + setting);
        return RunConfig.of(Stream.concat(settings, changes).toArray(String[]::new));
    }

    static String version(RunPlan plan) {
        return "trainkit, " + plan.backend();
    }

    @Override
    public void stepEnded(StepResult step) {
        if (step.epoch() != epoch) {
            epoch = step.epoch();
            pictures = 0;
        }
        loss = step.loss();
        if (clock.step((int) step.epochPictures() - pictures)) {
            runner.stop();
        }
        pictures = (int) step.epochPictures();
    }
}
