package dev.trainkit.cli;

import dev.trainkit.report.ModelReport;
import dev.trainkit.report.RunsReport;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Draws the report of a model again, or that of several beside each other. */
@Command(
        name = "report",
        description = "Draw the report of a model, or of several runs beside each other.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  trainkit report models/lenet-mnist",
            "  trainkit report models/lenet-mnist models/lenet-mnist-2 --out runs.html"
        },
        mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Parameters(
            paramLabel = "DIR",
            arity = "1..*",
            description =
                    "A model directory: its report.html, curves.png, confusion.png and results.csv"
                            + " are written into it. Of several, one page is written.")
    private List<Path> models;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "The page of several runs; runs.html when left out.")
    private Path out;

    @Option(
            names = "--data-path",
            paramLabel = "P",
            description =
                    "The folder of the data set's files; where the training looked when left out.")
    private Path dataPath;

    @Mixin private DeviceOption device;

    @Override
    public Integer call() {
        Path page = models.size() == 1 ? one() : several();
        spec.commandLine().getOut().println(page);
        return ExitCode.OK;
    }

    private Path one() {
        if (out != null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--out is for the page of several models; that of one is written into its"
                            + " directory.");
        }
        return ModelReport.write(models.get(0), dataPath, device.engine());
    }

    private Path several() {
        Path page = out == null ? Path.of("runs.html") : out;
        RunsReport.write(models, dataPath, page);
        return page;
    }
}
