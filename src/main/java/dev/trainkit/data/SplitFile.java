package dev.trainkit.data;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import dev.trainkit.Quoted;
import dev.trainkit.SpreadsheetCell;
import dev.trainkit.TrainkitException;
import dev.trainkit.config.DataConfig;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Which picture is in which part, as a table that is kept and used again: a line {@code
 * part,class,picture} for each that the data set does not have in a part of its own. A picture is
 * called by its path from {@code data.path}, or by its number in the training part, from 0. As
 * every picture has one line, parts are disjoint.
 */
public final class SplitFile {

    /** What a picture is for. */
    enum Part {
        TRAIN,
        VALIDATION,
        TEST,

        /** Beyond {@code data.limit}. */
        UNUSED;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final String[] HEADER = {"part", "class", "picture"};

    private final Path file;
    private final Path base; // where the names of files begin

    /** The table in that file, of these data. */
    public SplitFile(Path file, DataConfig data) {
        this.file = file;
        base = base(data.path());
    }

    private static Path base(Path path) {
        Path absolute = path == null ? Path.of("") : path;
        absolute = absolute.toAbsolutePath().normalize();
        return Files.isDirectory(absolute) ? absolute : absolute.resolveSibling("");
    }

    /**
     * Writes the table of parts that were drawn.
     *
     * @throws TrainkitException when there is such a file already, or it cannot be written
     */
    public void write(DataParts parts) {
        ImageData source = parts.source();
        Part[] partOfRow = partsOfRows(parts);
        ObjectWriter rows = new CsvMapper().writerFor(String[].class);
        try (Writer out =
                        Files.newBufferedWriter(
                                file,
                                StandardCharsets.UTF_8,
                                StandardOpenOption.CREATE_NEW,
                                StandardOpenOption.WRITE);
                SequenceWriter table = rows.writeValues(out)) {
            table.write(HEADER);
            for (int i = 0; i < source.size(); i++) {
                table.write(
                        new String[] {
                            partOfRow[source.row(i)].word(),
                            SpreadsheetCell.written(className(source, i)),
                            SpreadsheetCell.written(name(source, i))
                        });
            }
        } catch (FileAlreadyExistsException e) {
            throw new TrainkitException(
                    "%s is there already, and a split is kept to stay as it is. Name another file, or remove that one."
                            .formatted(file),
                    e);
        } catch (IOException e) {
            throw new TrainkitException(
                    "The split cannot be written to %s (%s). Check the disk and the folder's permissions."
                            .formatted(file, e.getMessage()),
                    e);
        }
    }

    private static Part[] partsOfRows(DataParts parts) {
        ImageData source = parts.source();
        int rows = IntStream.range(0, source.size()).map(source::row).max().orElse(-1) + 1;
        Part[] partOfRow = new Part[rows];
        Arrays.fill(partOfRow, Part.UNUSED);
        mark(partOfRow, source, parts.train(), Part.TRAIN);
        mark(partOfRow, source, parts.validation(), Part.VALIDATION);
        mark(partOfRow, source, parts.test(), Part.TEST);
        return partOfRow;
    }

    /** What is of other pictures, or behind them, is a part that the data set has of its own. */
    private static void mark(Part[] partOfRow, ImageData source, ImageData pictures, Part part) {
        if (pictures.isOfSameAs(source)) {
            IntStream.range(0, pictures.size())
                    .map(pictures::row)
                    .filter(row -> row < partOfRow.length)
                    .forEach(row -> partOfRow[row] = part);
        }
    }

    /**
     * The parts that the table makes of a data set, each in the data set's order.
     *
     * @throws TrainkitException when there is no table, or it does not fit the data set: a line
     *     that is wrong, a picture without a line or with two
     */
    Map<Part, ImageData> read(Dataset.Content content) {
        ImageData source = content.train();
        Part[] parts = partsOf(source, content);
        Map<Part, ImageData> cut = new EnumMap<>(Part.class);
        for (Part part : Part.values()) {
            cut.put(
                    part,
                    source.select(
                            IntStream.range(0, parts.length)
                                    .filter(i -> parts[i] == part)
                                    .toArray()));
        }
        requirePictures(cut.get(Part.TRAIN), "to train on");
        if (content.test() == null) {
            requirePictures(cut.get(Part.TEST), "for the test");
        }
        return cut;
    }

    private void requirePictures(ImageData part, String what) {
        if (part.size() == 0) {
            throw unfit("it leaves no picture " + what);
        }
    }

