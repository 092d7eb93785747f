package dev.trainkit.config;

import java.util.List;
import java.util.Map;

/**
 * What the choice of a name brings with it: the keys that this choice has, with their defaults. The
 * keys of the other choices are null, and setting one of them is a mistake.
 *
 * @param name the chosen model, optimizer, loss or schedule
 * @param all each choice's keys and their defaults
 */
record Choice(String name, Map<String, Map<String, Object>> all) {

    /** In the place of a default: null is a value. */
    static final Object OPTIONAL = new Object();

    /** In the place of a default: somebody has to set it. */
    static final Object REQUIRED = new Object();

    /** Of a section whose keys depend on no name. */
    static final Choice NONE = new Choice(null, Map.of());

    /** Whether this is one of the names; nothing is known and refused of any other. */
    private boolean isKnown() {
        return name != null && all.containsKey(name);
    }

    boolean has(String key) {
        return isKnown() && all.get(name).containsKey(key);
    }

    /** Whether only other choices have that key. */
    boolean refuses(String key) {
        return isKnown() && !has(key) && decides(key);
    }

    /** Whether it depends on the choice if there is such a key. */
    boolean decides(String key) {
        return all.values().stream().anyMatch(choice -> choice.containsKey(key));
    }

    /** Whether that key may be null. */
    boolean mayLack(String key) {
        return !has(key) || all.get(name).get(key) == OPTIONAL;
    }

    /**
     * The default of that key, null where there is none.
     *
     * @param otherwise where it does not depend on the choice
     */
    Object defaultOf(String key, Object otherwise) {
        return has(key) ? get(key, Object.class) : refuses(key) ? null : otherwise;
    }

    double number(String key, double otherwise) {
        return has(key) ? number(key) : otherwise;
    }

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
        return list(key, Double.class);
    }

    List<Integer> wholes(String key) {
        return list(key, Integer.class);
    }

    private <T> List<T> list(String key, Class<T> type) {
        List<?> list = get(key, List.class);
        return list == null ? null : list.stream().map(type::cast).toList();
    }

    private <T> T get(String key, Class<T> type) {
        Object value = has(key) ? all.get(name).get(key) : null;
        return value == OPTIONAL || value == REQUIRED ? null : type.cast(value);
    }

    /** {@code is not a setting of adadelta, whose own are eps and rho}. */
    String refusal() {
        List<String> own =
                all.get(name).keySet().stream().filter(key -> !isCommon(key)).sorted().toList();
        String which =
                switch (own.size()) {
                    case 0 -> "which has none of its own";
                    case 1 -> "whose own is " + own.get(0);
                    default -> "whose own are " + UnknownKey.listed(own);
                };
        return "is not a setting of " + name + ", " + which;
    }

    private boolean isCommon(String key) {
        return all.values().stream().allMatch(choice -> choice.containsKey(key));
    }
}
