package dev.trainkit.spring.web;

import dev.trainkit.TrainkitException;
import org.springframework.http.HttpStatus;

/** A request that is not answered, and the status that says why. */
final class RefusedException extends TrainkitException {

    private static final long serialVersionUID = 1L;

    private final HttpStatus status;

    RefusedException(HttpStatus status, String message) {
        super(message);
        this.status = status;
    }

    HttpStatus status() {
        return status;
    }

    /** Clients cause it, as often as they like: it must cost little. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
