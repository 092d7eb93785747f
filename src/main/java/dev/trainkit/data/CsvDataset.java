package dev.trainkit.data;

import dev.trainkit.Quoted;
import dev.trainkit.TrainkitException;
import dev.trainkit.config.DataConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * A table with a picture a line: its label and its pixels, as Kaggle's digits are, or its label and
 * the path of its file; a column may say in which part it is. With a header or without, gzipped or
 * not, with commas, semicolons or tabs.
 */
final class CsvDataset implements Dataset {

    @Override
    public String name() {
        return "csv";
    }

    @Override
    public Content read(DataConfig config, ReadingProgress progress) {
        Path file = file(config);
        return new Reading(file, config).content(progress);
    }

    private static Path file(DataConfig config) {
        if (config.path() == null || !Files.isRegularFile(config.path())) {
            throw new TrainkitException(
                    "data.path is %s, but data.name csv needs a .csv file, gzipped or not. Set data.path to one."
                            .formatted(DataConfig.inWords(config.path())));
        }
        return config.path();
    }

    /** One way through a table. */
    private static final class Reading {

        private final Path file;
        private final DataConfig config;
        private final boolean skips;
        private final CsvRows rows;
        private final CsvLayout layout;
        private final List<String> notes = new ArrayList<>();
        private final List<String> problems = new ArrayList<>();

        private final List<String> labels = new ArrayList<>();
        private final List<ArrayRole.Part> parts = new ArrayList<>(); // empty where none is said
        private final List<Path> paths = new ArrayList<>();
        private PixelRows pixels;

        Reading(Path file, DataConfig config) {
            this.file = file;
            this.config = config;
            skips = config.onError().equals("skip");
            rows = CsvRows.of(file);
            layout = CsvLayout.of(file, rows, config.image());
        }

        Content content(ReadingProgress progress) {
            notes.addAll(layout.notes());
            int header = layout.hasHeader() ? rows.sample().get(0).line() : 0;
            notes.addAll(rows.forEach(row -> add(row, header)));
            if (labels.isEmpty()) {
                throw new TrainkitException(
                        problems.isEmpty()
                                ? "%s has a header, but no pictures. Set data.path to a table of pictures."
                                        .formatted(file)
                                : problems.get(0));
            }
            WrittenLabels written = WrittenLabels.of(labels);
            notes.addAll(written.notes());
            int[] indexes = labels.stream().mapToInt(written::indexOf).toArray();
            return layout.form() == CsvLayout.Form.FILES
                    ? files(indexes, written.classes(), progress)
                    : pixels(indexes, written.classes());
        }

        private void add(CsvRows.Row row, int header) {
            if (row.line() == header) {
                return;
            }
            try {
                addRow(row);
            } catch (UnusableRow e) {
                if (!skips) {
                    throw new TrainkitException(
                            "%s Set data.on-error to skip to leave such lines out."
                                    .formatted(e.getMessage()),
                            e);
                }
                problems.add(e.getMessage());
            }
        }

        private void addRow(CsvRows.Row row) {
            String label = row.cells().get(layout.label());
            if (label.isEmpty()) {
                throw unusable(row, "has no label");
            }
            if (layout.form() == CsvLayout.Form.FILES) {
                paths.add(path(row));
            } else {
                addPixels(row);
            }
            labels.add(label);
            if (layout.part() >= 0) {
                parts.add(part(row));
            }
        }

        private Path path(CsvRows.Row row) {
            String name = row.cells().get(layout.pixels().get(0));
            if (name.isEmpty()) {
                throw unusable(row, "names no file");
            }
            return layout.files()
                    .find(name)
                    .or(() -> layout.files().path(name))
                    .orElseThrow(
                            () ->
                                    unusable(
                                            row,
                                            "names '%s', which is no name of a file"
                                                    .formatted(Quoted.of(name))));
        }

        private void addPixels(CsvRows.Row row) {
            double[] numbers =
                    layout.form() == CsvLayout.Form.COLUMNS ? ofColumns(row) : ofOneColumn(row);
            if (pixels == null) {
                pixels = new PixelRows(numbers.length);
            }
            if (numbers.length != pixels.values()) {
                throw bad(
                        "line %d has %,d numbers, but the first picture has %,d. Correct the file",
                        row.line(), numbers.length, pixels.values());
            }
            pixels.add(row.line(), numbers);
        }

        private double[] ofColumns(CsvRows.Row row) {
            double[] numbers = new double[layout.pixels().size()];
            for (int i = 0; i < numbers.length; i++) {
                int column = layout.pixels().get(i);
                numbers[i] = number(row, column, row.cells().get(column));
            }
            return numbers;
        }

