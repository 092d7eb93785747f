package dev.trainkit.cli;

import dev.trainkit.report.ConsoleProgress;
import dev.trainkit.report.JsonLine;
import dev.trainkit.train.Reproduction;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Trains a model again and says whether it came out the same. */
@Command(
        name = "reproduce",
        description = "Train a model again as its directory says, and compare every byte.",
        footerHeading = "%nExample:%n",
        footer = "  trainkit reproduce models/lenet-mnist",
        mixinStandardHelpOptions = true)
final class ReproduceCommand implements Callable<Integer> {

    /**
     * What {@code --json} prints.
     *
     * @param difference null where every byte is the same
     */
    private record Result(String model, boolean same, String difference, List<String> reasons) {}

    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "The model directory.")
    private Path model;

    @Option(names = "--json", description = "Print the result as one JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        Reproduction reproduction;
        try (Terminal terminal = Terminal.of(spec.commandLine().getErr())) {
            reproduction = Reproduction.of(model, ConsoleProgress.on(terminal.console()));
        }
        boolean same = reproduction.difference().isEmpty();
        spec.commandLine().getOut().println(json ? toJson(reproduction) : toText(reproduction));
        return same ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private String toJson(Reproduction reproduction) {
        return JsonLine.of(
                new Result(
                        model.toString(),
                        reproduction.difference().isEmpty(),
                        reproduction.difference().orElse(null),
                        reproduction.reasons()));
    }

    private String toText(Reproduction reproduction) {
        if (reproduction.difference().isEmpty()) {
            return "The same: trained again, the weights have the bytes of those in %s."
                    .formatted(model);
        }
        String reason =
                reproduction.reasons().isEmpty()
                        ? "Nothing that was recorded has changed; the working tree may have."
                        : "What has changed: " + String.join("; ", reproduction.reasons()) + ".";
        return "Not the same: %s. %s".formatted(reproduction.difference().orElseThrow(), reason);
    }
}
