package dev.trainkit.cli;

import ai.djl.ndarray.NDManager;
import dev.trainkit.config.RunConfig;
import dev.trainkit.data.Datasets;
import dev.trainkit.engine.Engines;
import dev.trainkit.inspect.ModelSummary;
import dev.trainkit.model.Architecture;
import dev.trainkit.model.Models;
import dev.trainkit.store.ModelDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what a network is made of and what it costs. */
@Command(
        name = "summary",
        description = "Show the layers of a network, with their parameters and multiply-adds.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  trainkit summary models/lenet-mnist",
            "  trainkit summary config/mlp-mnist.yaml"
        },
        mixinStandardHelpOptions = true)
final class SummaryCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "MODEL|CONFIG",
            description =
                    "A model directory, or the YAML file of a run; config/lenet-mnist.yaml when"
                            + " left out.")
    private Path source;

    @Override
    public Integer call() {
        ModelSummary summary =
                summary(architecture(source == null ? Home.defaultConfig() : source));
        spec.commandLine().getOut().println(summary.asTorch());
        spec.commandLine().getOut().println();
        spec.commandLine().getOut().print(SummaryTable.of(summary));
        spec.commandLine().getOut().flush();
        return ExitCode.OK;
    }

    private static Architecture architecture(Path source) {
        return Files.isDirectory(source)
                ? ModelDirectory.load(source).manifest().architecture()
                : architecture(RunConfig.load(source, List.of()));
    }

    private static Architecture architecture(RunConfig config) {
        Datasets.Format format = Datasets.format(config.data());
        return new Architecture(
                config.model().name(),
                IntStream.of(format.preprocessing().inputShape()).boxed().toList(),
                format.classes().size());
    }

    private static ModelSummary summary(Architecture architecture) {
        try (NDManager manager = Engines.open().newManager()) {
            return ModelSummary.of(Models.create(architecture, manager, 0));
        }
    }
}
