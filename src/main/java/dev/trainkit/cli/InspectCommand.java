package dev.trainkit.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists the checks of what a network computes. */
@Command(
        name = "inspect",
        description = "Check what a network computes.",
        synopsisSubcommandLabel = "CHECK",
        footerHeading = "%nExample:%n",
        footer = "  trainkit inspect gradcheck lenet",
        mixinStandardHelpOptions = true,
        subcommands = GradcheckCommand.class)
final class InspectCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    /** Reached when no check is named. */
    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitCode.USAGE;
    }
}
