package dev.trainkit.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The pictures of a folder that somebody asks about: those in the folders in it too, as in
 * training, where they are named as pictures are or begin as one does.
 *
 * @param pictures in the order of their paths
 * @param notes a sentence about each kind of file that is passed over
 */
public record FoundPictures(List<Path> pictures, List<String> notes) {

    private static final Pattern NAME =
            Pattern.compile(
                    "[^.].*\\.(png|jpe?g|bmp|gif|tiff?|webp|p[bgpn]m)",
                    Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /**
     * Looks through a folder.
     *
     * @throws dev.trainkit.TrainkitException when it, or a folder in it, cannot be listed
     */
    public static FoundPictures in(Path folder) {
        Strays strays = new Strays();
        List<Path> pictures = new ArrayList<>();
        for (Path file : PictureTree.of(folder, strays).files()) {
            if (NAME.matcher(FolderEntries.name(file)).matches()
                    || Pictures.beginsAsPicture(file)) {
                pictures.add(file);
            } else {
                strays.add(Stray.UNNAMED, file);
            }
        }
        pictures.sort(null);
        return new FoundPictures(List.copyOf(pictures), strays.notes());
    }
}
