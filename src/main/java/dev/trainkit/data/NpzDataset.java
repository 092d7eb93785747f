package dev.trainkit.data;

import dev.trainkit.TrainkitException;
import dev.trainkit.config.DataConfig;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Arrays of pictures and labels in one file, as {@code numpy.savez} writes them: {@code images} and
 * {@code labels}, {@code x_train} and {@code y_train}, or {@code train_images} and {@code
 * train_labels}, likewise for test and val.
 */
final class NpzDataset implements Dataset {

    private static final List<String> TRAIN_IMAGES = List.of("x_train", "train_images", "images");
    private static final List<String> TRAIN_LABELS = List.of("y_train", "train_labels", "labels");
    private static final List<String> VALIDATION_IMAGES = List.of("x_val", "val_images");
    private static final List<String> VALIDATION_LABELS = List.of("y_val", "val_labels");
    private static final List<String> TEST_IMAGES = List.of("x_test", "test_images");
    private static final List<String> TEST_LABELS = List.of("y_test", "test_labels");

    private static final int MOST_CLASSES = 10_000;

    @Override
    public String name() {
        return "npz";
    }

    @Override
    public Content read(DataConfig config, ReadingProgress progress) {
        Path file = file(config);
        Map<String, NpyArray> arrays = arrays(file);
        List<NpyArray> labels =
                List.of(TRAIN_LABELS, VALIDATION_LABELS, TEST_LABELS).stream()
                        .flatMap(names -> find(arrays, names).stream())
                        .toList();
        List<String> classes = classes(file, labels);
        return ArrayContent.of(
                part(file, arrays, TRAIN_IMAGES, TRAIN_LABELS, classes)
                        .orElseThrow(() -> lacks(file, arrays)),
                part(file, arrays, VALIDATION_IMAGES, VALIDATION_LABELS, classes).orElse(null),
                part(file, arrays, TEST_IMAGES, TEST_LABELS, classes).orElse(null),
                config);
    }

    private static Path file(DataConfig config) {
        if (config.path() == null || !Files.isRegularFile(config.path())) {
            throw new TrainkitException(
                    "data.path is %s, but data.name npz needs an .npz file. Set data.path to one."
                            .formatted(config.path()));
        }
        return config.path();
    }

    private static Map<String, NpyArray> arrays(Path file) {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
                ZipInputStream zip = new ZipInputStream(in)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                String name = entry.getName().replaceFirst("\\.npy$", "");
                arrays.put(name, NpyArray.read(zip, file + ", " + name));
            }
        } catch (IOException e) {
            throw new TrainkitException(
                    "%s: the file is damaged (%s). Copy it again from where it came from."
                            .formatted(file, e.getMessage()),
                    e);
        }
        return arrays;
    }

    private static Optional<NpyArray> find(Map<String, NpyArray> arrays, List<String> names) {
        return names.stream().filter(arrays::containsKey).map(arrays::get).findFirst();
    }

    private static TrainkitException lacks(Path file, Map<String, NpyArray> arrays) {
        return new TrainkitException(
                "%s has the arrays %s, but none of pictures to train on with their labels. Name them images and labels, or x_train and y_train."
                        .formatted(file, arrays.keySet()));
    }

    private static List<String> classes(Path file, List<NpyArray> labels) {
        long largest = -1;
        for (NpyArray array : labels) {
            for (int i = 0; i < array.size(); i++) {
                if (array.at(i) < 0 || array.at(i) >= MOST_CLASSES) {
                    throw new TrainkitException(
                            String.format(
                                    Locale.ROOT,
                                    "%s: label %d is %d, but labels are numbers from 0 to %d. Correct the file.",
                                    file,
                                    i,
                                    array.at(i),
                                    MOST_CLASSES - 1));
                }
                largest = Math.max(largest, array.at(i));
            }
        }
        return IntStream.rangeClosed(0, (int) largest).mapToObj(String::valueOf).toList();
    }

    private static Optional<ImageData> part(
            Path file,
            Map<String, NpyArray> arrays,
            List<String> imageNames,
            List<String> labelNames,
            List<String> classes) {
        Optional<NpyArray> images = find(arrays, imageNames);
        Optional<NpyArray> labels = find(arrays, labelNames);
        if (images.isEmpty() || labels.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(pictures(file, images.get(), labels.get(), classes));
    }

    private static ImageData pictures(
            Path file, NpyArray images, NpyArray labels, List<String> classes) {
        List<Integer> shape = images.shape();
        int channels = shape.size() == 4 ? shape.get(3) : 1;
        if (shape.size() < 3 || shape.size() > 4 || (channels != 1 && channels != 3)) {
            throw new TrainkitException(
                    "%s has pictures of shape %s. Save them as (pictures, height, width), or with 1 or 3 channels as the last."
                            .formatted(file, shape));
        }
        if (shape.get(0) != labels.size()) {
            throw new TrainkitException(
                    String.format(
                            Locale.ROOT,
                            "%s has %d pictures, but %d labels for them. Save arrays that belong together.",
                            file,
                            shape.get(0),
                            labels.size()));
        }
        int[] numbers =
                IntStream.range(0, labels.size()).map(i -> Math.toIntExact(labels.at(i))).toArray();
        return new ImageData(
                images.bytes(), numbers, shape.get(1), shape.get(2), channels, classes);
    }
}
