package dev.trainkit.data;

import dev.trainkit.Count;
import dev.trainkit.TrainkitException;
import dev.trainkit.config.DataConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * A folder that has a folder of pictures for each class, or such folders in {@code train}, {@code
 * val} and {@code test}. Pictures in folders within that of a class are of the class. Classes are
 * in the order of their names. Pictures are in the order of theirs, from the folder of their class
 * on, then of the classes, whatever order the file system has: so the first of them are of all
 * classes.
 *
 * @param root what has all of them
 * @param classes in the training part where there are parts
 * @param pictures of all parts, part after part
 * @param train how many of them are in the training part; all where there are no parts
 * @param validation how many are in the validation part
 * @param test how many are in the test part
 * @param passedOver how many files are no pictures
 * @param notes a sentence about each kind of these, and about names that are taken in a way of ours
 */
record ClassFolders(
        Path root,
        List<ClassFolder> classes,
        List<LabelledFile> pictures,
        int train,
        int validation,
        int test,
        int passedOver,
        List<String> notes) {

    private static final String EXPECTED =
            "Set it to a folder that has a folder of pictures for each class, or such folders in train, val and test.";

    /**
     * @throws TrainkitException when there are no such folders, or one of them is empty
     */
    static ClassFolders in(Path root) {
        return new Reader(root).read();
    }

    /** The names of the classes alone, without listing the pictures. */
    static List<String> classesIn(Path root) {
        return names(new Reader(root).classes());
    }

    private static List<String> names(List<ClassFolder> classes) {
        return classes.stream().map(ClassFolder::name).toList();
    }

    List<String> classNames() {
        return names(classes);
    }

    /** What is learned is to tell them apart. */
    void requireSeveralClasses() {
        if (classes.size() == 1) {
            Path only = classes.get(0).folders().get(0);
            boolean divided = FolderEntries.of(only).stream().filter(Reader::isFolder).count() > 1;
            throw new TrainkitException(
                    "%s has one class only, %s: there is nothing to tell apart. Put a folder of pictures of another class beside it%s."
                            .formatted(
                                    root,
                                    classes.get(0).name(),
                                    divided
                                            ? ", or set data.path to %s if the classes are in there"
                                                    .formatted(only)
                                            : ""));
        }
    }

    /** Lists folders, and says what is wrong with them. */
    private static final class Reader {

        private final Path root;
        private final Strays strays = new Strays();
        private final List<String> notes = new ArrayList<>();
        private final List<Path> namedAsParts = new ArrayList<>();

        Reader(Path root) {
            this.root = root;
        }

        List<ClassFolder> classes() {
            requireFolder();
            List<Path> folders = foldersIn(root);
            return PartFolders.in(root, folders, strays)
                    .map(parts -> classes(parts.train(), foldersIn(parts.train())))
                    .orElseGet(() -> classes(root, folders));
        }

        ClassFolders read() {
            requireFolder();
            List<Path> folders = foldersIn(root);
            return PartFolders.in(root, folders, strays)
                    .map(this::ofParts)
                    .orElseGet(() -> ofClasses(folders));
        }

        private ClassFolders ofClasses(List<Path> folders) {
            List<ClassFolder> classes = classes(root, folders);
            return of(classes, pictures(classes, classes), List.of(), List.of());
        }

        private ClassFolders ofParts(PartFolders parts) {
            List<ClassFolder> classes = classes(parts.train(), foldersIn(parts.train()));
            return of(
                    classes,
                    pictures(classes, classes),
                    part(parts.validation(), parts.train(), classes),
                    part(parts.test(), parts.train(), classes));
        }

        private ClassFolders of(
                List<ClassFolder> classes,
                List<LabelledFile> train,
                List<LabelledFile> validation,
                List<LabelledFile> test) {
            List<LabelledFile> all = new ArrayList<>(train);
            all.addAll(validation);
            all.addAll(test);
            return new ClassFolders(
                    root,
                    classes,
                    all,
                    train.size(),
                    validation.size(),
                    test.size(),
                    strays.count(),
                    notes(classes));
        }

        private List<String> notes(List<ClassFolder> classes) {
            List<String> all = new ArrayList<>(strays.notes());
            all.addAll(notes);
            noteWhatDiffersInCase(classes, all);
            if (!namedAsParts.isEmpty()) {
                all.add(noteOf(namedAsParts));
            }
            return all;
        }

        private static void noteWhatDiffersInCase(List<ClassFolder> classes, List<String> notes) {
            Map<String, String> seen = new LinkedHashMap<>();
            for (String name : names(classes)) {
                String other = seen.putIfAbsent(name.toLowerCase(Locale.ROOT), name);
                if (other != null) {
                    notes.add(
                            "the classes %s and %s differ in case alone, and are two classes"
                                    .formatted(other, name));
                }
            }
        }

        private static String noteOf(List<Path> namedAsParts) {
            return namedAsParts.size() == 1
                    ? "%s is named as a part is, but its pictures are taken as of the class whose folder it is in"
                            .formatted(namedAsParts.get(0))
                    : String.format(
                            Locale.ROOT,
                            "%,d folders are named as parts are, but their pictures are taken as of the classes whose folders they are in; the first: %s",
                            namedAsParts.size(),
                            namedAsParts.get(0));
        }

        private void requireFolder() {
            if (!Files.exists(root)) {
                throw new TrainkitException(
                        "data.path is %s, but there is no such folder. %s"
                                .formatted(DataConfig.inWords(root), EXPECTED));
            }
            if (!Files.isDirectory(root)) {
                throw new TrainkitException(
                        Stray.isArchive(FolderEntries.name(root))
                                ? "data.path is %s, but that is an archive. Unpack it. %s"
                                        .formatted(DataConfig.inWords(root), EXPECTED)
                                : "data.path is %s, but that is a file. %s"
                                        .formatted(DataConfig.inWords(root), EXPECTED));
            }
        }

        private static boolean isFolder(Path entry) {
            return !Stray.isLeftover(FolderEntries.name(entry)) && Files.isDirectory(entry);
        }

        /** What else lies there is counted. */
        private List<Path> foldersIn(Path folder) {
            List<Path> folders = new ArrayList<>();
            for (Path entry : FolderEntries.of(folder)) {
                if (Stray.isLeftover(FolderEntries.name(entry))) {
                    strays.addAll(Stray.LEFTOVER, entry);
                } else if (!Files.isDirectory(entry)) {
                    strays.add(PictureTree.strayOf(entry).orElse(Stray.BESIDE), entry);
                } else if (leadsBack(entry, folder)) {
                    strays.add(Stray.LINK, entry);
                } else {
                    folders.add(entry);
                }
            }
            return folders;
        }

        private static boolean leadsBack(Path entry, Path folder) {
            return Files.isSymbolicLink(entry)
                    && PictureTree.real(folder).startsWith(PictureTree.real(entry));
        }

        private List<ClassFolder> classes(Path part, List<Path> folders) {
            if (folders.isEmpty()) {
                throw withoutClasses(part);
            }
            List<ClassFolder> classes = ClassFolder.of(folders);
            classes.forEach(one -> noteSpelling(one, one.name()));
            return classes;
        }

        private void noteSpelling(ClassFolder here, String name) {
            if (here.isSpelledOtherwise(name)) {
                notes.add(
                        "the name %s is spelled in two ways by Unicode, which look alike and are taken as one class"
                                .formatted(name));
            }
        }

        private static TrainkitException withoutClasses(Path part) {
            List<Path> files =
                    FolderEntries.of(part).stream()
                            .filter(file -> !Stray.isLeftover(FolderEntries.name(file)))
                            .toList();
            Optional<Path> archive =
                    files.stream()
                            .filter(file -> Stray.isArchive(FolderEntries.name(file)))
                            .findFirst();
            if (archive.isPresent()) {
                return new TrainkitException(
                        "%s has no folders of pictures, but the archive %s. Unpack it, and set data.path to the folder that has one for each class."
                                .formatted(part, FolderEntries.name(archive.get())));
            }
            return new TrainkitException(
                    files.isEmpty()
                            ? "%s has no folders of pictures. data.path must be a folder that has one for each class."
                                    .formatted(part)
                            : "%s has no folders of pictures, but %s. Put the pictures into a folder for each class."
                                    .formatted(part, Count.of(files.size(), "file")));
        }

        /** Of a part that there may be or not. */
        private List<LabelledFile> part(Path part, Path train, List<ClassFolder> classes) {
            if (part == null) {
                return List.of();
            }
            List<ClassFolder> here = ClassFolder.of(foldersIn(part));
            if (here.isEmpty()) {
                throw withoutClasses(part);
            }
            for (ClassFolder found : here) {
                int label = label(found, classes).orElseThrow(() -> unknown(found, train, classes));
                noteSpelling(found, classes.get(label).name());
            }
            return pictures(here, classes);
        }

        private static OptionalInt label(ClassFolder found, List<ClassFolder> classes) {
            return IntStream.range(0, classes.size())
                    .filter(i -> classes.get(i).isNamed(found.name()))
                    .findFirst();
        }

        private static TrainkitException unknown(
                ClassFolder found, Path train, List<ClassFolder> classes) {
            String alike =
                    names(classes).stream()
                            .filter(name -> name.equalsIgnoreCase(found.name()))
                            .findFirst()
                            .map(
                                    name ->
                                            " There is %s, which differs in case: rename one of the two."
                                                    .formatted(name))
                            .orElse(" Put some there, or take the folder away.");
            return new TrainkitException(
                    "%s has pictures of a class that there is none of in %s.%s"
                            .formatted(found.folders().get(0), train, alike));
        }

        /** A picture with its path from the folder of its class on. */
        private record Found(String name, LabelledFile file) {}

        private List<LabelledFile> pictures(List<ClassFolder> here, List<ClassFolder> classes) {
            List<Found> pictures = new ArrayList<>();
            for (ClassFolder found : here) {
                int label = label(found, classes).orElseThrow();
                for (Path folder : found.folders()) {
                    for (Path file : filesIn(folder)) {
                        String name = folder.relativize(file).toString();
                        pictures.add(new Found(name, new LabelledFile(file, label)));
                    }
                }
            }
            return pictures.stream()
                    .sorted(
                            Comparator.comparing(Found::name)
                                    .thenComparing(found -> found.file().label()))
                    .map(Found::file)
                    .toList();
        }

        private List<Path> filesIn(Path folder) {
            int before = strays.count();
            PictureTree tree = PictureTree.of(folder, strays);
            if (tree.files().isEmpty()) {
                int others = strays.count() - before;
                throw new TrainkitException(
                        "%s has no pictures%s. Put some there, or take the folder away."
                                .formatted(
                                        folder,
                                        others == 0
                                                ? ""
                                                : ", only %s of another kind"
                                                        .formatted(Count.of(others, "file"))));
            }
            tree.folders().stream().filter(PartFolders::isNamedAsPart).forEach(namedAsParts::add);
            return tree.files();
        }
    }
}
