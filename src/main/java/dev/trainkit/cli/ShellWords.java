package dev.trainkit.cli;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Writes a command so that it can be pasted into a shell. */
final class ShellWords {

    private ShellWords() {}

    /** The words, each quoted where a shell would take it apart. */
    static String of(String... words) {
        return Arrays.stream(words).map(ShellWords::quoted).collect(Collectors.joining(" "));
    }

    private static String quoted(String word) {
        return word.matches("[\\w./:=@%+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
