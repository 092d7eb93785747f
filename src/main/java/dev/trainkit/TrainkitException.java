package dev.trainkit;

import java.util.List;
import java.util.stream.Collectors;

/**
 * An error that a person reads: what happened, why, and what to do, in plain sentences. The command
 * line prints its message and nothing else, so whatever names stand in it, it is one line and moves
 * no cursor.
 */
public class TrainkitException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param message what happened, why, and what to do
     */
    public TrainkitException(String message) {
        super(line(message));
    }

    /**
     * @param message what happened, why, and what to do
     * @param cause shown only where a stack trace is asked for
     */
    public TrainkitException(String message, Throwable cause) {
        super(line(message), cause);
    }

    /**
     * @param lines of a message that has several
     */
    protected TrainkitException(List<String> lines) {
        super(lines.stream().map(TrainkitException::line).collect(Collectors.joining("\n")));
    }

    private static String line(String message) {
        return message == null ? null : Quoted.line(message);
    }
}
