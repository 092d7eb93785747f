package dev.trainkit.data;

import dev.trainkit.TrainkitException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A folder that has a folder of pictures for each class, or such folders in {@code train}, {@code
 * val} and {@code test}. Classes are in the order of their names. Pictures are in the order of
 * theirs, then of the classes, whatever order the file system has: so the first of them are of all
 * classes.
 *
 * @param classes the names of the folders, in the training part where there are parts
 * @param pictures of all parts, part after part
 * @param train how many of them are in the training part; all where there are no parts
 * @param validation how many are in the validation part
 * @param test how many are in the test part
 */
record ClassFolders(
        List<String> classes, List<LabelledFile> pictures, int train, int validation, int test) {

    private static final String TRAIN = "train";
    private static final List<String> VALIDATION = List.of("val", "validation", "valid");
    private static final String TEST = "test";

    /** What systems put beside pictures. */
    private static final Set<String> NOT_PICTURES = Set.of("Thumbs.db", "desktop.ini");

    private static final String EXPECTED =
            "Set it to a folder that has a folder of pictures for each class, or such folders in train, val and test.";

    /**
     * @throws TrainkitException when there are no such folders, or one of them is empty
     */
    static ClassFolders in(Path root) {
        return new Reader(root).read();
    }

    /** The classes alone, without listing the pictures. */
    static List<String> classesIn(Path root) {
        return new Reader(root).classes();
    }

    /** Lists folders, and says what is wrong with them. */
    private static final class Reader {

        private final Path root;

        Reader(Path root) {
            this.root = root;
        }

        List<String> classes() {
            requireFolder();
            return hasParts() ? classesOf(root.resolve(TRAIN)) : classesOf(root);
        }

        ClassFolders read() {
            List<String> classes = classes();
            requireSeveral(classes);
            if (!hasParts()) {
                List<LabelledFile> pictures = pictures(root, classes, classes);
                return new ClassFolders(classes, pictures, pictures.size(), 0, 0);
            }
            requirePartsOnly();
            List<LabelledFile> train = pictures(root.resolve(TRAIN), classes, classes);
            List<LabelledFile> validation = part(validationName(), classes);
            List<LabelledFile> test = part(TEST, classes);
            List<LabelledFile> all = new ArrayList<>(train);
            all.addAll(validation);
            all.addAll(test);
            return new ClassFolders(classes, all, train.size(), validation.size(), test.size());
        }

        private void requireFolder() {
            if (!Files.exists(root)) {
                throw new TrainkitException(
                        "data.path is %s, but there is no such folder. %s"
                                .formatted(root, EXPECTED));
            }
            if (!Files.isDirectory(root)) {
                throw new TrainkitException(
                        "data.path is %s, but that is a file. %s".formatted(root, EXPECTED));
            }
        }

        private boolean hasParts() {
            return Files.isDirectory(root.resolve(TRAIN));
        }

        private String validationName() {
            return VALIDATION.stream()
                    .filter(name -> Files.isDirectory(root.resolve(name)))
                    .findFirst()
                    .orElse(VALIDATION.get(0));
        }

        private void requirePartsOnly() {
            for (String name : names(root)) {
                if (!name.equals(TRAIN) && !name.equals(TEST) && !name.equals(validationName())) {
                    throw new TrainkitException(
                            "%s is beside train, but is neither val nor test. Move it away."
                                    .formatted(root.resolve(name)));
                }
            }
        }

        private void requireSeveral(List<String> classes) {
            if (classes.size() == 1) {
                throw new TrainkitException(
                        "%s has one class only, %s: there is nothing to tell apart. Put a folder of pictures of another class beside it."
                                .formatted(root, classes.get(0)));
            }
        }

        private List<String> classesOf(Path part) {
            List<String> classes = new ArrayList<>();
            for (String name : names(part)) {
                if (!Files.isDirectory(part.resolve(name))) {
                    throw new TrainkitException(
                            "%s is a file where the folder of a class should be. Move it into the folder of its class, or away."
                                    .formatted(part.resolve(name)));
                }
                classes.add(name);
            }
            if (classes.isEmpty()) {
                throw new TrainkitException(
                        "%s has no folders of pictures. data.path must be a folder that has one for each class."
                                .formatted(part));
            }
            return classes;
        }

        /** Of a part that there may be or not. */
        private List<LabelledFile> part(String name, List<String> classes) {
            Path part = root.resolve(name);
            if (!Files.exists(part)) {
                return List.of();
            }
            List<String> here = classesOf(part);
            for (String found : here) {
                if (!classes.contains(found)) {
                    throw new TrainkitException(
                            "%s has pictures of a class that there is none of in %s. Put some there, or take the folder away."
                                    .formatted(part.resolve(found), root.resolve(TRAIN)));
                }
            }
            return pictures(part, here, classes);
        }

        private List<LabelledFile> pictures(Path part, List<String> here, List<String> classes) {
            List<LabelledFile> pictures = new ArrayList<>();
            for (String name : here) {
                Path folder = part.resolve(name);
                List<String> files = names(folder);
                if (files.isEmpty()) {
                    throw new TrainkitException(
                            "%s has no pictures. Put some there, or take the folder away."
                                    .formatted(folder));
                }
                int label = classes.indexOf(name);
                files.forEach(file -> pictures.add(new LabelledFile(folder.resolve(file), label)));
            }
            pictures.sort(
                    Comparator.comparing(LabelledFile::fileName)
                            .thenComparing(LabelledFile::label));
            return pictures;
        }

        /** In the order of their characters; without what is hidden. */
        private static List<String> names(Path folder) {
            TreeSet<String> names = new TreeSet<>();
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
                for (Path file : files) {
                    String name = file.getFileName().toString();
                    if (!name.startsWith(".") && !NOT_PICTURES.contains(name)) {
                        names.add(name);
                    }
                }
            } catch (IOException | DirectoryIteratorException e) {
                throw new TrainkitException(
                        "%s cannot be listed (%s). Check the disk and the folder's permissions."
                                .formatted(folder, e.getMessage()),
                        e);
            }
            return Collections.unmodifiableList(new ArrayList<>(names));
        }
    }
}
