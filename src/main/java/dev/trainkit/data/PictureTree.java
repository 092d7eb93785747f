package dev.trainkit.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The pictures in a folder and in the folders in it, as torchvision finds them; but it comes to an
 * end where links lead in a circle, and counts what it passes over.
 */
final class PictureTree {

    private final Path top;
    private final Path above;
    private final Strays strays;
    private final List<Path> files = new ArrayList<>();
    private final List<Path> folders = new ArrayList<>();
    private final Set<Path> enteredByLinks = new HashSet<>();

    private PictureTree(Path folder, Strays strays) {
        top = real(folder);
        above = real(folder.resolveSibling("."));
        this.strays = strays;
    }

    /**
     * All files in there that may be pictures, in no order that means anything.
     *
     * @param strays hears of all others
     * @throws dev.trainkit.TrainkitException when a folder cannot be listed
     */
    static PictureTree of(Path folder, Strays strays) {
        PictureTree tree = new PictureTree(folder, strays);
        tree.enter(folder, false);
        return tree;
    }

    List<Path> files() {
        return files;
    }

    /** The folders in it that were looked into. */
    List<Path> folders() {
        return folders;
    }

    private void enter(Path folder, boolean byLink) {
        for (Path entry : FolderEntries.of(folder)) {
            if (Stray.isLeftover(FolderEntries.name(entry))) {
                strays.addAll(Stray.LEFTOVER, entry);
                continue;
            }
            Optional<BasicFileAttributes> attributes = attributes(entry);
            if (attributes.filter(BasicFileAttributes::isDirectory).isPresent()) {
                enterFolder(entry, byLink || Files.isSymbolicLink(entry));
            } else {
                strayOf(entry, attributes)
                        .ifPresentOrElse(kind -> strays.add(kind, entry), () -> files.add(entry));
            }
        }
    }

    private void enterFolder(Path folder, boolean byLink) {
        if (byLink && !isNew(real(folder))) {
            strays.add(Stray.LINK, folder);
            return;
        }
        folders.add(folder);
        enter(folder, byLink);
    }

    /** Whether it was not read, and will not be, without this link. */
    private boolean isNew(Path real) {
        return !real.startsWith(top) && !leadsBack(real) && enteredByLinks.add(real);
    }

    /** To what the folder lies in, or to what it lies in where it is a link itself. */
    private boolean leadsBack(Path real) {
        return top.startsWith(real) || above.startsWith(real);
    }

    /** Empty for a file that may be a picture; reading it will tell. */
    static Optional<Stray> strayOf(Path file) {
        return strayOf(file, attributes(file));
    }

    private static Optional<Stray> strayOf(Path file, Optional<BasicFileAttributes> attributes) {
        return attributes.filter(BasicFileAttributes::isOther).isPresent()
                ? Optional.of(Stray.DEVICE)
                : Stray.byName(FolderEntries.name(file))
                        .filter(kind -> !Pictures.beginsAsPicture(file));
    }

    /**
     * Of what a link leads to; empty where it leads nowhere, which reading it as a picture tells.
     */
    private static Optional<BasicFileAttributes> attributes(Path file) {
        try {
            return Optional.of(Files.readAttributes(file, BasicFileAttributes.class));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static Path real(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException e) {
            return folder.toAbsolutePath().normalize();
        }
    }
}
