package dev.trainkit.data;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import dev.trainkit.Count;
import dev.trainkit.TrainkitException;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * The rows of a table, gzipped or not, with commas, semicolons, tabs or bars between the columns.
 * Empty rows are passed over, and so are comments: rows that begin with {@code #} and have not as
 * many columns as the table.
 */
final class CsvRows {

    /** What is looked at to tell what is in which column. */
    private static final int SAMPLE_BYTES = 1 << 22;

    private static final int SAMPLE_ROWS = 100;
    private static final List<Character> SEPARATORS = List.of(',', ';', '\t', '|');

    private final Path file;
    private final char separator;
    private final List<Row> sample;
    private final int columns;

    /**
     * What stands in a line, without blanks around it.
     *
     * @param line from 1, where no cell goes over several
     */
    record Row(int line, List<String> cells) {

        boolean isBlank() {
            return cells.stream().allMatch(String::isEmpty);
        }

        private boolean isComment(int columns) {
            return cells.get(0).startsWith("#") && cells.size() != columns;
        }
    }

    private CsvRows(Path file, char separator, List<Row> start) {
        this.file = file;
        this.separator = separator;
        columns =
                start.stream()
                        .filter(row -> !row.cells().get(0).startsWith("#"))
                        .findFirst()
                        .or(() -> start.stream().findFirst())
                        .map(row -> row.cells().size())
                        .orElse(0);
        sample = start.stream().filter(row -> !row.isComment(columns)).toList();
    }

    /**
     * @throws TrainkitException where the file is no table, or has no rows
     */
    static CsvRows of(Path file) {
        byte[] start = start(file);
        CsvRows best = null;
        for (char separator : SEPARATORS) {
            CsvRows rows = new CsvRows(file, separator, start(file, start, separator));
            if (best == null || rows.fitness() > best.fitness()) {
                best = rows;
            }
        }
        if (best.sample.isEmpty()) {
            throw new TrainkitException(
                    "%s has no lines. Set data.path to a table of pictures.".formatted(file));
        }
        return best;
    }

    private static byte[] start(Path file) {
        try (InputStream in = open(file)) {
            return in.readNBytes(SAMPLE_BYTES);
        } catch (IOException e) {
            throw bad(file, e);
        }
    }

    /** What is behind the last line's end may be cut. */
    private static List<Row> start(Path file, byte[] start, char separator) {
        List<Row> rows = new ArrayList<>();
        try (MappingIterator<String[]> in = read(new ByteArrayInputStream(start), separator)) {
            for (int line = 1; rows.size() <= SAMPLE_ROWS && in.hasNext(); line++) {
                Row row = row(line, in.next());
                if (!row.isBlank()) {
                    rows.add(row);
                }
            }
        } catch (IOException | RuntimeException e) {
            if (start.length < SAMPLE_BYTES && separator == ',') {
                throw bad(file, e);
            }
        }
        return start.length < SAMPLE_BYTES || rows.size() < 2
                ? rows
                : rows.subList(0, rows.size() - 1);
    }

    private static InputStream open(Path file) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        in.mark(2);
        boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
        in.reset();
        return gzip ? new GZIPInputStream(in, 1 << 16) : in;
    }

    /** Jackson's CSV need not be on the class path of a service, which reads no tables. */
    private static MappingIterator<String[]> read(InputStream in, char separator)
            throws IOException {
        return new CsvMapper()
                .readerFor(String[].class)
                .with(CsvSchema.emptySchema().withColumnSeparator(separator))
                .with(CsvParser.Feature.WRAP_AS_ARRAY)
                .readValues(in);
    }

    private static Row row(int line, String[] cells) {
        return cells.length == 0
                ? new Row(line, List.of(""))
                : new Row(line, Stream.of(cells).map(String::strip).toList());
    }

    /** More where all rows have as many columns, and most where they are numbers then. */
    private double fitness() {
        if (columns < 2) {
            return 0;
        }
        if (sample.stream().anyMatch(row -> row.cells().size() != columns)) {
            return 1;
        }
        return 2 + sample.stream().mapToDouble(CsvRows::numbers).average().orElse(0);
    }

    private static double numbers(Row row) {
        return row.cells().stream().filter(WrittenNumber::is).count() / (double) row.cells().size();
    }

    /** Of each row, as the first has. */
    int columns() {
        return columns;
    }

    /**
     * The first rows.
     *
     * @throws TrainkitException where one has not as many columns as the first
     */
    List<Row> sample() {
        sample.forEach(this::requireColumns);
        return sample;
    }

    /**
     * Reads all rows.
     *
     * @return a sentence for what was passed over
     * @throws TrainkitException where one has not as many columns as the first
     */
    List<String> forEach(Consumer<Row> visitor) {
        int comments = 0;
        try (InputStream in = open(file);
                MappingIterator<String[]> rows = read(in, separator)) {
            for (int line = 1; rows.hasNext(); line++) {
                Row row = row(line, rows.next());
                if (row.isComment(columns)) {
                    comments++;
                } else if (!row.isBlank()) {
                    requireColumns(row);
                    visitor.accept(row);
                }
            }
        } catch (IOException | RuntimeException e) {
            throw bad(file, e);
        }
        return comments == 0
                ? List.of()
                : List.of(
                        comments == 1
                                ? "1 line that begins with # was passed over as a comment"
                                : "%s lines that begin with # were passed over as comments"
                                        .formatted(String.valueOf(comments)));
    }

    private void requireColumns(Row row) {
        if (row.cells().size() != columns) {
            throw new TrainkitException(
                    "%s: line %s has %s, but the first has %s. A line needs a label and the pixels of a picture, or a label and the path of its file."
                            .formatted(
                                    file,
                                    String.valueOf(row.line()),
                                    Count.of(row.cells().size(), "column"),
                                    String.valueOf(columns)));
        }
    }

    private static RuntimeException bad(Path file, Exception e) {
        if (e instanceof TrainkitException told) {
            return told;
        }
        Throwable cause = e instanceof RuntimeException && e.getCause() != null ? e.getCause() : e;
        if (isNoText(e)) {
            return new TrainkitException(
                    "%s: the text is not in UTF-8. Save it again so; spreadsheets call it CSV UTF-8."
                            .formatted(file),
                    e);
        }
        if (cause instanceof JacksonException) {
            return bad(file, "this is no table of comma-separated values", e);
        }
        if (cause instanceof IOException) {
            return bad(file, "the file is damaged (" + cause.getMessage() + ")", e);
        }
        return (RuntimeException) e;
    }

    private static boolean isNoText(Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof CharConversionException) {
                return true;
            }
        }
        return false;
    }

    private static TrainkitException bad(Path file, String what, Exception cause) {
        return new TrainkitException(
                "%s: %s. Copy it again from where it came from.".formatted(file, what), cause);
    }
}