        private double[] ofOneColumn(CsvRows.Row row) {
            int column = layout.pixels().get(0);
            return Arrays.stream(row.cells().get(column).split(" +", -1))
                    .mapToDouble(text -> number(row, column, text))
                    .toArray();
        }

        private double number(CsvRows.Row row, int column, String text) {
            double number = WrittenNumber.of(text);
            if (!Double.isFinite(number)) {
                throw bad(
                        "line %d, column %d is '%s', but a pixel is a number. Where this line is a header, name the column of the labels 'label'",
                        row.line(), column + 1, Quoted.of(text));
            }
            return number;
        }

        private ArrayRole.Part part(CsvRows.Row row) {
            String word = row.cells().get(layout.part());
            return CsvParts.of(layout.partName(), word)
                    .orElseThrow(
                            () ->
                                    bad(
                                            "line %d has '%s' in the column of the part, which is none of train, validation and test. Correct the file",
                                            row.line(), Quoted.of(word)));
        }

        private Content pixels(int[] indexes, List<String> classes) {
            int values = pixels.values();
            PictureShape shape =
                    PictureShape.ofRow(indexes.length, values, config.image())
                            .orElseThrow(() -> noPicture(values));
            PixelScale scale = PixelScale.of(file.toString(), List.of(pixels));
            ImageData all =
                    new ImageData(
                            scale.bytes(pixels),
                            indexes,
                            shape.height(),
                            shape.width(),
                            shape.channels(),
                            classes);
            int[] every = IntStream.range(0, indexes.length).toArray();
            Content content =
                    ArrayContent.of(
                            ofPart(all, every, ArrayRole.Part.TRAIN),
                            ofPart(all, every, ArrayRole.Part.VALIDATION),
                            ofPart(all, every, ArrayRole.Part.TEST),
                            config);
            return new Content(
                            content.train(),
                            content.validation(),
                            content.test(),
                            content.preprocessing(),
                            content.isNormalized(),
                            problems,
                            content.notes())
                    .noting(scale.notes())
                    .noting(notes);
        }

        private TrainkitException noPicture(int values) {
            PictureShape wanted = PictureShape.guessed(0, values, config.image());
            return new TrainkitException(
                    String.format(
                            Locale.ROOT,
                            "%s has %d pixel %s, which %s no picture of %dx%d with %d %s. Set data.image.size and data.image.channels.",
                            file,
                            values,
                            values == 1 ? "column" : "columns",
                            values == 1 ? "is" : "are",
                            wanted.width(),
                            wanted.height(),
                            wanted.channels(),
                            wanted.channels() == 1 ? "channel" : "channels"));
        }

        private Content files(int[] indexes, List<String> classes, ReadingProgress progress) {
            List<LabelledFile> files =
                    IntStream.range(0, indexes.length)
                            .mapToObj(i -> new LabelledFile(paths.get(i), indexes[i]))
                            .toList();
            Preprocessing frame = PictureFrame.of(config.image());
            PictureLoader loader = new PictureLoader(frame, files, progress);
            ImageData all = loader.load(classes, config);
            int[] readable = loader.readable(skips);
            problems.addAll(loader.problems());
            return new Content(
                    ofPart(all, readable, ArrayRole.Part.TRAIN),
                    ofPart(all, readable, ArrayRole.Part.VALIDATION),
                    ofPart(all, readable, ArrayRole.Part.TEST),
                    frame,
                    config.image().mean() != null,
                    problems,
                    notes);
        }

        /** All to train on where no column says the part; null of a part that no line is of. */
        private ImageData ofPart(ImageData all, int[] which, ArrayRole.Part part) {
            if (parts.isEmpty()) {
                return part == ArrayRole.Part.TRAIN ? all.select(which) : null;
            }
            if (part == ArrayRole.Part.TRAIN && !parts.contains(part)) {
                throw new TrainkitException(
                        "%s has no line of the part train. Put some there.".formatted(file));
            }
            return parts.contains(part)
                    ? all.select(Arrays.stream(which).filter(i -> parts.get(i) == part).toArray())
                    : null;
        }

        private UnusableRow unusable(CsvRows.Row row, String what) {
            return new UnusableRow(
                    String.format(Locale.ROOT, "%s: line %d %s.", file, row.line(), what));
        }

        private TrainkitException bad(String what, Object... values) {
            return new TrainkitException(
                    "%s: %s.".formatted(file, String.format(Locale.ROOT, what, values)));
        }
    }

    /** What is wrong with a line that may be left out. */
    private static final class UnusableRow extends RuntimeException {

        private static final long serialVersionUID = 1L;

        UnusableRow(String message) {
            super(message);
        }
    }
}
