package dev.trainkit.bench;

import dev.trainkit.config.RunConfig;
import dev.trainkit.report.Console;
import dev.trainkit.report.ConsoleProgress;
import dev.trainkit.report.RecordedRun;
import dev.trainkit.report.TrainingMeters;
import dev.trainkit.store.ModelDirectory;
import dev.trainkit.train.Checkpointing;
import dev.trainkit.train.EpochResult;
import dev.trainkit.train.RunPlan;
import dev.trainkit.train.TrainListener;
import dev.trainkit.train.TrainerRunner;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import jdk.jfr.Configuration;
import jdk.jfr.Recording;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
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
    private double cpuAtStart;
    private double seconds;
    private double cpuSeconds;
    private int epochs;

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
                case "default" -> record(runner, directory);
                default -> {
                    runner.listen(new TrainingMeters(new SimpleMeterRegistry()));
                    try (Recording recording =
                            new Recording(Configuration.getConfiguration("default"))) {
                        recording.start();
                        record(runner, directory);
                    }
                }
            }
        } finally {
            Folders.delete(folder);
        }
        cost.report();
    }

    private static void record(TrainerRunner runner, ModelDirectory directory) {
        PrintWriter nowhere =
                new PrintWriter(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        try (Console console = Console.on(nowhere, () -> 80);
                RecordedRun run = new RecordedRun(runner, directory, console::println)) {
            run.fit(ConsoleProgress.on(console));
        }
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

    /** From the end of the first epoch to the end of the last: with all that comes between. */
    @Override
    public void epochEnded(EpochResult epoch) {
        double now = System.nanoTime() / 1e9;
        if (epoch.epoch() == 1) {
            start = now;
            cpuAtStart = Measures.cpuSeconds();
        } else {
            seconds = now - start;
            cpuSeconds = Measures.cpuSeconds() - cpuAtStart;
            epochs++;
        }
    }

    private void report() {
        double pictures = (double) epochs * plan.trainPictures();
        Measures.print(
                String.format(
                        Locale.ROOT,
                        "\"secondsPerPicture\": %.12f, \"cpuSecondsPerPicture\": %.12f",
                        seconds / pictures,
                        cpuSeconds / pictures));
    }
}
