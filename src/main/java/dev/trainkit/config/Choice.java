package dev.trainkit.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What the choice of a name brings with it: the keys that this choice has, with their defaults. The
 * section's other keys are null, and setting one of them is a mistake.
 *
 * @param name the chosen optimizer, loss or schedule
 * @param defaults by key; null where the name is not known, so that nothing is refused for it
 */
record Choice(String name, Map<String, Object> defaults) {

    /** In the place of a default, where there is none. */
    enum Absent {
        /** Null is a value. */
        ALLOWED,
        /** Somebody has to set it. */
        REFUSED
    }

    /** Of a section whose keys depend on no name. */
    static final Choice NONE = new Choice(null, null);

    static Choice of(String name, Map<String, Map<String, Object>> choices) {
        return new Choice(name, name == null ? null : choices.get(name));
    }

    /** The default of that key; null where this choice has none. */
    Double number(String key) {
        return get(key, Double.class);
    }

    Integer whole(String key) {
        return get(key, Integer.class);
    }

    Boolean flag(String key) {
        return get(key, Boolean.class);
    }

    String text(String key) {
        return get(key, String.class);
    }

    List<Double> numbers(String key) {
        List<?> list = get(key, List.class);
        return list == null ? null : list.stream().map(Double.class::cast).toList();
    }

    private <T> T get(String key, Class<T> type) {
        boolean given = has(key) && !(defaults.get(key) instanceof Absent);
        return given ? type.cast(defaults.get(key)) : null;
    }

    boolean has(String key) {
        return defaults != null && defaults.containsKey(key);
    }

    boolean refuses(String key) {
        return defaults != null && !defaults.containsKey(key);
    }

    /** Whether that key may be null. */
    boolean mayLack(String key) {
        return !has(key) || defaults.get(key) == Absent.ALLOWED;
    }

    /** {@code is not a setting of adadelta, whose own are eps and rho}. */
    String refusal() {
        List<String> own = new ArrayList<>(new TreeSet<>(defaults.keySet()));
        String which =
                switch (own.size()) {
                    case 0 -> "which has none of its own";
                    case 1 -> "whose own is " + own.get(0);
                    default -> "whose own are " + UnknownKey.listed(own);
                };
        return "is not a setting of " + name + ", " + which;
    }
}
