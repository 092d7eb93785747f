package dev.trainkit.data;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import dev.trainkit.TrainkitException;
import dev.trainkit.config.DataConfig;
import dev.trainkit.config.ImageConfig;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;

/**
 * A table with a picture a line: its label and its pixels, as Kaggle's digits are, or its label and
 * the path of its file. With a header or without, gzipped or not.
 */
final class CsvDataset implements Dataset {

    private static final List<String> LABEL = List.of("label", "class", "target", "y");

    /** Made when a table is read: Jackson's CSV need not be on the class path of a service. */
    private static final class Rows {

        static final ObjectReader READER =
                new CsvMapper()
                        .readerFor(String[].class)
                        .with(CsvParser.Feature.WRAP_AS_ARRAY)
                        .with(CsvParser.Feature.SKIP_EMPTY_LINES);

        private Rows() {}
    }

    @Override
    public String name() {
        return "csv";
    }

    @Override
    public Content read(DataConfig config, ReadingProgress progress) {
        Path file = file(config);
        Table table = table(file);
        return table.columns() == 2
                ? files(file, table, config, progress)
                : pixels(file, table, config);
    }

    private static Path file(DataConfig config) {
        if (config.path() == null || !Files.isRegularFile(config.path())) {
            throw new TrainkitException(
                    "data.path is %s, but data.name csv needs a .csv file, gzipped or not. Set data.path to one."
                            .formatted(config.path()));
        }
        return config.path();
    }

    /**
     * The rows behind the header.
     *
     * @param pixels the values of each row beside its label, where there is more than one
     * @param paths the other value of each row, where there is one
     */
    private record Table(
            int columns, List<String> labels, List<byte[]> pixels, List<String> paths) {}

    private static Table table(Path file) {
        try (InputStream in = open(file);
                MappingIterator<String[]> rows = Rows.READER.readValues(in)) {
            if (!rows.hasNext()) {
                throw new TrainkitException(
                        "%s has no lines. Set data.path to a table of pictures.".formatted(file));
            }
            return table(file, rows);
        } catch (JacksonException e) {
            throw bad(file, "this is no table of comma-separated values", e);
        } catch (IOException e) {
            throw bad(file, "the file is damaged (" + e.getMessage() + ")", e);
        } catch (RuntimeException e) {
            if (e.getCause() instanceof IOException) {
                throw bad(file, "the file is damaged (" + e.getCause().getMessage() + ")", e);
            }
            throw e;
        }
    }

    private static TrainkitException bad(Path file, String what, Exception cause) {
        return new TrainkitException(
                "%s: %s. Copy it again from where it came from.".formatted(file, what), cause);
    }

