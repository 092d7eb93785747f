package dev.trainkit.cli;

import ai.djl.ndarray.NDManager;
import dev.trainkit.engine.Engines;
import dev.trainkit.inspect.ModelSummary;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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
    @Mixin private NetworkArguments network;

    @Override
    public Integer call() {
        ModelSummary summary = summary();
        spec.commandLine().getOut().println(summary.asTorch());
        spec.commandLine().getOut().println();
        spec.commandLine().getOut().print(SummaryTable.of(summary));
        spec.commandLine().getOut().flush();
        return ExitCode.OK;
    }

    private ModelSummary summary() {
        try (NDManager manager = Engines.open().newManager()) {
            return ModelSummary.of(network.create(manager));
        }
    }
}
