package dev.trainkit.bench;

import dev.trainkit.config.RunConfig;
import dev.trainkit.report.Console;
import dev.trainkit.report.ConsoleProgress;
import dev.trainkit.report.RecordedRun;
import dev.trainkit.report.TrainingMeters;
import dev.trainkit.store.ModelDirectory;
import dev.trainkit.train.Backward;
import dev.trainkit.train.Checkpointing;
import dev.trainkit.train.EpochResult;
import dev.trainkit.train.RunPlan;
import dev.trainkit.train.StepResult;
import dev.trainkit.train.TrainListener;
import dev.trainkit.train.TrainerRunner;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import jdk.jfr.Configuration;
import jdk.jfr.Recording;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.Locale;

/**
 * Epochs of a run that shows nothing ({@code none}), that shows what it does by default ({@code
 * default}), or all that it can ({@code everything}, and each layer's gradients with {@code
 * gradients}). The first epoch is for warming up.
 */
final class ReportCost implements TrainListener {

    private RunPlan plan;
    private double start;
    private double threadAtStart;
    private double heard;
    private double shownSeconds;
    private double shownShare;
    private double cpuAtStart;
    private double seconds;
    private double cpuSeconds;
    private int epochs;
    private long pictures; // of the second epoch before the start, with a minus

    public static void main(String[] arguments) throws IOException, ParseException {
        Work work = Work.of(arguments);
        String shown = work.text("shown", "default");
        Path folder = Files.createTempDirectory(Path.of("").toAbsolutePath(), ".trainkit-bench");
        ReportCost cost = new ReportCost();
        try (MlFlowStandIn mlFlow = new MlFlowStandIn();
                ModelDirectory directory = ModelDirectory.create(folder.resolve("model"), false);
                TrainerRunner runner = TrainerRunner.open(config(work, shown, mlFlow))) {
            runner.listen(cost);
            switch (shown) {
                case "none" ->
                        runner.listen(new Checkpointing(runner, directory.checkpoints())).fit();
                case "default" -> cost.record(runner, directory);
                default -> {
                    runner.listen(new TrainingMeters(new SimpleMeterRegistry()));
                    try (Recording recording =
                            new Recording(Configuration.getConfiguration("default"))) {
                        recording.start();
                        cost.record(runner, directory);
                    }
                }
            }
        } finally {
            Folders.delete(folder);
        }
        cost.report();
    }

    private void record(TrainerRunner runner, ModelDirectory directory) {
        PrintWriter nowhere =
                new PrintWriter(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        try (Console console = Console.on(nowhere, () -> 80);
                RecordedRun run = new RecordedRun(runner, directory, console::println)) {
            run.fit(new Last(ConsoleProgress.on(console)));
        }
    }

    /**
     * What this listener heard first, the last one has heard now: between the two, the others were
     * shown it.
     */
    private final class Last implements TrainListener {

        private final TrainListener progress;

        private Last(TrainListener progress) {
            this.progress = progress;
        }

        @Override
        public void runStarted(RunPlan started) {
            progress.runStarted(started);
        }

        @Override
        public void backwardEnded(Backward backward) {
            progress.backwardEnded(backward);
            shown();
        }

        @Override
        public void stepEnded(StepResult step) {
            progress.stepEnded(step);
            shown();
        }

        @Override
        public void answered(Part part, int done, int total) {
            progress.answered(part, done, total);
            shown();
        }

        @Override
        public void epochEnded(EpochResult epoch) {
            progress.epochEnded(epoch);
            shown();
            ended(epoch);
        }
    }

    /** Of the run's own thread, which no other process takes anything of. */
    private static double threadSeconds() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e9;
    }

    private void shown() {
        if (start != 0) {
            shownSeconds += threadSeconds() - heard;
        }
    }

    @Override
    public void backwardEnded(Backward backward) {
        heard = threadSeconds();
    }

    @Override
    public void stepEnded(StepResult step) {
        begin(step);
        heard = threadSeconds();
    }

    @Override
    public void answered(Part part, int done, int total) {
        heard = threadSeconds();
    }

    private static RunConfig config(Work work, String shown, MlFlowStandIn mlFlow) {
        boolean all = shown.equals("everything") || shown.equals("gradients");
        return RunConfig.of(
                "data.path=" + work.data(),
                "data.limit=" + work.images(),
                "train.epochs=" + work.number("epochs", 3),
                "train.log-steps=" + all,
                "train.watch=" + (shown.equals("gradients") ? "[gradients]" : "[]"),
                "report.tensorboard=" + all,
                "report.mlflow=" + (all ? mlFlow.address() : "null"),
                "engine.device=cpu");
    }

    @Override
    public void runStarted(RunPlan started) {
        plan = started;
    }

    @Override
    public void epochEnded(EpochResult epoch) {
        heard = threadSeconds();
        ended(epoch);
    }

    /** After the first step that follows the first epoch: all classes are loaded by then. */
    private void begin(StepResult step) {
        if (step.epoch() == 2 && start == 0) {
            pictures -= step.epochPictures();
            cpuAtStart = Measures.cpuSeconds();
            threadAtStart = threadSeconds();
            start = System.nanoTime() / 1e9;
        }
    }

    /** Called again where the epoch has been shown. */
    private void ended(EpochResult epoch) {
        seconds = System.nanoTime() / 1e9 - start;
        cpuSeconds = Measures.cpuSeconds() - cpuAtStart;
        shownShare = shownSeconds / (threadSeconds() - threadAtStart);
        epochs = epoch.epoch() - 1;
    }

    private void report() {
        double timed = pictures + (double) epochs * plan.trainPictures();
        Measures.print(
                String.format(
                        Locale.ROOT,
                        "\"secondsPerPicture\": %.12f, \"cpuSecondsPerPicture\": %.12f,"
                                + " \"shownShare\": %.9f",
                        seconds / timed,
                        cpuSeconds / timed,
                        shownShare));
    }
}
