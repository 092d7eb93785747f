package dev.trainkit.cli;

import dev.trainkit.eval.ModelComparison;
import dev.trainkit.report.JsonLine;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints two models side by side. */
@Command(
        name = "compare",
        description = "Compare two models: settings, figures, and their answers to the test set.",
        footerHeading = "%nExample:%n",
        footer = "  trainkit compare models/lenet-mnist models/lenet-mnist-2",
        mixinStandardHelpOptions = true)
final class CompareCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "DIR", description = "A model directory.")
    private Path first;

    @Parameters(index = "1", paramLabel = "DIR", description = "The one to compare it with.")
    private Path second;

    @Option(
            names = "--data-path",
            paramLabel = "P",
            description =
                    "The folder of the data set's files; where each training looked when left out.")
    private Path dataPath;

    @Mixin private DeviceOption device;

    @Option(names = "--json", description = "Print the comparison as one JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        ModelComparison comparison = ModelComparison.of(first, second, dataPath, device.engine());
        spec.commandLine()
                .getOut()
                .println(
                        json
                                ? JsonLine.of(new ComparisonJson(comparison))
                                : ComparisonText.of(comparison));
        return ExitCode.OK;
    }
}
