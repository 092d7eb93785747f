package dev.trainkit.config;

import java.util.ArrayList;
import java.util.List;

/** The rules of one section, all of them checked before any is complained about. */
final class Rules {

    private final String section;
    private final List<Problem> broken = new ArrayList<>();

    Rules(String section) {
        this.section = section;
    }

    /** Write the condition so that NaN fails it: {@code x >= 0}, not {@code !(x < 0)}. */
    Rules require(boolean holds, String key, String rule, Object value) {
        if (!holds) {
            String found =
                    value instanceof String text
                            ? "'" + Problem.quoted(text) + "'"
                            : String.valueOf(value);
            String name = section + "." + key;
            broken.add(new Problem(name, null, name + " must be " + rule + ", but was " + found));
        }
        return this;
    }

    Rules requireName(String key, String value) {
        return require(value != null && !value.isBlank(), key, "a name", value);
    }

    void check() {
        if (!broken.isEmpty()) {
            throw new InvalidConfigException(broken);
        }
    }
}
