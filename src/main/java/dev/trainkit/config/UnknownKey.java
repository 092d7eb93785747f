package dev.trainkit.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What to say about a key that there is not: the nearest one, or those that there are. */
final class UnknownKey {

    private UnknownKey() {}

    /** A section that there is not; a person may have left out the section of a key. */
    static String section(String name) {
        List<String> sections = Section.OUTER.stream().map(Section::name).toList();
        List<String> wholeKeys = Section.allKeys().stream().map(Section.Key::toString).toList();
        if (wholeKeys.contains(name)) {
            return "Unknown key '%s'. In a file, the section has a line of its own, its keys below it."
                    .formatted(name);
        }
        return sentence(
                name,
                nearest(name, sections)
                        .or(() -> nearest(name, wholeKeys))
                        .or(() -> elsewhere(name)),
                "The sections are " + listed(sections));
    }

    /** A key that its section does not have; a person may have put it into the wrong one. */
    static String key(Section section, String name) {
        return sentence(
                section.name() + "." + name,
                nearest(name, section.names())
                        .map(near -> section.name() + "." + near)
                        .or(() -> elsewhere(name)),
                "The keys of " + section.name() + " are " + listed(section.names()));
    }

    private static String sentence(String name, Optional<String> near, String all) {
        return "Unknown key '%s'. %s"
                .formatted(
                        Problem.quoted(name),
                        near.map(key -> "Did you mean " + key + "?").orElse(all + "."));
    }

    private static Optional<String> elsewhere(String name) {
        return Section.allKeys().stream()
                .filter(key -> key.name().equals(name) && !name.equals("name"))
                .sorted(Comparator.comparing(key -> key.section().isChoice())) // common ones first
                .map(Section.Key::toString)
                .findFirst()
                .or(() -> within(name));
    }

    /** A section of that name within another. */
    private static Optional<String> within(String name) {
        return Section.ALL.stream()
                .filter(section -> section.parent() != null && section.lastName().equals(name))
                .map(Section::name)
                .findFirst();
    }

    /** At most a third of the letters may be wrong. */
    private static Optional<String> nearest(String name, Collection<String> known) {
        return known.stream()
                .filter(
                        key ->
                                Math.abs(name.length() - key.length())
                                        <= Math.max(1, key.length() / 3))
                .filter(key -> distance(name, key) <= Math.max(1, key.length() / 3))
                .min(Comparator.comparingInt(key -> distance(name, key)));
    }

    /** Insertions, deletions and replacements from one to the other (Levenshtein). */
    private static int distance(String one, String other) {
        int[] above = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int[] row = new int[other.length() + 1];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int replaced = above[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, 1 + Math.min(above[j], row[j - 1]));
            }
            above = row;
        }
        return above[other.length()];
    }

    /** {@code a, b and c}. */
    static String listed(List<String> names) {
        int last = names.size() - 1;
        return String.join(", ", names.subList(0, last)) + " and " + names.get(last);
    }
}
