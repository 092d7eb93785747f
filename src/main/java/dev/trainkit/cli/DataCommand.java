package dev.trainkit.cli;

import dev.trainkit.config.DataConfig;
import dev.trainkit.config.RunConfig;
import dev.trainkit.data.ContactSheet;
import dev.trainkit.data.DataAudit;
import dev.trainkit.data.DataParts;
import dev.trainkit.data.Datasets;
import dev.trainkit.data.SplitFile;
import dev.trainkit.report.ConsoleReading;
import dev.trainkit.report.JsonLine;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Looks at the data of a run and says what is odd about them. */
@Command(
        name = "data",
        description = {
            "Show what the data of a run are made of: parts, classes, mean and deviation, the same",
            "picture twice, and every picture that cannot be read."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  trainkit data config/lenet-mnist.yaml",
            "  trainkit data --set data.name=image-folder --set data.path=pictures \\",
            "      --sheet sheet.png",
            "  trainkit data config/lenet-mnist.yaml --split split.csv"
        },
        mixinStandardHelpOptions = true)
final class DataCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;
    @Mixin private ConfigArguments configuration;

    @Option(names = "--json", description = "Print the findings as one JSON object.")
    private boolean json;

    @Option(
            names = "--sheet",
            paramLabel = "FILE",
            description =
                    "Write a PNG picture with training pictures of each class as the network sees"
                            + " them, a row for each class.")
    private Path sheet;

    @Option(
            names = "--split",
            paramLabel = "FILE",
            description =
                    "Write which picture is in which part into a new table, which data.split-file"
                            + " takes.")
    private Path split;

    @Override
    public Integer call() {
        RunConfig config = configuration.resolve().config();
        DataParts parts = open(config);
        if (split != null) {
            new SplitFile(split, config.data()).write(parts);
        }
        DataAudit audit = DataAudit.of(parts);
        if (sheet != null) {
            ContactSheet.write(parts.train(), sheet);
        }
        spec.commandLine()
                .getOut()
                .print(json ? JsonLine.of(audit) + "\n" : DataAuditText.of(audit));
        spec.commandLine().getOut().flush();
        return ExitCode.OK;
    }

    /** With all that is wrong, where training would stop at the first. */
    private DataParts open(RunConfig config) {
        DataConfig data = config.data().onError("skip");
        try (Terminal terminal = Terminal.of(spec.commandLine().getErr())) {
            ConsoleReading reading = ConsoleReading.on(terminal.console(), data.name());
            return Datasets.open(data, config.train().seed(), reading);
        }
    }
}
