package dev.trainkit.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the configuration that a run would have, and where each value comes from. */
@Command(
        name = "config",
        description = "Show the resolved configuration and where each value comes from.",
        footerHeading = "%nExample:%n",
        footer = "  trainkit config config/mlp-mnist.yaml --set train.epochs=3",
        mixinStandardHelpOptions = true)
final class ConfigCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;
    @Mixin private ConfigArguments configuration;

    @Override
    public Integer call() {
        spec.commandLine().getOut().print(configuration.resolve().toYaml());
        return ExitCode.OK;
    }
}
