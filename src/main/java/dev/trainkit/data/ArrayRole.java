package dev.trainkit.data;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an array is for, as its name says it: {@code x_train}, {@code trainX}, {@code test_images},
 * {@code labels}, {@code class_names}.
 *
 * @param part null where the name tells none
 */
record ArrayRole(Kind kind, Part part) {

    /** What it holds. */
    enum Kind {
        PICTURES,
        LABELS,
        NAMES;

        private List<String> words() {
            return switch (this) {
                case PICTURES ->
                        List.of(
                                "images",
                                "image",
                                "imgs",
                                "img",
                                "pictures",
                                "data",
                                "inputs",
                                "x");
                case LABELS -> List.of("labels", "label", "targets", "target", "y");
                case NAMES -> List.of("names", "classes", "categories");
            };
        }
    }

    /** What its pictures are used for. */
    enum Part {
        TRAIN,
        VALIDATION,
        TEST;

        private List<String> words() {
            return switch (this) {
                case TRAIN -> List.of("train", "training");
                case VALIDATION -> List.of("val", "valid", "validation", "dev");
                case TEST -> List.of("test", "testing");
            };
        }

        /** The part that such a word names. */
        static Optional<Part> of(String word) {
            String lower = word.toLowerCase(Locale.ROOT);
            return Stream.of(values()).filter(part -> part.words().contains(lower)).findFirst();
        }

        /** As it stands in the names of arrays. */
        String word() {
            return words().get(0);
        }
    }

    /** Empty where the name tells nothing. */
    static Optional<ArrayRole> of(String name) {
        List<String> words =
                Stream.of(name.replaceAll("([a-z])([A-Z])", "$1_$2").split("[^\\p{Alnum}]+"))
                        .map(word -> word.toLowerCase(Locale.ROOT))
                        .flatMap(ArrayRole::apart)
                        .filter(word -> !word.equals("set"))
                        .toList();
        Optional<Part> part = words.stream().flatMap(w -> Part.of(w).stream()).findFirst();
        List<String> others = words.stream().filter(word -> Part.of(word).isEmpty()).toList();
        return Stream.of(Kind.NAMES, Kind.LABELS, Kind.PICTURES)
                .filter(kind -> isOf(kind, others))
                .findFirst()
                .map(kind -> new ArrayRole(kind, part.orElse(null)));
    }

    /** {@code xtrain} is two words. */
    private static Stream<String> apart(String word) {
        if (word.length() > 1 && "xy".indexOf(word.charAt(0)) >= 0) {
            String rest = word.substring(1);
            return Part.of(rest).isPresent()
                    ? Stream.of(word.substring(0, 1), rest)
                    : Stream.of(word);
        }
        return Stream.of(word);
    }

    /** Names may be told of what they are names: of classes, of labels. */
    private static boolean isOf(Kind kind, List<String> words) {
        return kind == Kind.NAMES
                ? words.stream().anyMatch(kind.words()::contains)
                : words.size() == 1 && kind.words().contains(words.get(0));
    }

    /** The names that tell this role, those that are better known first. */
    static List<String> named(List<String> names, Kind kind, Part part) {
        return names.stream()
                .filter(name -> of(name).filter(role -> role.is(kind, part)).isPresent())
                .sorted(Comparator.comparingInt((String name) -> rank(name, kind)))
                .collect(Collectors.toList());
    }

    private boolean is(Kind otherKind, Part otherPart) {
        return kind == otherKind
                && (kind == Kind.NAMES
                        || part == otherPart
                        || (part == null && otherPart == Part.TRAIN));
    }

    /** {@code x_train} before {@code train_images}, but {@code images} before {@code x}. */
    private static int rank(String name, Kind kind) {
        String lower = name.toLowerCase(Locale.ROOT);
        boolean isOfPart = of(name).orElseThrow().part() != null;
        int word = 0;
        while (word < kind.words().size() && !lower.contains(kind.words().get(word))) {
            word++;
        }
        boolean isLetter = word == kind.words().size() - 1;
        return isOfPart ? (isLetter ? -1 : word) : word + kind.words().size();
    }
}
