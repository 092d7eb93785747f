package dev.trainkit.config;

import java.io.Serializable;

/**
 * One mistake in a configuration.
 *
 * @param key the key it is about, {@code train.epochs} for one; null where it is about a whole file
 *     or option
 * @param place where the mistake was made, {@code config/x.yaml:12} for one; null in code
 * @param sentence what is wrong and what would be right
 */
public record Problem(String key, String place, String sentence) implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final int LONGEST_QUOTE = 80;

    Problem at(String newPlace) {
        return new Problem(key, newPlace, sentence);
    }

    /** What somebody wrote, on one line and not too long for a sentence. */
    static String quoted(String text) {
        String line = onOneLine(text);
        return line.length() <= LONGEST_QUOTE ? line : line.substring(0, LONGEST_QUOTE) + "...";
    }

    /** Without what could break a line or steer a terminal. */
    static String onOneLine(String text) {
        return text.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]+", " ");
    }

    /** The line that a person reads. */
    @Override
    public String toString() {
        return place == null ? sentence : place + ": " + sentence;
    }
}
