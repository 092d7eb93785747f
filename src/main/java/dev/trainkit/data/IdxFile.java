package dev.trainkit.data;

import dev.trainkit.TrainkitException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A file in the format of MNIST, gzipped or not: a magic number that tells the type and the number
 * of dimensions, the dimensions as big-endian 32-bit numbers, then the values, one byte each, or
 * big-endian 32-bit numbers in rows with labels. Nothing in it is trusted before it is checked.
 *
 * @see <a href="http://yann.lecun.com/exdb/mnist/">The MNIST database, file formats</a>
 */
final class IdxFile {

    /** Content of one byte a value, in one dimension. */
    private static final int LABELS = 0x0801;

    /** Content of one byte a value, in three dimensions. */
    private static final int IMAGES = 0x0803;

    /** Rows of 32-bit numbers, of which the first is the label. */
    private static final int LABEL_ROWS = 0x0c02;

    /** Longest side of a picture, so that no product of declared numbers overflows. */
    private static final int LONGEST_SIDE = 16_384;

    /** A deflated byte holds at most 1,032 bytes: 258 in each of its 4 pairs of bits. */
    private static final int DEFLATE_RATIO = 1_032;

    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

    private final Path file;

    IdxFile(Path file) {
        this.file = file;
    }

    /**
     * Pictures of one size, one after the other.
     *
     * @param sha256 of the uncompressed content, or null when it may be anything
     */
    Content images(String sha256) {
        return read(IMAGES, sha256);
    }

