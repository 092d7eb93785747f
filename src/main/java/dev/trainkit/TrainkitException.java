package dev.trainkit;

/**
 * An error that a person reads: what happened, why, and what to do, in plain sentences. The command
 * line prints its message and nothing else.
 */
public class TrainkitException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param message what happened, why, and what to do
     */
    public TrainkitException(String message) {
        super(message);
    }

    /**
     * @param message what happened, why, and what to do
     * @param cause shown only where a stack trace is asked for
     */
    public TrainkitException(String message, Throwable cause) {
        super(message, cause);
    }
}
