package dev.trainkit.data;

import dev.trainkit.TrainkitException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;

/**
 * The files that pictures were read from, and what people call them.
 *
 * @param base where the names begin
 */
record PictureFiles(Path base, List<Path> files) {

    /**
     * @param dataPath the folder of the data set, or the file that lists its pictures
     */
    static PictureFiles of(Path dataPath, List<LabelledFile> files) {
        return new PictureFiles(base(dataPath), files.stream().map(LabelledFile::file).toList());
    }

    private static Path base(Path dataPath) {
        Path absolute = dataPath.toAbsolutePath().normalize();
        return Files.isDirectory(absolute) ? absolute : absolute.resolveSibling("");
    }

    /** Where it lies. */
    String place(int i) {
        return files.get(i).toString();
    }

    /** Its path from the base, with the same separators on every system. */
    String name(int i) {
        Path file = files.get(i).toAbsolutePath().normalize();
        boolean related = file.getRoot().equals(base.getRoot()); // unlike C: and D:
        return (related ? base.relativize(file) : file).toString().replace('\\', '/');
    }

    void digest(int i, MessageDigest digest) {
        try {
            digest.update(Files.readAllBytes(files.get(i)));
        } catch (IOException e) {
            throw new TrainkitException(
                    "%s was read, but cannot be read again. Put it back as it was, and try again."
                            .formatted(place(i)),
                    e);
        }
    }
}
