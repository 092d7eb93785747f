package dev.trainkit.data;

import dev.trainkit.Quoted;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The classes that labels in writing stand for. Where all are numbers they are compared as numbers:
 * {@code 01} and {@code 1} are one class, and so are {@code 1} and {@code 1.0}; and whole numbers
 * are in their order. Else they are names, in theirs.
 */
final class WrittenLabels {

    private static final Pattern WHOLE = Pattern.compile("[0-9]{1,9}");
    private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9]{1,15}(\\.[0-9]{0,9})?");

    private final Map<String, Integer> indexes = new HashMap<>();
    private final List<String> classes = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    private WrittenLabels() {}

    /**
     * @param labels of all parts, none blank
     */
    static WrittenLabels of(Collection<String> labels) {
        Set<String> spellings = new TreeSet<>(labels);
        WrittenLabels written = new WrittenLabels();
        if (spellings.stream().allMatch(spelling -> NUMBER.matcher(spelling).matches())) {
            written.addNumbers(spellings);
        } else {
            spellings.forEach(name -> written.add(name, List.of(name)));
            written.noteCase();
        }
        return written;
    }

    private void addNumbers(Set<String> spellings) {
        Map<Double, List<String>> values =
                spellings.stream()
                        .collect(
                                Collectors.groupingBy(
                                        Double::valueOf, TreeMap::new, Collectors.toList()));
        boolean isMixed = values.size() < spellings.size();
        boolean isWhole = spellings.stream().allMatch(one -> WHOLE.matcher(one).matches());
        if (isMixed || isWhole) {
            values.forEach((value, same) -> add(name(value, same), same));
        } else {
            spellings.forEach(name -> add(name, List.of(name))); // in the order of names, as ever
        }
    }

    /** One spelling names its class; of several the number does. */
    private String name(double value, List<String> same) {
        if (same.size() == 1) {
            return same.get(0);
        }
        String name =
                value == Math.rint(value)
                        ? String.format(Locale.ROOT, "%.0f", value)
                        : String.valueOf(value);
        notes.add(
                "the labels %s are one number, and were read as one class, %s"
                        .formatted(quoted(same), name));
        return name;
    }

    private void add(String name, List<String> spellings) {
        spellings.forEach(spelling -> indexes.put(spelling, classes.size()));
        classes.add(name);
    }

    private void noteCase() {
        Map<String, List<String>> alike = new LinkedHashMap<>();
        classes.forEach(
                name ->
                        alike.computeIfAbsent(name.toLowerCase(Locale.ROOT), n -> new ArrayList<>())
                                .add(name));
        alike.values().stream()
                .filter(names -> names.size() > 1)
                .map(
                        names ->
                                "the classes %s differ by capital letters alone"
                                        .formatted(quoted(names)))
                .forEach(notes::add);
    }

    private static String quoted(List<String> names) {
        return names.stream()
                .map(name -> "'" + Quoted.of(name) + "'")
                .collect(Collectors.joining(" and "));
    }

    /** In the order of their numbers. */
    List<String> classes() {
        return classes;
    }

    /** The class of a label that was among those that this is of. */
    int indexOf(String label) {
        return indexes.get(label);
    }

    /** What was read as one, and what looks as if it were one, a sentence each. */
    List<String> notes() {
        return notes;
    }
}
