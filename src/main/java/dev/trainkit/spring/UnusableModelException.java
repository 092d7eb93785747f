package dev.trainkit.spring;

import dev.trainkit.TrainkitException;

/** A model that a property names, and that cannot be served. */
public final class UnusableModelException extends TrainkitException {

    private static final long serialVersionUID = 1L;

    private final String property;
    private final String location;

    UnusableModelException(String property, String location, TrainkitException cause) {
        super(cause.getMessage(), cause);
        this.property = property;
        this.location = location;
    }

    /** The property that names the model. */
    public String property() {
        return property;
    }

    /** Its value; null where it is not set. */
    public String location() {
        return location;
    }
}
