package dev.trainkit.data;

import dev.trainkit.TrainkitException;
import dev.trainkit.config.DataConfig;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * CIFAR-10 or CIFAR-100 in their binary form, from the folder or the archive that has it: one label
 * byte or two, then the red, the green and the blue of 32x32 pixels.
 *
 * @param labelBytes of a picture; the last of them counts
 * @param trainFiles the names of the training files, in their order
 * @param names the file that has the names of the classes
 * @see <a href="https://www.cs.toronto.edu/~kriz/cifar.html">The CIFAR-10 dataset, binary
 *     version</a>
 */
record CifarDataset(
        String name,
        int labelBytes,
        int classes,
        List<String> trainFiles,
        String testFile,
        String names)
        implements Dataset {

    private static final int SIDE = 32;
    private static final int PLANE = SIDE * SIDE;
    private static final int MOST_BYTES = 1 << 28;

    static CifarDataset cifar10() {
        return new CifarDataset(
                "cifar-10",
                1,
                10,
                IntStream.rangeClosed(1, 5).mapToObj(i -> "data_batch_" + i + ".bin").toList(),
                "test_batch.bin",
                "batches.meta.txt");
    }

    static CifarDataset cifar100() {
        return new CifarDataset(
                "cifar-100", 2, 100, List.of("train.bin"), "test.bin", "fine_label_names.txt");
    }

    @Override
    public Content read(DataConfig config, ReadingProgress progress) {
        Map<String, byte[]> files = files(path(config));
        List<String> classNames = classNames(files);
        return ArrayContent.of(
                pictures(config.path(), files, trainFiles, classNames),
                null,
                pictures(config.path(), files, List.of(testFile), classNames),
                config);
    }

    private Path path(DataConfig config) {
        if (config.path() == null || !Files.exists(config.path())) {
            throw new TrainkitException(
                    "data.path is %s, but data.name %s needs the folder or the .tar.gz archive of the binary version. Set data.path to it."
                            .formatted(DataConfig.inWords(config.path()), name));
        }
        return config.path();
    }

    /** The content of those files that are wanted, by their names. */
    private Map<String, byte[]> files(Path path) {
        try {
            return Files.isDirectory(path) ? inFolder(path) : inArchive(path);
        } catch (IOException e) {
            throw new TrainkitException(
                    "%s: the file cannot be read (%s). Copy it again from where it came from."
                            .formatted(path, e.getMessage()),
                    e);
        }
    }

    /** The first training file of the version that is pickled for Python, or is for MATLAB. */
    private boolean isOfOtherVersion(String file) {
        String first = trainFiles.get(0).replace(".bin", "");
        return file.equals(first) || file.equals(first + ".mat");
    }

    private boolean isWanted(String file) {
        return trainFiles.contains(file) || file.equals(testFile) || file.equals(names);
    }

    private Map<String, byte[]> inFolder(Path folder) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> found = Files.walk(folder, 2)) {
            for (Path file : found.toList()) {
                String fileName = file.getFileName().toString();
                if (isWanted(fileName) && Files.isRegularFile(file)) {
                    files.put(fileName, Files.readAllBytes(file));
                } else if (isOfOtherVersion(fileName) && Files.isRegularFile(file)) {
                    files.put(fileName, new byte[0]);
                }
            }
        }
        return files;
    }

    private Map<String, byte[]> inArchive(Path archive) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(archive), 1 << 16);
                TarArchiveInputStream tar =
                        new TarArchiveInputStream(new GZIPInputStream(in, 1 << 16))) {
            for (TarArchiveEntry entry = tar.getNextEntry();
                    entry != null;
                    entry = tar.getNextEntry()) {
                String file = entry.getName().replaceFirst(".*/", "");
                if (isWanted(file)) {
                    files.put(file, tar.readNBytes(MOST_BYTES));
                } else if (isOfOtherVersion(file)) {
                    files.put(file, new byte[0]);
                }
            }
        }
        return files;
    }

    private List<String> classNames(Map<String, byte[]> files) {
        byte[] text = files.get(names);
        List<String> found =
                text == null
                        ? List.of()
                        : new String(text, StandardCharsets.UTF_8)
                                .lines()
                                .map(String::strip)
                                .filter(line -> !line.isEmpty())
                                .toList();
        return found.size() == classes
                ? found
                : IntStream.range(0, classes).mapToObj(String::valueOf).toList();
    }

    private ImageData pictures(
            Path path, Map<String, byte[]> files, List<String> wanted, List<String> classNames) {
        int record = labelBytes + 3 * PLANE;
        List<byte[]> contents = new ArrayList<>();
        int count = 0;
        for (String file : wanted) {
            byte[] content = files.get(file);
            requireThere(path, file, files);
            requireWhole(path, file, content, record);
            contents.add(content);
            count += content.length / record;
        }
        byte[] pixels = new byte[count * 3 * PLANE];
        int[] labels = new int[count];
        int picture = 0;
        for (byte[] content : contents) {
            for (int at = 0; at < content.length; at += record, picture++) {
                labels[picture] = label(path, content[at + labelBytes - 1]);
                interleave(content, at + labelBytes, pixels, picture * 3 * PLANE);
            }
        }
        return new ImageData(pixels, labels, SIDE, SIDE, 3, classNames);
    }

    private void requireThere(Path path, String file, Map<String, byte[]> files) {
        if (files.containsKey(file)) {
            return;
        }
        for (String other : files.keySet()) {
            if (isOfOtherVersion(other)) {
                throw new TrainkitException(
                        "%s has the %s version of %s, which is not read%s. Set data.path to the binary version, %s-binary.tar.gz, which is on the same page."
                                .formatted(
                                        path,
                                        other.endsWith(".mat") ? "MATLAB" : "Python",
                                        name,
                                        other.endsWith(".mat") ? "" : ", for a pickle is a program",
                                        name));
            }
        }
        throw new TrainkitException(
                "%s has no file %s. Set data.path to the folder or the archive of the binary version of %s."
                        .formatted(path, file, name));
    }

    private void requireWhole(Path path, String file, byte[] content, int record) {
        if (content.length == 0 || content.length % record != 0) {
            throw new TrainkitException(
                    String.format(
                            Locale.ROOT,
                            "%s: the file %s has %d bytes, which are no whole number of pictures of %d. Copy it again from where it came from.",
                            path,
                            file,
                            content.length,
                            record));
        }
    }

    private int label(Path path, byte value) {
        int label = value & 0xff;
        if (label >= classes) {
            throw new TrainkitException(
                    String.format(
                            Locale.ROOT,
                            "%s: a label is %d, but the classes are 0 to %d. Copy the files again, or choose the data set that they belong to with data.name.",
                            path,
                            label,
                            classes - 1));
        }
        return label;
    }

    private static void interleave(byte[] planes, int from, byte[] pixels, int to) {
        for (int i = 0; i < PLANE; i++) {
            pixels[to + 3 * i] = planes[from + i];
            pixels[to + 3 * i + 1] = planes[from + PLANE + i];
            pixels[to + 3 * i + 2] = planes[from + 2 * PLANE + i];
        }
    }
}
