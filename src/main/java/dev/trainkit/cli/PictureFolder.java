package dev.trainkit.cli;

import dev.trainkit.TrainkitException;
import dev.trainkit.store.Reasons;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A folder that stands for the pictures in it. */
final class PictureFolder {

    private static final Pattern PICTURE =
            Pattern.compile(
                    "[^.].*\\.(png|jpe?g|bmp|gif|tiff?|webp)",
                    Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private PictureFolder() {}

    /** The pictures in a folder, or the one that is none. */
    static List<Path> orOne(Path image) {
        return Files.isDirectory(image) ? pictures(image) : List.of(image);
    }

    /**
     * The files in it that are named as pictures are, by name; not those of folders in it.
     *
     * @throws TrainkitException when there are none, or the folder cannot be read
     */
    private static List<Path> pictures(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> pictures = files.filter(PictureFolder::isPicture).sorted().toList();
            if (pictures.isEmpty()) {
                throw bad(folder, "there are no pictures in this folder");
            }
            return pictures;
        } catch (IOException e) {
            throw bad(folder, "the folder cannot be read (" + Reasons.of(e) + ")");
        }
    }

    private static boolean isPicture(Path file) {
        return PICTURE.matcher(file.getFileName().toString()).matches() && !Files.isDirectory(file);
    }

    private static TrainkitException bad(Path folder, String what) {
        return new TrainkitException(
                "%s: %s. Name a picture, or a folder with pictures such as .png or .jpg."
                        .formatted(folder, what));
    }
}
