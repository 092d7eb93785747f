package dev.trainkit.predict;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Tells cheaply whether a file of a directory has been written since. */
record DirectoryStamp(Map<String, File> files) {

    private record File(long size, long modified, String key) {}

    static DirectoryStamp of(Path directory) {
        Map<String, File> files = new TreeMap<>();
        try (Stream<Path> entries = Files.list(directory)) {
            for (Path entry : entries.toList()) {
                BasicFileAttributes of = Files.readAttributes(entry, BasicFileAttributes.class);
                if (of.isRegularFile()) {
                    files.put(
                            entry.getFileName().toString(),
                            new File(
                                    of.size(),
                                    of.lastModifiedTime().to(TimeUnit.NANOSECONDS),
                                    String.valueOf(of.fileKey())));
                }
            }
        } catch (IOException e) {
            return new DirectoryStamp(Map.of()); // it is being replaced: the next look will tell
        }
        return new DirectoryStamp(files);
    }

    boolean hasManifest() {
        return files.containsKey("model.json");
    }
}
