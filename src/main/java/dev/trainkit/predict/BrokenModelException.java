package dev.trainkit.predict;

import dev.trainkit.TrainkitException;

/** A model that computes nothing of use, or was closed: whatever the picture, it has no answer. */
public final class BrokenModelException extends TrainkitException {

    private static final long serialVersionUID = 1L;

    BrokenModelException(String message) {
        super(message);
    }
}
