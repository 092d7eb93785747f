package dev.trainkit.cli;

import dev.trainkit.eval.Evaluation;
import dev.trainkit.eval.ModelEvaluation;
import dev.trainkit.report.JsonLine;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints what a model scores on the test set. */
@Command(
        name = "evaluate",
        description = "Measure loss and accuracy of a model on the test set.",
        footerHeading = "%nExample:%n",
        footer = "  trainkit evaluate --model models/lenet-mnist",
        mixinStandardHelpOptions = true)
final class EvaluateCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Option(
            names = "--model",
            required = true,
            paramLabel = "DIR",
            description = "The model directory.")
    private Path model;

    @Option(
            names = "--data-path",
            paramLabel = "P",
            description =
                    "The folder of the data set's files; where the training looked when left out.")
    private Path dataPath;

    @Mixin private DeviceOption device;

    @Option(names = "--json", description = "Print the results as one JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        Evaluation test = ModelEvaluation.of(model, dataPath, device.engine());
        spec.commandLine().getOut().println(json ? JsonLine.of(test) : text(test));
        return ExitCode.OK;
    }

    private static String text(Evaluation test) {
        return String.format(
                Locale.ROOT,
                "Test  accuracy %.2f %%, loss %.4f, %,d pictures",
                100 * test.accuracy(),
                test.loss(),
                test.pictures());
    }
}