    /**
     * @param classes how many classes there are; a label outside of them is refused
     * @param sha256 of the uncompressed content, or null when it may be anything
     */
    int[] labels(int classes, String sha256) {
        byte[] values = read(LABELS, sha256).values();
        int[] labels = new int[values.length];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = label(i, values[i] & 0xff, classes);
        }
        return labels;
    }

    /**
     * The labels of a file that says more of each picture, who wrote it for one: rows of 32-bit
     * numbers that begin with the label, as QMNIST's.
     *
     * @param classes how many classes there are; a label outside of them is refused
     */
    int[] firstOfRows(int classes) {
        Content rows = read(LABEL_ROWS, null);
        int[] labels = new int[rows.count()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = label(i, number(rows.values(), i * rows.height() * rows.width()), classes);
        }
        return labels;
    }

    private int label(int i, long label, int classes) {
        if (label >= classes) {
            throw new TrainkitException(
                    String.format(
                            Locale.ROOT,
                            "%s: label %d is %d, but the classes are 0 to %d. Correct the file, or choose the data set that it belongs to with data.name.",
                            file,
                            i,
                            label,
                            classes - 1));
        }
        return (int) label;
    }

    /** The dimensions that a header declares, and the values, as many as it declares. */
    static final class Content {

        private final int count;
        private final int height;
        private final int width;
        private final byte[] values;

        private Content(int[] sizes, byte[] values) {
            count = sizes[0];
            height = sizes[1];
            width = sizes[2];
            this.values = values;
        }

        int count() {
            return count;
        }

        int height() {
            return height;
        }

        int width() {
            return width;
        }

        byte[] values() {
            return values;
        }
    }

    private Content read(int magic, String sha256) {
        requireFile();
        try (InputStream in = open()) {
            byte[] header = header(in, magic);
            int[] sizes = sizes(header, magic);
            byte[] values = values(in, sizes);
            requireDigest(header, values, sha256);
            return new Content(sizes, values);
        } catch (EOFException e) {
            throw bad("the gzip file is cut short", "Copy it again from where it came from", e);
        } catch (ZipException e) {
            throw bad(
                    "the gzip file is damaged (" + e.getMessage() + ")",
                    "Copy it again from where it came from",
                    e);
        } catch (IOException e) {
            throw bad(
                    "the file cannot be read (" + e.getMessage() + ")",
                    "Check the disk and the file's permissions",
                    e);
        }
    }

    private void requireFile() {
        if (Files.isDirectory(file)) {
            throw bad("this is a folder, not a file", "Put the IDX file of that name there", null);
        }
        if (!Files.exists(file)) {
            throw bad("there is no such file", "Set data.path to the folder that has it", null);
        }
        if (!Files.isReadable(file)) {
            throw bad("the file may not be read", "Give yourself permission to read it", null);
        }
    }

    private InputStream open() throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        try {
            return isGzip(in) ? new GZIPInputStream(in, 1 << 16) : in;
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    private static boolean isGzip(InputStream in) throws IOException {
        in.mark(2);
        boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
        in.reset();
        return gzip;
    }

    private byte[] header(InputStream in, int magic) throws IOException {
        int dimensions = magic & 0xff;
        byte[] header = in.readNBytes(4 + 4 * dimensions);
        if (header.length == 0) {
            throw bad("the file is empty", "Copy it again from where it came from", null);
        }
        if (header.length < 4 || number(header, 0) != magic) {
            throw wrongMagic(header, magic);
        }
        if (header.length < 4 + 4 * dimensions) {
            throw bad(
                    String.format(
                            Locale.ROOT,
                            "the file ends within its header, after %d of %d bytes",
                            header.length,
                            4 + 4 * dimensions),
                    "Copy it again from where it came from",
                    null);
        }
        return header;
    }

    private TrainkitException wrongMagic(byte[] header, int magic) {
        String start =
                header.length < 4
                        ? String.format(Locale.ROOT, "has only %d bytes", header.length)
                        : String.format(
                                Locale.ROOT,
                                "starts with 0x%08x%s",
                                number(header, 0),
                                meaning(number(header, 0)));
        return bad(
                String.format(
                        Locale.ROOT,
                        "the file %s, but an IDX file of %s starts with 0x%08x",
                        start,
                        magic == IMAGES ? "images" : "labels",
                        magic),
                "Put the right file under this name",
                null);
    }

    private static String meaning(long magic) {
        if (magic == LABELS) {
            return " (labels)";
        }
        if (magic == LABEL_ROWS) {
            return " (rows with labels)";
        }
        return magic == IMAGES ? " (images)" : "";
    }

    private int[] sizes(byte[] header, int magic) throws IOException {
        long count = number(header, 4);
        long height = magic == LABELS ? 1 : number(header, 8);
        long width = magic == IMAGES ? number(header, 12) : bytesOfValue(magic);
        if (count == 0) {
            throw bad("the file has no items", "Put a file with pictures or labels there", null);
        }
        if (height < 1 || width < 1 || height > LONGEST_SIDE || width > LONGEST_SIDE) {
            throw bad(
                    String.format(
                            Locale.ROOT,
                            magic == IMAGES
                                    ? "the header declares pictures of %dx%d, but a side must be"
                                            + " 1 to %3$d"
                                    : "the header declares rows of %d, but they must be of 1 to"
                                            + " %3$d",
                            height,
                            width,
                            LONGEST_SIDE),
                    "Put an undamaged file there",
                    null);
        }
        requirePossible(count * height * width, header.length);
        return new int[] {(int) count, (int) height, (int) width};
    }

    private static int bytesOfValue(int magic) {
        return magic == LABEL_ROWS ? 4 : 1;
    }

    /** So that a damaged header is told from its numbers, before memory is asked for. */
    private void requirePossible(long values, int headerBytes) throws IOException {
        if (values > LARGEST_ARRAY) {
            throw bad(
                    String.format(
                            Locale.ROOT,
                            "the header declares %d values, but at most %d fit in memory",
                            values,
                            LARGEST_ARRAY),
                    "Put an undamaged or a smaller file there",
                    null);
        }
        long bytes = Files.size(file);
        if (values + headerBytes > bytes * DEFLATE_RATIO) {
            throw truncated(values, Math.max(0, bytes - headerBytes) + " at the most");
        }
    }

    private byte[] values(InputStream in, int[] sizes) throws IOException {
        int declared = sizes[0] * sizes[1] * sizes[2];
        byte[] values = in.readNBytes(declared);
        if (values.length < declared) {
            throw truncated(declared, String.valueOf(values.length));
        }
        if (in.read() >= 0) { // and a gzip's checksum is verified by reading to its end
            throw bad(
                    String.format(
                            Locale.ROOT,
                            "after the %d values that the header declares there are more bytes",
                            declared),
                    "Put an undamaged file there",
                    null);
        }
        return values;
    }

    private TrainkitException truncated(long declared, String found) {
        return bad(
                String.format(
                        Locale.ROOT,
                        "the file is cut short: its header declares %d values, but there are %s",
                        declared,
                        found),
                "Copy it again from where it came from",
                null);
    }

    private void requireDigest(byte[] header, byte[] values, String sha256) {
        if (sha256 == null) {
            return;
        }
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(header);
            digest.update(values);
            String found = HexFormat.of().formatHex(digest.digest());
            if (!found.equals(sha256)) {
                throw bad(
                        "the content is not that of the published file: its SHA-256 is %s, not %s"
                                .formatted(found, sha256),
                        "Restore the file, or set data.path to the folder with the files you mean",
                        null);
            }
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }

    /** The path, for messages. */
    @Override
    public String toString() {
        return file.toString();
    }

    private TrainkitException bad(String what, String todo, Throwable cause) {
        return new TrainkitException("%s: %s. %s.".formatted(file, what, todo), cause);
    }

    /** The unsigned big-endian 32-bit number at this offset. */
    private static long number(byte[] bytes, int offset) {
        return (bytes[offset] & 0xffL) << 24
                | (bytes[offset + 1] & 0xffL) << 16
                | (bytes[offset + 2] & 0xffL) << 8
                | (bytes[offset + 3] & 0xffL);
    }
}
