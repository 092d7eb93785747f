package dev.trainkit.data;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.ObjIntConsumer;
import java.util.stream.IntStream;

/**
 * Pictures of one size with their labels: one byte a value, the rows of a picture from the top, the
 * channels of a pixel beside each other. They are in memory, or in files that are read whenever a
 * picture is asked for. A selection shares the pixels.
 */
public final class ImageData {

    private final Pixels pixels;
    private final int[] labels;
    private final int[] rows;
    private final int height;
    private final int width;
    private final int channels;
    private final List<String> classes;
    private final PictureFiles files;

    /**
     * @param pixels as many pictures as there are labels, one after the other; not copied
     * @param labels for each picture an index into the classes
     */
    public ImageData(
            byte[] pixels,
            int[] labels,
            int height,
            int width,
            int channels,
            List<String> classes) {
        this(
                Pixels.in(pixels, height * width * channels),
                labels,
                height,
                width,
                channels,
                classes,
                null);
        if (pixels.length != (long) labels.length * valuesPerImage()) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "%d pictures of %dx%dx%d need %d values, but there are %d",
                            labels.length,
                            height,
                            width,
                            channels,
                            (long) labels.length * valuesPerImage(),
                            pixels.length));
        }
    }

    /**
     * @param pixels of at least as many pictures as there are labels
     * @param files that the pictures were read from; null where they are in arrays
     */
    ImageData(
            Pixels pixels,
            int[] labels,
            int height,
            int width,
            int channels,
            List<String> classes,
            PictureFiles files) {
        this(
                pixels,
                labels.clone(),
                IntStream.range(0, labels.length).toArray(),
                height,
                width,
                channels,
                List.copyOf(classes),
                files);
        requirePositive("height", height);
        requirePositive("width", width);
        requirePositive("channels", channels);
        for (int label : labels) {
            Objects.checkIndex(label, this.classes.size());
        }
    }

    private ImageData(
            Pixels pixels,
            int[] labels,
            int[] rows,
            int height,
            int width,
            int channels,
            List<String> classes,
            PictureFiles files) {
        this.pixels = pixels;
        this.labels = labels;
        this.rows = rows;
        this.height = height;
        this.width = width;
        this.channels = channels;
        this.classes = classes;
        this.files = files;
    }

    private static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1, but was " + value);
        }
    }

    public int size() {
        return rows.length;
    }

    public int height() {
        return height;
    }

    public int width() {
        return width;
    }

    /** 1 for grey, 3 for red, green and blue. */
    public int channels() {
        return channels;
    }

    /** The names that the labels stand for. */
    public List<String> classes() {
        return classes;
    }

    /** The label of picture i, an index into the classes. */
    public int label(int i) {
        return labels[rows[i]];
    }

    /** How many pictures of each class there are. */
    public int[] countsOfClasses() {
        int[] counts = new int[classes.size()];
        for (int row : rows) {
            counts[labels[row]]++;
        }
        return counts;
    }

    /** The classes that pictures are of and that are not among these, by their names. */
    public List<String> unknownTo(List<String> others) {
        int[] counts = countsOfClasses();
        return new ClassNames(others)
                .unknown(
                        IntStream.range(0, counts.length)
                                .filter(c -> counts[c] > 0)
                                .mapToObj(classes::get)
                                .toList());
    }

    /** Those of these classes that there are none of here, by their names. */
    public List<String> lacking(List<String> others) {
        return new ClassNames(classes).unknown(others);
    }

    /**
     * The same pictures with labels that are indexes into other classes, found by their names; the
     * pixels are shared, not copied.
     *
     * @throws IllegalArgumentException where pictures are of a class that is not among them
     */
    public ImageData labelledBy(List<String> others) {
        if (others.equals(classes)) {
            return this;
        }
        List<String> unknown = unknownTo(others);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("there is no class " + unknown + " in " + others);
        }
        int[] indexes = new ClassNames(others).indexesOf(classes);
        return new ImageData(
                pixels,
                Arrays.stream(labels).map(label -> indexes[label]).toArray(),
                rows,
                height,
                width,
                channels,
                List.copyOf(others),
                files);
    }

    /** A copy of picture i: its rows from the top, the channels of a pixel beside each other. */
    public byte[] image(int i) {
        int offset = offset(i);
        return Arrays.copyOfRange(array(i), offset, offset + valuesPerImage());
    }

    /**
     * What people call picture i: the path of its file from {@code data.path}, or its number in the
     * data set, from 0.
     */
    public String name(int i) {
        return files == null ? "picture " + rows[i] : files.name(rows[i]);
    }

    /** Where picture i lies: its file, or its number in the data set, from 0. */
    String place(int i) {
        return files == null ? name(i) : files.place(rows[i]);
    }

    /** The pictures with these numbers, in this order; the pixels are shared, not copied. */
    public ImageData select(int[] pictures) {
        int[] selected = new int[pictures.length];
        for (int i = 0; i < selected.length; i++) {
            selected[i] = rows[pictures[i]];
        }
        return new ImageData(pixels, labels, selected, height, width, channels, classes, files);
    }

    /** The first n pictures, or all when there are no more than that. */
    public ImageData first(int n) {
        return select(IntStream.range(0, Math.min(n, size())).toArray());
    }

    /**
     * SHA-256 of sizes, labels and pixels in order, in hexadecimal: two with the same digest train
     * alike.
     */
    public String sha256() {
        return sha256(
                String.format(Locale.ROOT, "%d %d %d %d\n", size(), height, width, channels),
                (digest, i) -> digest.update(array(i), offset(i), valuesPerImage()));
    }

    /**
     * SHA-256 of labels and files in order, whatever size a network has them made: two with the
     * same digest show the same. Of pictures in arrays it is {@link #sha256}.
     *
     * @throws dev.trainkit.TrainkitException when a file is gone
     */
    public String sourceSha256() {
        return files == null
                ? sha256()
                : sha256("files\n", (digest, i) -> files.digest(rows[i], digest));
    }

    private String sha256(String head, ObjIntConsumer<MessageDigest> content) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(head.getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < rows.length; i++) {
                digest.update((byte) (label(i) >> 8));
                digest.update((byte) label(i));
                content.accept(digest, i);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    /** The number of picture i in what this is a selection of, from 0. */
    int row(int i) {
        return rows[i];
    }

    /** Whether both are selections of the same pictures. */
    boolean isOfSameAs(ImageData other) {
        return pixels == other.pixels;
    }

    /** Whether its pictures have names of their own. */
    boolean isNamed() {
        return files != null;
    }

    /** The array that picture i is in, at its offset; for the gathering loop. */
    byte[] array(int i) {
        return pixels.array(rows[i]);
    }

    /** Where picture i starts in its {@link #array}. */
    int offset(int i) {
        return pixels.offset(rows[i]);
    }

    /** Whether nothing is gained by reading pictures ahead. */
    boolean isInMemory() {
        return pixels.areInMemory();
    }

    /** Height x width x channels. */
    int valuesPerImage() {
        return Math.multiplyExact(Math.multiplyExact(height, width), channels);
    }
}
