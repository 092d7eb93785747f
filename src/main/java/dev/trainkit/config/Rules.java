package dev.trainkit.config;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The rules of one section, all of them checked before any is complained about. */
final class Rules {

    private final String section;
    private final Choice choice;
    private final List<Problem> broken = new ArrayList<>();

    Rules(String section) {
        this(section, Choice.NONE);
    }

    /** Of a section whose name decides which of its keys may be set. */
    Rules(String section, Choice choice) {
        this.section = section;
        this.choice = choice;
    }

    /** Write the condition so that NaN fails it: {@code x >= 0}, not {@code !(x < 0)}. */
    Rules require(boolean holds, String key, String rule, Object value) {
        if (!holds) {
            String found =
                    value instanceof String text
                            ? "'" + Problem.quoted(text) + "'"
                            : Problem.quoted(String.valueOf(value));
            complain(key, "must be " + rule + ", but was " + found);
        }
        return this;
    }

    /**
     * A key that only some choices have: null for the others, and by its rule for these.
     *
     * @param value null where nobody set it and the choice has no default for it
     */
    <T> Rules setting(String key, T value, Predicate<T> holds, String rule) {
        if (value != null && choice.refuses(key)) {
            complain(key, choice.refusal());
            return this;
        }
        boolean held = value == null ? choice.mayLack(key) : holds.test(value);
        return require(held, key, rule, value);
    }

    /** A key of true or false that only some choices have. */
    Rules setting(String key, Boolean value) {
        return setting(key, value, any -> true, "true or false");
    }

    /** In [0, 1). */
    static boolean isShare(double value) {
        return value >= 0 && value < 1;
    }

    /** Above 0 and finite. */
    static boolean isPositive(double value) {
        return value > 0 && value < Double.POSITIVE_INFINITY;
    }

    /** At least 0 and finite. */
    static boolean isFinite(double value) {
        return value >= 0 && value < Double.POSITIVE_INFINITY;
    }

    Rules requireName(String key, String value) {
        return require(value != null && !value.isBlank(), key, "a name", value);
    }

    private void complain(String key, String sentence) {
        String name = section + "." + key;
        broken.add(new Problem(name, null, name + " " + sentence));
    }

    void check() {
        if (!broken.isEmpty()) {
            throw new InvalidConfigException(broken);
        }
    }
}
