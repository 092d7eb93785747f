package dev.trainkit.cli;

import dev.trainkit.TrainkitException;
import dev.trainkit.config.InvalidConfigException;
import java.io.PrintWriter;
import java.util.function.BooleanSupplier;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns whatever ends a command early into one readable message and an exit code. */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {

    private final PrintWriter err;
    private final BooleanSupplier verbose;

    Failures(PrintWriter err, BooleanSupplier verbose) {
        this.err = err;
        this.verbose = verbose;
    }

    @Override
    public int handleParseException(ParameterException exception, String[] args) {
        CommandLine commandLine = exception.getCommandLine();
        err.println(exception.getMessage());
        UnmatchedArgumentException.printSuggestions(exception, err);
        err.println(
                "Run '" + commandLine.getCommandSpec().qualifiedName() + " --help' for its usage.");
        return ExitCode.USAGE;
    }

    @Override
    public int handleExecutionException(
            Exception exception, CommandLine commandLine, ParseResult parseResult) {
        return report(exception);
    }

    int report(Throwable failure) {
        err.println(message(failure));
        if (verbose.getAsBoolean()) {
            failure.printStackTrace(err);
        }
        return failure instanceof InvalidConfigException ? ExitCode.USAGE : ExitCode.SOFTWARE;
    }

    private static String message(Throwable failure) {
        if (failure instanceof TrainkitException) {
            return failure.getMessage();
        }
        if (failure instanceof OutOfMemoryError) {
            return "Out of memory: "
                    + failure.getMessage()
                    + ". Give Java more, such as TRAINKIT_JAVA_OPTS=-Xmx4g, or lower"
                    + " train.batch-size.";
        }
        return "unexpected: "
                + failure
                + "; run again with --verbose and report what it prints, for this is a fault of"
                + " trainkit.";
    }
}
