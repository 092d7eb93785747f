package dev.trainkit.spring;

import dev.trainkit.TrainkitException;
import java.util.Locale;

/** As many runs wait as may. */
public final class QueueFullException extends TrainkitException {

    private static final long serialVersionUID = 1L;

    QueueFullException(int most) {
        super(
                String.format(
                        Locale.ROOT,
                        "As many runs wait as may: %,d. Submit it again when some have been"
                                + " trained, or cancel one.",
                        most));
    }
}
