package dev.trainkit.cli;

import dev.trainkit.TrainkitException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command line {@code trainkit}: lists the commands and runs the one that is named. */
@Command(
        name = "trainkit",
        description = "Trains small image classifiers on the JVM.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  trainkit train --epochs 1",
            "  trainkit predict digit.png",
            "  trainkit COMMAND --help"
        })
public final class Main implements Callable<Integer> {

    /** In the order of the help. */
    static final List<Class<?>> COMMANDS =
            List.of(
                    TrainCommand.class,
                    EvaluateCommand.class,
                    ReproduceCommand.class,
                    ImportCommand.class,
                    CompareCommand.class,
                    ReportCommand.class,
                    PredictCommand.class,
                    DataCommand.class,
                    ExportCommand.class,
                    SummaryCommand.class,
                    GraphCommand.class,
                    InspectCommand.class,
                    LrFindCommand.class,
                    DoctorCommand.class,
                    ConfigCommand.class,
                    ServeCommand.class,
                    ShellCommand.class);

    @Spec private CommandSpec spec;

    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "Show the stack trace of an error.")
    private boolean verbose;

    @Option(
            names = "--class-path",
            paramLabel = "PATH",
            scope = ScopeType.INHERIT,
            description =
                    "Jars and folders with classes of your own, models for one; jars in the folder"
                            + " ext of the installation are always there.")
    private String classPath;

    private Main() {}

    /** Reached when no command is named. */
    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitCode.USAGE;
    }

    /** Runs one command and ends the JVM with its exit code. */
    public static void main(String[] args) {
        Home.settle();
        quieten();
        System.getProperties().putIfAbsent("java.awt.headless", "true"); // pictures need no window
        Stdout stdout = new Stdout(new FileOutputStream(FileDescriptor.out));
        PrintWriter out = new PrintWriter(stdout, true, Charset.defaultCharset());
        PrintWriter err = new PrintWriter(System.err, true, Charset.defaultCharset());
        int exitCode = run(out, err, args);
        out.flush();
        System.exit(exitCode == ExitCode.OK ? stdout.exitCode(err) : exitCode);
    }

    /** Without a driver, DJL warns of CUDA on machines that have nothing to do with it. */
    private static void quieten() {
        String logger = "org.slf4j.simpleLogger.";
        System.getProperties().putIfAbsent(logger + "defaultLogLevel", "warn");
        System.getProperties().putIfAbsent(logger + "log.ai.djl.util.cuda.CudaUtils", "off");
        System.getProperties().putIfAbsent(logger + "log.trainkit.access", "info");
        System.getProperties().putIfAbsent(logger + "log.org.springframework.web", "error");
        System.getProperties()
                .putIfAbsent(logger + "log.org.springframework.boot", "off"); // the command says it
        System.getProperties().putIfAbsent(logger + "log.dev.trainkit.spring", "info");
        System.getProperties().putIfAbsent(logger + "showThreadName", "false");
    }

    /** Runs one command with its results on {@code out} and everything else on {@code err}. */
    static int run(PrintWriter out, PrintWriter err, String... args) {
        Main main = new Main();
        Failures failures = new Failures(err, () -> main.verbose);
        List<Class<?>> needed = needed(args);
        EngineAhead engine = EngineAhead.start(needed, args);
        CommandLine commandLine =
                commandLine(main, needed)
                        .setOut(out)
                        .setErr(err)
                        .setCaseInsensitiveEnumValuesAllowed(true)
                        .setExecutionStrategy(parsed -> main.execute(parsed, failures))
                        .setUsageHelpWidth(Terminal.helpWidth(System.getProperty(Terminal.COLUMNS)))
                        .setParameterExceptionHandler(failures)
                        .setExecutionExceptionHandler(failures);
        try (engine) {
            return commandLine.execute(args);
        } catch (Throwable error) { // Picocli hands over exceptions only, not errors such as memory
            return failures.report(error);
        }
    }

    private int execute(ParseResult parsed, Failures failures) {
        OwnClasses own;
        try {
            own = OwnClasses.of(classPath);
        } catch (TrainkitException e) { // Picocli hands over those of commands only
            return failures.report(e);
        }
        try (own) {
            return new RunLast().execute(parsed);
        }
    }

    /** The one that is named, alone: it takes a quarter of a second to describe them all. */
    private static List<Class<?>> needed(String... args) {
        return COMMANDS.stream()
                .filter(command -> args.length > 0 && name(command).equals(args[0]))
                .findFirst()
                .<List<Class<?>>>map(List::of)
                .orElse(COMMANDS);
    }

    static String name(Class<?> command) {
        return command.getAnnotation(Command.class).name();
    }

    private static CommandLine commandLine(Main main, List<Class<?>> commands) {
        CommandLine commandLine = new CommandLine(main);
        commands.forEach(commandLine::addSubcommand);
        return commandLine;
    }
}
