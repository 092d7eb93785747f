package dev.trainkit.data;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Finds classes by their names, in whichever way Unicode spells them. */
public final class ClassNames {

    private static final int MOST_NAMES = 10;

    private final Map<String, Integer> exact = new HashMap<>();
    private final Map<String, Integer> composed = new HashMap<>();

    ClassNames(List<String> classes) {
        for (int i = 0; i < classes.size(); i++) {
            exact.putIfAbsent(classes.get(i), i);
            composed.putIfAbsent(composed(classes.get(i)), i);
        }
    }

    /** The first of them, and how many more there are. */
    public static String listed(List<String> classes) {
        String first = classes.stream().limit(MOST_NAMES).collect(Collectors.joining(", "));
        int more = classes.size() - MOST_NAMES;
        return (classes.size() == 1 ? "class " : "the classes ")
                + first
                + (more > 0 ? String.format(Locale.ROOT, " and %,d more", more) : "");
    }

    /** As Linux and Windows spell it; Macs take accents apart. */
    static String composed(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFC);
    }

    /** The number of the class; one that is spelled so goes before one that looks so. */
    OptionalInt indexOf(String name) {
        Integer index = exact.getOrDefault(name, composed.get(composed(name)));
        return index == null ? OptionalInt.empty() : OptionalInt.of(index);
    }

    /** Those that are not among these. */
    List<String> unknown(List<String> names) {
        return names.stream().filter(name -> indexOf(name).isEmpty()).toList();
    }

    /** For each the number of its class here, or -1. */
    int[] indexesOf(List<String> names) {
        return IntStream.range(0, names.size())
                .map(i -> indexOf(names.get(i)).orElse(-1))
                .toArray();
    }
}
