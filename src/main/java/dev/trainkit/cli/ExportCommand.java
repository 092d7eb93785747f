package dev.trainkit.cli;

import dev.trainkit.TrainkitException;
import dev.trainkit.export.ExportRequest;
import dev.trainkit.export.Exporters;
import dev.trainkit.export.ModelExport;
import dev.trainkit.export.NetworkGraph;
import dev.trainkit.export.Verification;
import dev.trainkit.report.ConsoleVerifying;
import dev.trainkit.report.JsonLine;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Takes a model out of the JVM. */
@Command(
        name = "export",
        description =
                "Write a model for another runtime, and keep the file only if that runtime gives the"
                        + " same answers.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  trainkit export --model models/lenet-mnist --format onnx",
            "  trainkit export --model models/lenet-mnist --format torchscript \\",
            "      --with-preprocessing --out digits.pt"
        },
        mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {

    private static final String DYNAMIC = "dynamic";

    @Spec private CommandSpec spec;

    @Option(
            names = "--model",
            required = true,
            paramLabel = "DIR",
            description = "The model directory.")
    private Path model;

    @Option(
            names = "--format",
            required = true,
            paramLabel = "F",
            completionCandidates = Formats.class,
            description = "One of ${COMPLETION-CANDIDATES}.")
    private String format;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description =
                    "The file to write; the model's name in the current folder when left out. What"
                            + " was verified goes into FILE.json.")
    private Path out;

    @Option(
            names = "--batch",
            paramLabel = "dynamic|N",
            defaultValue = DYNAMIC,
            description = "Pictures at a time: any number (${DEFAULT-VALUE}), or N and no other.")
    private String batch;

    @Option(
            names = "--with-preprocessing",
            description =
                    "Put grey, scaling and normalisation inside: 8-bit pixels go in, (N, height,"
                            + " width, 3).")
    private boolean withPreprocessing;

    @Option(
            names = "--data-path",
            paramLabel = "P",
            description =
                    "The folder of the test set; where the training looked when left out. 1,000"
                            + " random pictures where there is none.")
    private Path dataPath;

    @Option(
            names = "--allow-rounding",
            description =
                    "Keep the file also where logits are more than 1e-4 apart, if float32 leaves them"
                            + " open by as much and the same class comes first for every picture.")
    private boolean allowRounding;

    @Option(names = "--json", description = "Print the results as one JSON object.")
    private boolean json;

    /** For the help. */
    private static final class Formats implements Iterable<String> {

        @Override
        public Iterator<String> iterator() {
            return Exporters.names().iterator();
        }
    }

    @Override
    public Integer call() {
        ModelExport.Exported exported =
                export(
                        new ExportRequest(
                                model,
                                format,
                                out,
                                pictures(),
                                withPreprocessing,
                                dataPath,
                                allowRounding));
        PrintWriter output = spec.commandLine().getOut();
        output.print(json ? JsonLine.of(exported.report()) + "\n" : text(exported));
        output.flush();
        return ExitCode.OK;
    }

    private ModelExport.Exported export(ExportRequest request) {
        try (Terminal terminal = Terminal.of(spec.commandLine().getErr())) {
            return ModelExport.run(request, ConsoleVerifying.on(terminal.console(), format));
        }
    }

    private long pictures() {
        if (batch.equals(DYNAMIC)) {
            return NetworkGraph.DYNAMIC;
        }
        try {
            return Long.parseLong(batch);
        } catch (NumberFormatException e) {
            throw new TrainkitException(
                    "--batch must be dynamic or a number, but was '%s'. Leave it out for any number of pictures."
                            .formatted(batch),
                    e);
        }
    }

    private static String text(ModelExport.Exported exported) {
        Verification verification = exported.report().verification();
        return String.format(
                Locale.ROOT,
                "Exported    %s, %,d bytes%n"
                        + "Verified    with %s on %s: the same class first for all %,d, logits within %.1e%n"
                        + "%sReport      %s%n",
                exported.path(),
                exported.report().bytes(),
                verification.runtime(),
                verification.inputs(),
                verification.pictures(),
                verification.largestDifference(),
                rounding(verification),
                exported.sidecar());
    }

    private static String rounding(Verification verification) {
        return verification.lastBit() == null
                ? ""
                : String.format(
                        Locale.ROOT,
                        "Rounding    each weight changed by its last bit moves the model's own logits by up to %.1e%n",
                        verification.lastBit());
    }
}
