package dev.trainkit.cli;

import dev.trainkit.TemporaryFiles;
import dev.trainkit.TrainkitException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import jdk.jshell.tool.JavaShellToolBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Starts JShell with the class path and the imports ready, or runs a script in it. */
@Command(
        name = "shell",
        description = "Start JShell with trainkit and DJL imported, or run a script in it.",
        footerHeading = "%nExample:%n",
        footer = "  trainkit shell scripts/jshell/01-train.jsh",
        mixinStandardHelpOptions = true)
final class ShellCommand implements Callable<Integer> {

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description = "Run this script and end, instead of asking for input.")
    private Path script;

    @Override
    public Integer call() throws Exception {
        requireJShell();
        if (script == null) {
            return interactive();
        }
        new ShellScript(script).run(startup());
        return 0;
    }

    private static void requireJShell() {
        if (ModuleLayer.boot().findModule("jdk.jshell").isEmpty()) {
            throw new TrainkitException(
                    "This Java runtime has no JShell: "
                            + System.getProperty("java.home")
                            + ". Set JAVA_HOME to a JDK 17 or later.");
        }
    }

    private static int interactive() throws Exception {
        Path startup = TemporaryFiles.file("trainkit", ".jsh");
        try {
            Files.writeString(startup, startup());
            return JavaShellToolBuilder.builder()
                    .start(
                            "--execution", "local", // in this JVM, whose flags and variables fit
                            "--class-path", System.getProperty("java.class.path"),
                            "--startup", startup.toString());
        } finally {
            Files.deleteIfExists(startup);
        }
    }

    private static String startup() throws IOException {
        try (InputStream in = ShellCommand.class.getResourceAsStream("startup.jsh")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
