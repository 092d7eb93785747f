package dev.trainkit.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A folder such as people have, drawn at random, that knows how many files are in it. */
final class OddFolders {

    private static final List<String> CLASSES =
            List.of(
                    "cat",
                    "Cat",
                    "dog",
                    "caf\u00e9",
                    "cafe\u0301",
                    "\u732b",
                    "a b",
                    "100%d %s",
                    "{0}",
                    "-x",
                    "#1",
                    "line\nbreak",
                    "pictures.zip",
                    "1.png",
                    "trains",
                    "readme.txt");
    private static final List<String> PARTS =
            List.of(
                    "train",
                    "Train",
                    "TRAINING",
                    "training_set",
                    "val",
                    "Valid",
                    "dev",
                    "test",
                    "Test-Set",
                    "TESTING");
    private static final List<String> LEFTOVERS =
            List.of(
                    ".git",
                    "__MACOSX",
                    "@eaDir",
                    "$RECYCLE.BIN",
                    "lost+found",
                    ".ipynb_checkpoints");
    private static final List<String> PICTURES =
            List.of(
                    "1.png",
                    "IMG.JPG",
                    "n02119789_1",
                    "photo.txt",
                    "u\u0308.png",
                    "\u00fc.png",
                    "100%d.png",
                    "a b.jfif",
                    "new\nline.png",
                    "really.zip");
    private static final List<String> JUNK =
            List.of(
                    ".DS_Store",
                    "._1.png",
                    "Thumbs.db",
                    "desktop.INI",
                    "Icon\r",
                    "README",
                    "notes.TXT",
                    "labels.csv",
                    "more.zip",
                    "old.tar.gz",
                    "LICENSE",
                    "page.html");

    private final Random random;
    private final Path root;
    private final Path outside;
    private final byte[] png;
    private int files;
    private int linked;

    private OddFolders(long seed, Path root, Path outside, byte[] png) {
        random = new Random(seed);
        this.root = root;
        this.outside = outside;
        this.png = png;
    }

    /**
     * Writes one.
     *
     * @param outside where folders lie that only links lead to
     * @return how many files there are: a link to what is read elsewhere is one, and else what it
     *     leads to counts
     */
    static int write(long seed, Path root, Path outside, byte[] png) throws IOException {
        OddFolders odd = new OddFolders(seed, root, outside, png);
        Files.createDirectories(root);
        odd.writeAll();
        return odd.files;
    }

    private void writeAll() throws IOException {
        switch (random.nextInt(10)) {
            case 0 -> mixed();
            case 1, 2, 3 -> parts();
            default -> classes(root, 1 + random.nextInt(4));
        }
        if (oneIn(2)) {
            junk(root);
        }
        if (oneIn(4)) {
            leftover(root);
        }
        if (oneIn(10)) {
            link(root.resolve("back"), random.nextBoolean() ? root : root.getParent());
        }
    }

    private boolean oneIn(int times) {
        return random.nextInt(times) == 0;
    }

    private String any(List<String> names) {
        return names.get(random.nextInt(names.size()));
    }

