package dev.trainkit.predict;

import dev.trainkit.TrainkitException;

/** A call that was refused because a model has as many as it may take on. */
public final class OverloadException extends TrainkitException {

    private static final long serialVersionUID = 1L;

    /** What there was no more of. */
    public enum Reason {
        /** As many calls wait as may. */
        QUEUE_FULL,
        /** The call's turn did not come in time. */
        QUEUE_TIMEOUT
    }

    private final Reason reason;

    OverloadException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /** Where it was thrown is always the same, and a refusal must cost next to nothing. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