    private Part[] partsOf(ImageData source, Dataset.Content content) {
        Map<String, Integer> numbers = new HashMap<>();
        for (int i = 0; i < source.size(); i++) {
            numbers.put(name(source, i), i);
        }
        Part[] parts = new Part[source.size()];
        int[] lines = new int[source.size()];
        try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8);
                MappingIterator<String[]> rows = rows(in)) {
            requireHeader(rows);
            for (int line = 2; rows.hasNextValue(); line++) {
                String[] row = cells(rows.nextValue());
                int i = number(row, line, numbers);
                Part part = part(row[0], line, content);
                requireClass(row, line, className(source, i));
                if (parts[i] != null) {
                    throw unfit(
                            String.format(
                                    Locale.ROOT,
                                    "lines %d and %d are both of %s, and parts must be disjoint",
                                    lines[i],
                                    line,
                                    Quoted.of(row[2])));
                }
                parts[i] = part;
                lines[i] = line;
            }
        } catch (NoSuchFileException e) {
            throw new TrainkitException(
                    "data.split-file is %s, but there is no such file. Write one with `trainkit data CONFIG --split %s`."
                            .formatted(file, file),
                    e);
        } catch (JacksonException e) {
            throw unfit("it is no table of comma-separated values");
        } catch (IOException e) {
            throw unfit("it cannot be read (" + e.getMessage() + ")");
        }
        requireAll(source, parts);
        return parts;
    }

    private static MappingIterator<String[]> rows(Reader in) throws IOException {
        return new CsvMapper()
                .readerFor(String[].class)
                .with(CsvParser.Feature.WRAP_AS_ARRAY)
                .with(CsvParser.Feature.SKIP_EMPTY_LINES)
                .readValues(in);
    }

    private static String[] cells(String[] row) {
        return Arrays.stream(row).map(SpreadsheetCell::read).toArray(String[]::new);
    }

    private void requireHeader(MappingIterator<String[]> rows) throws IOException {
        if (!rows.hasNextValue() || !Arrays.equals(rows.nextValue(), HEADER)) {
            throw unfit("its first line is not " + String.join(",", HEADER));
        }
    }

    private int number(String[] row, int line, Map<String, Integer> numbers) {
        if (row.length != HEADER.length) {
            throw unfit(
                    String.format(Locale.ROOT, "line %d has %d values, not 3", line, row.length));
        }
        Integer number = numbers.get(row[2]);
        if (number == null) {
            throw unfit(
                    String.format(
                            Locale.ROOT,
                            "line %d is of %s, which is not among the pictures",
                            line,
                            Quoted.of(row[2])));
        }
        return number;
    }

    private Part part(String word, int line, Dataset.Content content) {
        Part part =
                Arrays.stream(Part.values())
                        .filter(one -> one.word().equals(word))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        unfit(
                                                String.format(
                                                        Locale.ROOT,
                                                        "line %d has the part '%s', which is none of train, validation, test and unused",
                                                        line,
                                                        Quoted.of(word))));
        if ((part == Part.TEST && content.test() != null)
                || (part == Part.VALIDATION && content.validation() != null)) {
            throw unfit(
                    String.format(
                            Locale.ROOT,
                            "line %d has the part %s, which the data set has of its own",
                            line,
                            word));
        }
        return part;
    }

    private void requireClass(String[] row, int line, String name) {
        if (!row[1].equals(name)) {
            throw unfit(
                    String.format(
                            Locale.ROOT,
                            "line %d has %s in class '%s', but it is in class '%s'",
                            line,
                            Quoted.of(row[2]),
                            Quoted.of(row[1]),
                            name));
        }
    }

    private void requireAll(ImageData source, Part[] parts) {
        int[] missing = IntStream.range(0, parts.length).filter(i -> parts[i] == null).toArray();
        if (missing.length > 0) {
            throw unfit(
                    String.format(
                            Locale.ROOT,
                            "it has no line for %,d of the %,d pictures, the first of which is %s",
                            missing.length,
                            parts.length,
                            name(source, missing[0])));
        }
    }

    private String name(ImageData source, int i) {
        return source.isNamed()
                ? base.relativize(Path.of(source.place(i)).toAbsolutePath().normalize())
                        .toString()
                        .replace('\\', '/')
                : String.valueOf(source.row(i));
    }

    private static String className(ImageData source, int i) {
        return source.classes().get(source.label(i));
    }

    private TrainkitException unfit(String what) {
        return new TrainkitException(
                "The split in %s does not fit the data: %s. Set data.split-file to one that was written of them, or write another with `trainkit data CONFIG --split FILE`."
                        .formatted(file, what));
    }
}
