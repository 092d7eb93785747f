package dev.trainkit.data;

import dev.trainkit.TrainkitException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The folder of a class, or the folders where Unicode spells its name in two ways, as Macs do it
 * and as others do.
 */
record ClassFolder(List<Path> folders) {

    /** One for each class, in the order of their names. */
    static List<ClassFolder> of(List<Path> folders) {
        Map<String, List<Path>> classes = new LinkedHashMap<>();
        for (Path folder : folders) {
            String name = FolderEntries.name(folder);
            requireReadable(folder, name);
            classes.computeIfAbsent(ClassNames.composed(name), none -> new ArrayList<>())
                    .add(folder);
        }
        return classes.values().stream().map(ClassFolder::new).toList();
    }

    /** Two such names would look like one. */
    private static void requireReadable(Path folder, String name) {
        if (name.indexOf('\uFFFD') >= 0) {
            throw new TrainkitException(
                    "%s: the name of this folder cannot be read as %s, the encoding of file names here. Give it another name, or set LC_ALL to C.UTF-8 and start again."
                            .formatted(folder, System.getProperty("sun.jnu.encoding")));
        }
    }

    String name() {
        return FolderEntries.name(folders.get(0));
    }

    boolean isNamed(String other) {
        return ClassNames.composed(name()).equals(ClassNames.composed(other));
    }

    /** Where its name is spelled another way than a class's. */
    boolean isSpelledOtherwise(String other) {
        return folders.stream().anyMatch(folder -> !FolderEntries.name(folder).equals(other));
    }
}