    private void classes(Path part, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            oneClass(part.resolve(any(CLASSES)));
        }
    }

    /** Classes and parts beside each other, which may be neither. */
    private void mixed() throws IOException {
        classes(root, random.nextInt(3));
        for (int i = random.nextInt(3); i >= 0; i--) {
            oneClass(root.resolve(any(PARTS)));
        }
    }

    /** Of the same classes, mostly. */
    private void parts() throws IOException {
        List<String> names = List.of(any(CLASSES), any(CLASSES), any(CLASSES));
        for (List<String> spellings :
                List.of(PARTS.subList(0, 4), PARTS.subList(4, 7), PARTS.subList(7, 10))) {
            if (oneIn(5)) {
                continue;
            }
            Path part = Files.createDirectories(root.resolve(any(spellings)));
            for (String name : names) {
                oneClass(part.resolve(name));
            }
            if (oneIn(4)) {
                junk(part);
            }
            if (oneIn(15)) {
                classes(part, 1);
            }
        }
        if (oneIn(5)) {
            junk(Files.createDirectories(root.resolve("docs/more")));
        }
    }

    private void oneClass(Path folder) throws IOException {
        if (oneIn(20) && !Files.exists(folder)) {
            link(folder, album());
            return;
        }
        Files.createDirectories(folder);
        if (!oneIn(40)) {
            picture(folder.resolve("first.png"), png);
        }
        fill(folder, folder, 2);
    }

    private void fill(Path folder, Path top, int depth) throws IOException {
        for (int i = random.nextInt(6); i > 0; i--) {
            entry(folder, top, depth);
        }
    }

    private void entry(Path folder, Path top, int depth) throws IOException {
        switch (random.nextInt(14)) {
            case 0 -> broken(folder);
            case 1, 2 -> junk(folder);
            case 3 -> leftover(folder);
            case 4 -> link(folder.resolve("back"), oneIn(2) ? root : folder.resolve("."));
            case 5 -> link(folder.resolve("up.png"), top);
            case 6 -> albumTwice(folder, top);
            case 7 -> link(folder.resolve("nowhere.png"), folder.resolve("none"));
            case 8 -> link(folder.resolve("itself"), folder.resolve("itself"));
            case 9 -> link(folder.resolve("device.png"), Path.of("/dev/zero"));
            case 10 -> link(folder.resolve("same.png"), top.resolve("first.png"));
            case 11 -> {
                if (depth > 0) {
                    List<String> names = oneIn(3) ? PARTS : CLASSES;
                    Path inner = folder.resolve("in " + any(names));
                    fill(
                            Files.createDirectories(oneIn(2) ? inner : folder.resolve(any(names))),
                            top,
                            depth - 1);
                }
            }
            default -> picture(folder.resolve(any(PICTURES)), png);
        }
    }

    /** A file is written once; another of its name changes nothing. */
    private void picture(Path file, byte[] content) throws IOException {
        if (isThere(file)) {
            return;
        }
        Files.write(file, content);
        files++;
        if (oneIn(30) && !file.toFile().setReadable(false)) {
            throw new IOException(file + " stays readable");
        }
    }

    private void broken(Path folder) throws IOException {
        byte[] content =
                switch (random.nextInt(3)) {
                    case 0 -> new byte[0];
                    case 1 -> "no picture".getBytes(StandardCharsets.US_ASCII);
                    default -> Arrays.copyOf(png, random.nextInt(png.length));
                };
        picture(folder.resolve("broken " + any(PICTURES)), content);
    }

    private void junk(Path folder) throws IOException {
        picture(folder.resolve(any(JUNK)), new byte[] {1, 2, 3});
    }

    private void leftover(Path folder) throws IOException {
        Path left = Files.createDirectories(folder.resolve(any(LEFTOVERS)).resolve("deeper"));
        picture(left.resolve(any(PICTURES)), png);
        link(left.resolve("out"), outside);
    }

    private static boolean isThere(Path file) {
        return Files.exists(file) || Files.isSymbolicLink(file);
    }

    /** What is in the target is counted by whoever made it. */
    private void link(Path link, Path target) throws IOException {
        if (!isThere(link)) {
            Files.createSymbolicLink(link, target);
            files++;
        }
    }

    /** A folder with two files that only links lead to. */
    private Path album() throws IOException {
        Path album = Files.createDirectories(outside.resolve("album" + linked++));
        Files.write(album.resolve("1.png"), png);
        Files.write(album.resolve("notes.txt"), new byte[] {1});
        files++; // with the link two, which is not counted itself
        return album;
    }

    /** The first link is followed, the second leads to what is read; in a part both are classes. */
    private void albumTwice(Path folder, Path top) throws IOException {
        if (PartFolders.isNamedAsPart(top) || isThere(folder.resolve("album"))) {
            return;
        }
        Path album = album();
        link(folder.resolve("album"), album);
        link(folder.resolve("again"), album);
    }
}