    private static InputStream open(Path file) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        in.mark(2);
        boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
        in.reset();
        return gzip ? new GZIPInputStream(in, 1 << 16) : in;
    }

    private static Table table(Path file, MappingIterator<String[]> rows) {
        String[] row = rows.next();
        int columns = row.length;
        int label = labelColumn(row);
        boolean hasHeader = label >= 0;
        label = Math.max(0, label);
        List<String> labels = new ArrayList<>();
        List<byte[]> pixels = new ArrayList<>();
        List<String> paths = new ArrayList<>();
        int line = 1;
        if (hasHeader) {
            row = rows.hasNext() ? rows.next() : null;
            line = 2;
        }
        while (row != null) {
            requireColumns(file, line, row, columns);
            labels.add(row[label].strip());
            if (columns == 2) {
                paths.add(row[1 - label].strip());
            } else {
                pixels.add(values(file, line, row, label));
            }
            row = rows.hasNext() ? rows.next() : null;
            line++;
        }
        if (labels.isEmpty()) {
            throw new TrainkitException(
                    "%s has a header, but no pictures. Set data.path to a table of pictures."
                            .formatted(file));
        }
        return new Table(columns, labels, pixels, paths);
    }

    /** Of the label in a header; -1 where the row is none. */
    private static int labelColumn(String[] row) {
        for (int i = 0; i < row.length; i++) {
            if (LABEL.contains(row[i].strip().toLowerCase(Locale.ROOT))) {
                return i;
            }
        }
        return -1;
    }

    private static void requireColumns(Path file, int line, String[] row, int columns) {
        if (row.length != columns || columns < 2) {
            throw new TrainkitException(
                    String.format(
                            Locale.ROOT,
                            "%s: line %d has %d columns, but the first has %d. A line needs a label and the pixels of a picture, or a label and the path of its file.",
                            file,
                            line,
                            row.length,
                            columns));
        }
    }

    private static byte[] values(Path file, int line, String[] row, int label) {
        ByteArrayOutputStream values = new ByteArrayOutputStream(row.length - 1);
        for (int i = 0; i < row.length; i++) {
            if (i != label) {
                values.write(value(file, line, i, row[i]));
            }
        }
        return values.toByteArray();
    }

    private static int value(Path file, int line, int column, String text) {
        try {
            int value = Integer.parseInt(text.strip());
            if (value >= 0 && value <= 255) {
                return value;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new TrainkitException(
                String.format(
                        Locale.ROOT,
                        "%s: line %d, column %d is '%s', but a pixel is a whole number from 0 to 255. Where this line is a header, name the column of the labels 'label'.",
                        file,
                        line,
                        column + 1,
                        text));
    }

    /** Numbers in their order, and names in theirs. */
    private static List<String> classes(Table table) {
        boolean numbers = table.labels().stream().allMatch(label -> label.matches("[0-9]{1,9}"));
        TreeSet<String> classes =
                numbers
                        ? new TreeSet<>(Comparator.comparingInt(Integer::parseInt))
                        : new TreeSet<>();
        classes.addAll(table.labels());
        return List.copyOf(classes);
    }

    private static int[] labels(Table table, List<String> classes) {
        return table.labels().stream().mapToInt(classes::indexOf).toArray();
    }

    private static Content pixels(Path file, Table table, DataConfig config) {
        int values = table.columns() - 1;
        ImageConfig image = config.image();
        int channels = image.channels() == null ? 1 : image.channels();
        int side = (int) Math.round(Math.sqrt((double) values / channels));
        int height = image.heightOr(side);
        int width = image.widthOr(side);
        if (height * width * channels != values) {
            throw new TrainkitException(
                    String.format(
                            Locale.ROOT,
                            "%s has %d pixel columns, which are no picture of %dx%d with %d channels. Set data.image.size and data.image.channels.",
                            file,
                            values,
                            width,
                            height,
                            channels));
        }
        byte[] all = new byte[Math.multiplyExact(values, table.pixels().size())];
        for (int i = 0; i < table.pixels().size(); i++) {
            System.arraycopy(table.pixels().get(i), 0, all, i * values, values);
        }
        List<String> classes = classes(table);
        ImageData train =
                new ImageData(all, labels(table, classes), height, width, channels, classes);
        return ArrayContent.of(train, null, null, config);
    }

    private static Content files(
            Path file, Table table, DataConfig config, ReadingProgress progress) {
        List<String> classes = classes(table);
        int[] labels = labels(table, classes);
        Path folder = file.toAbsolutePath().getParent();
        List<LabelledFile> files = new ArrayList<>();
        for (int i = 0; i < labels.length; i++) {
            files.add(new LabelledFile(folder.resolve(table.paths().get(i)), labels[i]));
        }
        Preprocessing frame = PictureFrame.of(config.image());
        PictureLoader loader = new PictureLoader(frame, files, progress);
        ImageData all = loader.load(classes, config);
        return new Content(
                all.select(loader.readable(0, files.size(), config.onError().equals("skip"))),
                null,
                null,
                frame,
                config.image().mean() != null,
                loader.problems());
    }
}
