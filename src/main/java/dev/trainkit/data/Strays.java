package dev.trainkit.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Counts what is passed over in a folder of pictures, so that nothing is lost in silence. */
final class Strays {

    private final Map<Stray, Integer> counts = new EnumMap<>(Stray.class);
    private final Map<Stray, Path> first = new EnumMap<>(Stray.class);

    void add(Stray kind, Path file) {
        counts.merge(kind, 1, Integer::sum);
        first.putIfAbsent(kind, file);
    }

    /** The file, or every file in that folder and below it; links are not followed. */
    void addAll(Stray kind, Path path) {
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            add(kind, path);
            return;
        }
        try {
            FolderEntries.list(path).forEach(entry -> addAll(kind, entry));
        } catch (IOException e) {
            add(kind, path); // nobody's pictures are in there, so that it counts as one
        }
    }

    int count() {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** A sentence for each kind that there is. */
    List<String> notes() {
        return counts.entrySet().stream()
                .map(of -> of.getKey().sentence(of.getValue(), printed(first.get(of.getKey()))))
                .toList();
    }

    /** The name of a folder's icon on a Mac ends in a carriage return. */
    private static String printed(Path path) {
        return path.toString().replaceAll("\\p{Cntrl}", "?");
    }
}
