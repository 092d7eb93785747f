package dev.trainkit.cli;

import dev.trainkit.TrainkitException;
import dev.trainkit.config.ResolvedConfig;
import dev.trainkit.report.Console;
import dev.trainkit.report.ConsoleProgress;
import dev.trainkit.report.ConsoleReading;
import dev.trainkit.report.JsonLine;
import dev.trainkit.report.RecordedRun;
import dev.trainkit.store.Checkpoints.Checkpoint;
import dev.trainkit.store.ModelDirectory;
import dev.trainkit.train.TrainResult;
import dev.trainkit.train.TrainerRunner;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Trains a network as a configuration says, and writes it into a model directory. */
@Command(
        name = "train",
        description = "Train a network and write it into a model directory.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  trainkit train --epochs 1",
            "  trainkit train config/mlp-mnist.yaml --out my-mlp --seed 7",
            "  trainkit train --set data.augment.rotate=10 --set data.augment.shift=0.05",
            "  trainkit train --resume my-mlp --epochs 20"
        },
        mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;
    @Mixin private ConfigArguments configuration;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "The model directory; models/<name of CONFIG> in the current folder when left"
                            + " out, with -2, -3, ... appended while that exists.")
    private Path out;

    @Option(names = "--overwrite", description = "Replace the model in the directory.")
    private boolean overwrite;

    @Option(
            names = "--resume",
            paramLabel = "DIR",
            description =
                    "Go on with the run in this model directory where its last whole checkpoint was"
                            + " written; --epochs and logging may change.")
    private Path resume;

    @Option(
            names = "--folds",
            paramLabel = "K",
            description =
                    "Train K times, each time with another K-th of the training pictures kept out for"
                            + " validation, into DIR/fold-1 to DIR/fold-K, and print the mean and the"
                            + " deviation of the figures.")
    private Integer folds;

    private final List<TrainResults> foldResults = new ArrayList<>();

    @Option(names = "--json", description = "Print the results as one JSON object.")
    private boolean json;

    @Option(names = "--dry-run", description = "Show what would be done, and do nothing.")
    private boolean dryRun;

    private Console console;

    @Override
    public Integer call() {
        try (Terminal terminal = Terminal.of(spec.commandLine().getErr())) {
            console = terminal.console();
            return run();
        }
    }

    private int run() {
        if (folds != null) {
            return crossValidate();
        }
        if (resume != null) {
            return resume();
        }
        ResolvedConfig config = configuration.resolve();
        return dryRun ? show(config) : start(config);
    }

    private int show(ResolvedConfig config) {
        try (TrainerRunner runner = open(config)) {
            return show(runner, directory());
        }
    }

    private int start(ResolvedConfig config) {
        try (Interruption interruption = new Interruption();
                ModelDirectory directory = ModelDirectory.create(directory(), overwrite)) {
            return startIn(directory, config, interruption);
        }
    }

    private int crossValidate() {
        if (resume != null || dryRun) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--folds starts runs of its own: leave out --resume and --dry-run.");
        }
        Path root = directory();
        try (Interruption interruption = new Interruption()) {
            for (int fold = 1; fold <= folds; fold++) {
                ResolvedConfig config =
                        configuration.resolve(List.of("data.folds=" + folds, "data.fold=" + fold));
                console.println(String.format(Locale.ROOT, "Fold %d of %d", fold, folds));
                try (ModelDirectory directory =
                        ModelDirectory.create(root.resolve("fold-" + fold), overwrite)) {
                    startIn(directory, config, interruption);
                }
                if (interruption.exitCode() != 0) {
                    return interruption.exitCode();
                }
            }
        }
        FoldFigures figures = FoldFigures.of(foldResults);
        print(json ? JsonLine.of(figures) + "\n" : figures.toText());
        return ExitCode.OK;
    }

    /** A run that fails before its first checkpoint leaves no directory. */
    private int startIn(
            ModelDirectory directory, ResolvedConfig config, Interruption interruption) {
        try (TrainerRunner runner = open(config)) {
            return train(runner, directory, interruption);
        } catch (RuntimeException | Error e) {
            directory.discardAfter(e);
            throw e;
        }
    }

    private int resume() {
        if (configuration.namesFile() || out != null || overwrite) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--resume goes on with the configuration and the directory of its run: leave out"
                            + " CONFIG, --out and --overwrite.");
        }
        try (Interruption interruption = new Interruption();
                ModelDirectory directory = ModelDirectory.resume(resume)) {
            Checkpoint checkpoint =
                    directory.checkpoints().newest(console::println).orElseThrow(this::nothingLeft);
            try (TrainerRunner runner = resume(checkpoint)) {
                return dryRun ? show(runner, resume) : goOn(runner, directory, interruption);
            }
        }
    }

    private TrainerRunner open(ResolvedConfig config) {
        String data = config.config().data().name();
        return TrainerRunner.open(config, ConsoleReading.on(console, data));
    }

    private TrainerRunner resume(Checkpoint checkpoint) {
        return TrainerRunner.resume(
                checkpoint,
                configuration.overrides(),
                ConsoleReading.on(console, "the data of the run"));
    }

    private TrainkitException nothingLeft() {
        return new TrainkitException(
                ("There is no whole checkpoint in %s. Start the run again: `trainkit train --out %s"
                                + " --overwrite`.")
                        .formatted(resume, resume));
    }

    private int goOn(TrainerRunner runner, ModelDirectory directory, Interruption interruption) {
        console.println("Resuming after step " + runner.step());
        directory.reopen();
        return train(runner, directory, interruption);
    }

    private int show(TrainerRunner runner, Path directory) {
        TrainPlan plan = TrainPlan.of(runner, directory);
        plan.runNotes().forEach(console::println);
        plan.notes().forEach(note -> console.println("Data: " + note));
        print(json ? JsonLine.of(plan) + "\n" : plan.toText());
        return ExitCode.OK;
    }

    private int train(TrainerRunner runner, ModelDirectory directory, Interruption interruption) {
        interruption.stops(runner::stop);
        report(fitAndKeep(runner, directory), directory.path(), runner);
        return interruption.exitCode();
    }

    private TrainResult fitAndKeep(TrainerRunner runner, ModelDirectory directory) {
        try (RecordedRun run = new RecordedRun(runner, directory, console::println)) {
            TrainResult result = run.fit(ConsoleProgress.on(console));
            console.show("Saving what the run has come to");
            run.keep(result);
            return result;
        }
    }

    private Path directory() {
        if (out != null) {
            return out;
        }
        Path first = Path.of("models").resolve(configuration.name());
        Path directory = first;
        for (int i = 2; Files.exists(directory) && !overwrite; i++) {
            directory = first.resolveSibling(first.getFileName() + "-" + i);
        }
        return directory;
    }

    private void report(TrainResult result, Path directory, TrainerRunner runner) {
        if (result.stopped()) {
            console.println(interrupted(runner, directory));
            return;
        }
        result.endedEarly().ifPresent(reason -> console.println("The run ended early: " + reason));
        TrainResults results = TrainResults.of(result, directory);
        foldResults.add(results);
        if (folds != null && json) {
            return;
        }
        print(json ? JsonLine.of(results) + "\n" : table(results, result, directory, runner));
    }

    private static String table(
            TrainResults results, TrainResult result, Path directory, TrainerRunner runner) {
        return results.toText(result.best().orElseThrow().epoch())
                + NextSteps.of(directory, runner.plan().config()).toText();
    }

    private static String interrupted(TrainerRunner runner, Path directory) {
        if (runner.step() == 0) {
            return "Interrupted before the first step: nothing was kept.";
        }
        return String.format(
                Locale.ROOT,
                "Interrupted after step %d, in epoch %d of %d. Nothing is lost; go on with:%n  %s",
                runner.step(),
                Math.min(runner.epochs().size() + 1, runner.plan().config().train().epochs()),
                runner.plan().config().train().epochs(),
                ShellWords.of(Home.command(), "train", "--resume", directory.toString()));
    }

    private void print(String text) {
        console.clear();
        out().print(text);
        out().flush();
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
