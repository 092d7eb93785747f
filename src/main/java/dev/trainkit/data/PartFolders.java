package dev.trainkit.data;

import dev.trainkit.TrainkitException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The folders that are the parts of a data set, as people name them. A folder called train is one
 * where it has folders of its own and others beside it are parts too: trains may be a class.
 *
 * @param validation null where there is none
 * @param test null where there is none
 */
record PartFolders(Path train, Path validation, Path test) {

    /** What a part is called, in any case and with any of {@code -_} and spaces in it. */
    private enum Name {
        TRAIN("train(ing)?(set|data)?"),
        VALIDATION("val(id|idation)?(set)?|dev(set)?"),
        TEST("test(ing)?(set|data)?");

        private final Pattern spellings;

        Name(String spellings) {
            this.spellings = Pattern.compile(spellings);
        }

        static Optional<Name> of(Path folder) {
            String name = FolderEntries.name(folder).toLowerCase(Locale.ROOT);
            String plain = name.replaceAll("[-_ ]", "");
            for (Name one : values()) {
                if (one.spellings.matcher(plain).matches()) {
                    return Optional.of(one);
                }
            }
            return Optional.empty();
        }
    }

    static boolean isNamedAsPart(Path folder) {
        return Name.of(folder).isPresent();
    }

    /**
     * The parts among the folders of a data set; empty where these are classes.
     *
     * @param strays hears of what is in folders beside the parts that have no pictures
     * @throws TrainkitException where they are neither, or a part is there twice
     */
    static Optional<PartFolders> in(Path root, List<Path> folders, Strays strays) {
        Map<Name, List<Path>> named = new EnumMap<>(Name.class);
        List<Path> others = new ArrayList<>();
        for (Path folder : folders) {
            Name.of(folder)
                    .ifPresentOrElse(
                            name ->
                                    named.computeIfAbsent(name, none -> new ArrayList<>())
                                            .add(folder),
                            () -> others.add(folder));
        }
        return named.isEmpty() ? Optional.empty() : parts(root, named, others, strays);
    }

    private static Optional<PartFolders> parts(
            Path root, Map<Name, List<Path>> named, List<Path> others, Strays strays) {
        List<Path> classes =
                others.stream().filter(folder -> !tree(folder).files().isEmpty()).toList();
        if (!classes.isEmpty()) {
            requireClasses(named, classes.get(0));
            return Optional.empty();
        }
        requireTrain(root, named);
        named.values().forEach(same -> requireOne(root, same));
        others.forEach(folder -> PictureTree.of(folder, strays));
        return Optional.of(
                new PartFolders(
                        folder(named, Name.TRAIN),
                        folder(named, Name.VALIDATION),
                        folder(named, Name.TEST)));
    }

    /** Beside a class, what is named as a part must be one too: a folder without folders. */
    private static void requireClasses(Map<Name, List<Path>> named, Path other) {
        named.forEach(
                (name, same) ->
                        same.stream()
                                .filter(folder -> !tree(folder).folders().isEmpty())
                                .findFirst()
                                .ifPresent(
                                        part -> {
                                            throw neither(name, part, other);
                                        }));
    }

    private static TrainkitException neither(Name name, Path part, Path other) {
        return name == Name.TRAIN
                ? new TrainkitException(
                        "%s is beside %s, but is neither val nor test. Move it away."
                                .formatted(other, FolderEntries.name(part)))
                : new TrainkitException(
                        "%s is named as a part is, and has folders in it, but %s is beside it. Put the classes to learn from into a folder train, or give it another name."
                                .formatted(part, FolderEntries.name(other)));
    }

    private static void requireTrain(Path root, Map<Name, List<Path>> named) {
        if (!named.containsKey(Name.TRAIN)) {
            List<Path> parts = named.values().stream().flatMap(List::stream).toList();
            throw new TrainkitException(
                    "%s has %s, but no folder train to learn from. Put one beside it, or set data.path to %s to have its folders as classes."
                            .formatted(root, names(parts), parts.get(0)));
        }
    }

    private static void requireOne(Path root, List<Path> same) {
        if (same.size() > 1) {
            throw new TrainkitException(
                    "%s has %s, which are names of one part. Put their pictures into one folder, or move one away."
                            .formatted(root, names(same)));
        }
    }

    private static String names(List<Path> folders) {
        return folders.stream().map(FolderEntries::name).collect(Collectors.joining(" and "));
    }

    private static Path folder(Map<Name, List<Path>> named, Name name) {
        return named.containsKey(name) ? named.get(name).get(0) : null;
    }

    private static PictureTree tree(Path folder) {
        return PictureTree.of(folder, new Strays());
    }
}
