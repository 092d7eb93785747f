package dev.trainkit.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where file systems are mounted, as Linux tells; nothing elsewhere. */
record Mounts(List<String> lines) {

    /** A line of the kernel's table. */
    record Mount(Path point, List<String> options) {}

    static Mounts ofThisProcess() {
        try {
            return new Mounts(Files.readAllLines(Path.of("/proc/self/mounts")));
        } catch (IOException e) {
            return new Mounts(List.of());
        }
    }

    /** The mount that a path is on, if no program may be run from it. */
    Optional<Mount> withoutPrograms(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        return lines.stream()
                .map(line -> line.split(" ", -1))
                .filter(fields -> fields.length > 3)
                .map(fields -> new Mount(point(fields[1]), options(fields[3])))
                .filter(mount -> absolute.startsWith(mount.point()))
                .reduce(
                        (one, later) ->
                                depth(later) >= depth(one) ? later : one) // over one another
                .filter(mount -> mount.options().contains("noexec"));
    }

    private static int depth(Mount mount) {
        return mount.point().getNameCount();
    }

    /** Blanks and the like are octal. */
    private static Path point(String escaped) {
        return Path.of(
                escaped.replace("\\040", " ")
                        .replace("\\011", "\t")
                        .replace("\\012", "\n")
                        .replace("\\134", "\\"));
    }

    private static List<String> options(String joined) {
        return Stream.of(joined.split(",", -1)).toList();
    }
}
