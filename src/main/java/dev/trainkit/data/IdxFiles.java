package dev.trainkit.data;

import dev.trainkit.TrainkitException;
import dev.trainkit.config.DataConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Four files in MNIST's format, whatever stands before {@code train-images-idx3-ubyte} in their
 * names.
 *
 * @param classNames of the labels; empty where their numbers are their names
 * @param isTransposed whether rows and columns of the files have changed places
 * @param hasRowsOfLabels whether labels are the first of rows of numbers, in {@code idx2-int}
 */
record IdxFiles(String name, List<String> classNames, boolean isTransposed, boolean hasRowsOfLabels)
        implements Dataset {

    private static final int MOST_CLASSES = 256;
    private static final List<String> TRAIN = List.of("train");
    private static final List<String> TEST = List.of("t10k", "test");

    /** Any such files. */
    static IdxFiles any() {
        return new IdxFiles("idx", List.of(), false, false);
    }

    /** Kuzushiji-MNIST: ten hiragana. */
    static IdxFiles kmnist() {
        return new IdxFiles(
                "kmnist",
                List.of("o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo"),
                false,
                false);
    }

    /** QMNIST: MNIST's digits again with who wrote each, and 60,000 to test on. */
    static IdxFiles qmnist() {
        return new IdxFiles(
                "qmnist", List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"), false, true);
    }

    /** EMNIST, one of its splits; its pictures lie on their sides, mirrored. */
    static IdxFiles emnist() {
        return new IdxFiles("emnist", List.of(), true, false);
    }

    @Override
    public Content read(DataConfig config, ReadingProgress progress) {
        Path folder = folder(config);
        IdxFile.Content trainImages = images(folder, TRAIN);
        int[] trainLabels = labels(folder, TRAIN);
        IdxFile.Content testImages = images(folder, TEST);
        int[] testLabels = labels(folder, TEST);
        List<String> classes = classes(folder, trainLabels, testLabels);
        BytePixels train = new BytePixels("the training pictures", trainImages.values());
        BytePixels test = new BytePixels("the test pictures", testImages.values());
        PixelScale scale = PixelScale.of(folder.toString(), List.of(train, test));
        return ArrayContent.of(
                        pictures(folder, trainImages, scale.bytes(train), trainLabels, classes),
                        null,
                        pictures(folder, testImages, scale.bytes(test), testLabels, classes),
                        config)
                .noting(scale.notes());
    }

    private Path folder(DataConfig config) {
        if (config.path() == null || !Files.isDirectory(config.path())) {
            throw new TrainkitException(
                    "data.path is %s, but data.name %s needs the folder that has four IDX files. Set data.path to it."
                            .formatted(DataConfig.inWords(config.path()), name));
        }
        return config.path();
    }

    private static IdxFile.Content images(Path folder, List<String> part) {
        return file(folder, ofPart(part, "-images"), "idx3-ubyte").images(null);
    }

    private int[] labels(Path folder, List<String> part) {
        List<String> names = ofPart(part, "-labels");
        return hasRowsOfLabels
                ? file(folder, names, "idx2-int").firstOfRows(MOST_CLASSES)
                : file(folder, names, "idx1-ubyte").labels(MOST_CLASSES, null);
    }

    private static List<String> ofPart(List<String> part, String what) {
        return part.stream().map(word -> word + what).toList();
    }

    /**
     * The one file whose name ends so, in the folder or in one below it, for unpacking puts each
     * file into a folder of its own.
     */
    private static IdxFile file(Path folder, List<String> whats, String form) {
        Pattern name =
                Pattern.compile("(.*-)?(" + String.join("|", whats) + ")[-.]" + form + "(\\.gz)?");
        List<Path> found = named(folder, name, 1);
        if (found.isEmpty()) {
            found = named(folder, name, 2);
        }
        if (found.size() != 1) {
            throw new TrainkitException(
                    String.format(
                            Locale.ROOT,
                            "%s has %d files that end in %s, gzipped or not, and one is needed. Put the files of one data set into a folder of their own.",
                            folder,
                            found.size(),
                            whats.stream()
                                    .map(what -> what + "-" + form)
                                    .collect(Collectors.joining(" or "))));
        }
        return new IdxFile(found.get(0));
    }

    private static List<Path> named(Path folder, Pattern name, int depth) {
        try (Stream<Path> files = Files.walk(folder, depth)) {
            return files.filter(file -> name.matcher(file.getFileName().toString()).matches())
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw new TrainkitException(
                    "%s cannot be listed (%s). Check the disk and the folder's permissions."
                            .formatted(folder, e.getMessage()),
                    e);
        }
    }

    private List<String> classes(Path folder, int[]... labels) {
        int largest = Stream.of(labels).flatMapToInt(IntStream::of).max().orElse(0);
        if (classNames.isEmpty()) {
            return IntStream.rangeClosed(0, largest).mapToObj(String::valueOf).toList();
        }
        if (largest >= classNames.size()) {
            throw new TrainkitException(
                    String.format(
                            Locale.ROOT,
                            "%s has a label %d, but the classes of %s are 0 to %d. Set data.name to idx, or put the right files there.",
                            folder,
                            largest,
                            name,
                            classNames.size() - 1));
        }
        return classNames;
    }

    private ImageData pictures(
            Path folder,
            IdxFile.Content images,
            byte[] pixels,
            int[] labels,
            List<String> classes) {
        if (images.count() != labels.length) {
            throw new TrainkitException(
                    String.format(
                            Locale.ROOT,
                            "%s has %d pictures, but %d labels for them. Put files there that belong together.",
                            folder,
                            images.count(),
                            labels.length));
        }
        if (!isTransposed) {
            return new ImageData(pixels, labels, images.height(), images.width(), 1, classes);
        }
        return new ImageData(
                transposed(images, pixels), labels, images.width(), images.height(), 1, classes);
    }

    private static byte[] transposed(IdxFile.Content images, byte[] from) {
        int height = images.height();
        int width = images.width();
        byte[] to = new byte[from.length];
        for (int first = 0; first < from.length; first += height * width) {
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    to[first + x * height + y] = from[first + y * width + x];
                }
            }
        }
        return to;
    }
}
