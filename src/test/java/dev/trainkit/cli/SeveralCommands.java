package dev.trainkit.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs the commands of a file, a line each, in one JVM, as it has been started. */
final class SeveralCommands {

    private SeveralCommands() {}

    /** What line 3 prints is in {@code 3.out} and {@code 3.err} of the working directory. */
    public static void main(String[] file) throws IOException {
        List<String> lines = Files.readAllLines(Path.of(file[0]));
        for (int i = 0; i < lines.size(); i++) {
            try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(Path.of(i + ".out")));
                    PrintWriter err =
                            new PrintWriter(Files.newBufferedWriter(Path.of(i + ".err")))) {
                out.println("exit code " + Main.run(out, err, lines.get(i).split(" ", -1)));
            }
        }
        System.exit(0);
    }
}
