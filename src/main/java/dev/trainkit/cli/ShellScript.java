package dev.trainkit.cli;

import dev.trainkit.TrainkitException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;

/**
 * A file of Java snippets, run in this JVM from top to bottom. The tool {@code jshell} would go on
 * after a snippet that fails and end with exit code 0; this stops there.
 */
final class ShellScript {

    private final Path file;

    ShellScript(Path file) {
        this.file = file;
    }

    /** Runs the snippets of {@code startup}, then the file's. */
    void run(String startup) {
        String source = read();
        try (JShell shell = JShell.builder().executionEngine("local").build()) {
            shell.addToClasspath(System.getProperty("java.class.path"));
            evaluate(shell, startup);
            evaluate(shell, source);
        }
    }

    private String read() {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new TrainkitException(
                    "Cannot read the script " + file + ". Name a file of JShell snippets.", e);
        }
    }

    private void evaluate(JShell shell, String source) {
        String rest = source;
        while (!rest.isBlank()) {
            CompletionInfo next = shell.sourceCodeAnalysis().analyzeCompletion(rest);
            boolean complete = next.completeness().isComplete();
            for (SnippetEvent event : shell.eval(complete ? next.source() : rest)) {
                check(shell, event, source, source.length() - rest.stripLeading().length());
            }
            rest = complete ? next.remaining() : "";
        }
    }

    private void check(JShell shell, SnippetEvent event, String source, int offset) {
        String problem = null;
        if (event.exception() != null) {
            problem = describe(event.exception());
        } else if (event.status() == Snippet.Status.REJECTED) {
            problem =
                    shell.diagnostics(event.snippet())
                            .map(diagnostic -> diagnostic.getMessage(Locale.ENGLISH))
                            .collect(Collectors.joining(" "));
        }
        if (problem != null) {
            long line = source.substring(0, offset).lines().count() + 1;
            throw new TrainkitException(
                    file + ": the snippet from line " + line + " failed: " + problem);
        }
    }

    private static String describe(JShellException exception) {
        return exception instanceof EvalException thrown
                ? thrown.getExceptionClassName() + ": " + thrown.getMessage()
                : exception.toString();
    }
}
