package dev.trainkit.cli;

import dev.trainkit.report.JsonLine;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints what trainkit finds on this machine, and what is wrong with it. */
@Command(
        name = "doctor",
        description = {
            "Show Java, machine, engine and data sets, and how to mend what is wrong.",
            "Ends with exit code 1 where something is."
        },
        footerHeading = "%nExample:%n",
        footer = "  trainkit doctor",
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Option(names = "--json", description = "Print what was found as one JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        Diagnosis diagnosis = Diagnosis.ofThisMachine();
        PrintWriter out = spec.commandLine().getOut();
        out.print(json ? JsonLine.of(diagnosis) + "\n" : DiagnosisText.of(diagnosis));
        out.flush();
        return diagnosis.faults().isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
    }
}
