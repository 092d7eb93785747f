package dev.trainkit.cli;

import dev.trainkit.TrainkitException;
import dev.trainkit.config.RunConfig;
import dev.trainkit.report.ConsoleProgress;
import dev.trainkit.report.History;
import dev.trainkit.report.JsonLine;
import dev.trainkit.store.ModelDirectory;
import dev.trainkit.train.EpochResult;
import dev.trainkit.train.TrainResult;
import dev.trainkit.train.TrainerRunner;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains a network as a configuration says, and writes it into a model directory. */
@Command(
        name = "train",
        description = "Train a network and write it into a model directory.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  trainkit train --epochs 1",
            "  trainkit train config/mlp-mnist.yaml --out my-mlp --seed 7"
        },
        mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {

    private static final int INTERRUPTED = 130;

    @Spec private CommandSpec spec;
    @Mixin private ConfigArguments configuration;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "The model directory; models/<name of CONFIG> when left out, with -2, -3, ..."
                            + " appended while that exists.")
    private Path out;

    @Option(names = "--overwrite", description = "Replace the model in the directory.")
    private boolean overwrite;

    @Option(names = "--json", description = "Print the results as one JSON object.")
    private boolean json;

    @Option(names = "--dry-run", description = "Show what would be done, and do nothing.")
    private boolean dryRun;

    @Override
    public Integer call() {
        RunConfig config = configuration.resolve().config();
        try (TrainerRunner runner = TrainerRunner.open(config)) {
            return dryRun ? show(runner) : train(runner);
        }
    }

    private int show(TrainerRunner runner) {
        TrainPlan plan = TrainPlan.of(runner, directory());
        print(json ? JsonLine.of(plan) + "\n" : plan.toText());
        return ExitCode.OK;
    }

    @SuppressWarnings("try") // the interruption is there for its closing
    private int train(TrainerRunner runner) {
        try (Interruption interruption = new Interruption(runner::stop)) {
            ModelDirectory directory = ModelDirectory.create(directory(), overwrite);
            TrainResult result = trainInto(directory, runner);
            report(result, directory.path(), runner.plan().config());
            return result.stopped() ? INTERRUPTED : ExitCode.OK;
        }
    }

    private Path directory() {
        if (out != null) {
            return out;
        }
        Path first = Home.models().resolve(configuration.name());
        Path directory = first;
        for (int i = 2; Files.exists(directory) && !overwrite; i++) {
            directory = first.resolveSibling(first.getFileName() + "-" + i);
        }
        return directory;
    }

    /** A run that fails, or ends before its first epoch, leaves no directory. */
    private TrainResult trainInto(ModelDirectory directory, TrainerRunner runner) {
        try {
            TrainResult result = fit(runner, directory);
            if (result.best().isPresent()) {
                runner.save(result, directory);
            } else {
                directory.discard();
            }
            return result;
        } catch (RuntimeException | Error e) {
            discardAfter(e, directory);
            throw e;
        }
    }

    private TrainResult fit(TrainerRunner runner, ModelDirectory directory) {
        boolean logSteps = runner.plan().config().train().logSteps();
        try (History history = History.create(directory.history(), logSteps);
                ConsoleProgress progress = ConsoleProgress.on(err())) {
            return runner.listen(history).listen(progress).fit();
        }
    }

    private static void discardAfter(Throwable failure, ModelDirectory directory) {
        try {
            directory.discard();
        } catch (TrainkitException e) {
            failure.addSuppressed(e);
        }
    }

    private void report(TrainResult result, Path directory, RunConfig config) {
        if (result.stopped()) {
            err().println(interrupted(result, config.train().epochs()));
        }
        if (result.best().isPresent()) {
            TrainResults results = TrainResults.of(result, directory);
            int best = result.best().get().epoch();
            print(
                    json
                            ? JsonLine.of(results) + "\n"
                            : results.toText(best) + next(directory, config.data().name()));
        }
    }

    private static String interrupted(TrainResult result, int epochs) {
        return result.best()
                .map(EpochResult::epoch)
                .map(
                        best ->
                                ("Interrupted after epoch %d of %d: kept the weights of epoch %d,"
                                                + " the best so far.")
                                        .formatted(result.epochs().size(), epochs, best))
                .orElse("Interrupted before the first epoch had ended: nothing was kept.");
    }

    /** The command that a newcomer tries next, ready to be pasted. */
    private static String next(Path directory, String data) {
        String picture = data.equals("mnist") ? Home.sampleDigit().toString() : "PICTURE";
        return "Try it      "
                + ShellWords.of(Home.command(), "predict", "--model", directory.toString(), picture)
                + "\n";
    }

    private void print(String text) {
        out().print(text);
        out().flush();
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
