package dev.trainkit.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a command printed and how it ended, run in this JVM or through the real launcher. */
record Ran(int exitCode, String out, String err) {

    static final Path HOME = Path.of(System.getProperty("trainkit.home")).toAbsolutePath();

    /** Runs the command in this JVM: fast, for unit tests. */
    static Ran here(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
        return new Ran(exitCode, out.toString(), err.toString());
    }

    /** Runs {@code scripts/trainkit} as a process in the given folder, as a person would. */
    static Ran launched(Path folder, String... arguments) {
        return launched(folder, HOME.resolve("scripts/trainkit"), Map.of(), arguments);
    }

    static Ran launched(
            Path folder, Path launcher, Map<String, String> environment, String... arguments) {
        try {
            Path out = Files.createTempFile(folder, "out", ".txt");
            Path err = Files.createTempFile(folder, "err", ".txt");
            Process process =
                    process(folder, launcher, environment, arguments)
                            .redirectOutput(out.toFile())
                            .redirectError(err.toFile())
                            .start();
            process.getOutputStream().close();
            return new Ran(process.waitFor(), Files.readString(out), Files.readString(err));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static ProcessBuilder process(
            Path folder, Path launcher, Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().putAll(environment);
        return builder;
    }
}
