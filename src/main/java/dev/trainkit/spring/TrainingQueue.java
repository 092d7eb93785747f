package dev.trainkit.spring;

import dev.trainkit.TrainkitException;
import dev.trainkit.config.RunConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The runs that have not ended, a file for each, so that they outlive the process. */
record TrainingQueue(Path folder) {

    private static final String SUFFIX = ".yaml";

    /** A run that waits, or was being trained. */
    record Entry(int number, String name, RunConfig config) {

        /** What is left to know of one that has ended. */
        Entry ended() {
            return new Entry(number, name, null);
        }

        private String file() {
            return String.format(Locale.ROOT, "%09d-%s%s", number, name, SUFFIX);
        }
    }

    /** In the order in which they came. */
    List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return entries;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(TrainingQueue::isEntry).sorted().toList()) {
                entries.add(read(file));
            }
        } catch (IOException e) {
            throw failed("read", e);
        }
        return entries;
    }

    private static boolean isEntry(Path file) {
        return file.getFileName().toString().matches("\\d{9}-.+\\" + SUFFIX);
    }

    private static Entry read(Path file) throws IOException {
        String name = file.getFileName().toString();
        return new Entry(
                Integer.parseInt(name.substring(0, 9)),
                name.substring(10, name.length() - SUFFIX.length()),
                RunConfig.parse(file.toString(), Files.readString(file), List.of()));
    }

    /** Whole or not at all. */
    void add(Entry entry) {
        try {
            Files.createDirectories(folder);
            Path part = Files.writeString(folder.resolve("part"), readable(entry.config()));
            Files.move(part, folder.resolve(entry.file()), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw failed("written", e);
        }
    }

    /** What could not be read again would keep the application from starting. */
    private static String readable(RunConfig config) {
        String yaml = config.toYaml();
        RunConfig.parse("the configuration with its defaults", yaml, List.of());
        return yaml;
    }

    void remove(Entry entry) {
        try {
            Files.deleteIfExists(folder.resolve(entry.file()));
        } catch (IOException e) {
            throw failed("changed", e);
        }
    }

    private TrainkitException failed(String what, IOException e) {
        return new TrainkitException(
                ("The queue of runs could not be %s in %s: %s. Check the path, its permissions and the"
                                + " free space.")
                        .formatted(what, folder, e),
                e);
    }
}
