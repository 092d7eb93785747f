package dev.trainkit.data;

import dev.trainkit.Quoted;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Classes that no picture of a data set shows, for which a network has an output all the same:
 * numbers that labels pass over, and names that no label stands for.
 */
final class ClassNotes {

    private static final int MOST_NAMES = 10;

    private ClassNotes() {}

    /**
     * A sentence, or none.
     *
     * @param parts may be null
     */
    static List<String> of(ImageData... parts) {
        List<ImageData> all = Stream.of(parts).filter(Objects::nonNull).toList();
        List<String> classes = all.get(0).classes();
        boolean[] isShown = new boolean[classes.size()];
        for (ImageData part : all) {
            IntStream.range(0, part.size()).forEach(i -> isShown[part.label(i)] = true);
        }
        List<String> missing =
                IntStream.range(0, isShown.length)
                        .filter(c -> !isShown[c])
                        .mapToObj(classes::get)
                        .toList();
        return missing.isEmpty() ? List.of() : List.of(sentence(missing));
    }

    private static String sentence(List<String> missing) {
        return missing.size() == 1
                ? "no picture is of class %s, for which the network has an output all the same"
                        .formatted(Quoted.of(missing.get(0)))
                : "no picture is of the classes %s, for which the network has outputs all the same"
                        .formatted(names(missing));
    }

    private static String names(List<String> missing) {
        String names =
                missing.stream()
                        .limit(MOST_NAMES)
                        .map(Quoted::of)
                        .collect(Collectors.joining(", "));
        int more = missing.size() - MOST_NAMES;
        return more <= 0 ? names : String.format(Locale.ROOT, "%s and %,d more", names, more);
    }
}
