package dev.trainkit.cli;

import dev.trainkit.eval.Answers;
import dev.trainkit.eval.ModelEvaluation;
import dev.trainkit.report.JsonLine;
import dev.trainkit.report.PredictionsFile;
import dev.trainkit.store.Manifest;
import dev.trainkit.store.ModelDirectory;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints what a model scores on the test set. */
@Command(
        name = "evaluate",
        description = "Measure a model on the test set: accuracy, loss, and figures of each class.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  trainkit evaluate --model models/lenet-mnist",
            "  trainkit evaluate --model models/lenet-mnist --predictions answers.csv --json"
        },
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
            names = "--data",
            paramLabel = "NAME",
            description =
                    "Another data set of the model's classes, or of some of them, found by their"
                            + " names; the run's own when left out.")
    private String data;

    @Option(
            names = "--data-path",
            paramLabel = "P",
            description =
                    "The folder of the data set's files; where the training looked when left out.")
    private Path dataPath;

    @Option(
            names = "--predictions",
            paramLabel = "FILE",
            description = "Write the answer to each picture into this CSV file.")
    private Path predictions;

    @Mixin private DeviceOption device;

    @ArgGroup private Format format = new Format();

    /** One of both at most. */
    private static final class Format {

        @Option(names = "--json", description = "Print the results as one JSON object.")
        private boolean json;

        @Option(names = "--csv", description = "Print a line for each figure: name, class, value.")
        private boolean csv;
    }

    @Override
    public Integer call() {
        Manifest manifest = ModelDirectory.load(model).manifest();
        Answers answers = ModelEvaluation.answers(model, data, dataPath, device.engine());
        TestFigures figures = TestFigures.of(answers, manifest.temperatureOrOne());
        if (predictions != null) {
            PredictionsFile.write(
                    answers.predictions().atTemperature(manifest.temperatureOrOne()), predictions);
        }
        spec.commandLine().getOut().print(text(figures));
        spec.commandLine().getOut().flush();
        return ExitCode.OK;
    }

    private String text(TestFigures figures) {
        if (format.json) {
            return JsonLine.of(figures) + "\n";
        }
        return format.csv ? TestFiguresCsv.of(figures) : TestFiguresText.of(figures);
    }
}
