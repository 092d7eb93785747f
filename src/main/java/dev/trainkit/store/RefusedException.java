package dev.trainkit.store;

import dev.trainkit.TrainkitException;

/** Why a file of weights is not read, before the file's name is put in front of it. */
final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String advice;

    /**
     * @param what goes on after the file's name, without a full stop
     * @param advice what to do, a whole sentence
     */
    RefusedException(String what, String advice) {
        super(what);
        this.advice = advice;
    }

    /** A file that breaks a rule of its format. */
    static RefusedException broken(String format, String reason) {
        return new RefusedException(
                "is not a whole %s file: %s".formatted(format, reason), "Copy or make it again.");
    }

    TrainkitException in(String file) {
        return new TrainkitException("%s %s. %s".formatted(file, getMessage(), advice), this);
    }
}
