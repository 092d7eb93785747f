package dev.trainkit.data;

import dev.trainkit.Quoted;
import dev.trainkit.TrainkitException;
import dev.trainkit.config.ImageConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What is in which column of a table, told from what the columns hold; names decide only where that
 * leaves a choice.
 */
final class CsvLayout {

    /** What pictures are given as. */
    enum Form {
        FILES,

        /** A column for each number. */
        COLUMNS,

        /** All numbers of a picture in one column, with blanks between them. */
        ONE_COLUMN
    }

    private static final List<String> LABELS =
            List.of(
                    "label",
                    "labels",
                    "class",
                    "target",
                    "y",
                    "category",
                    "emotion",
                    "breed",
                    "species",
                    "digit",
                    "class_name",
                    "classname");

    private static final Set<String> PARTS =
            Set.of("split", "usage", "part", "set", "subset", "partition", "phase", "data set");

    private static final Pattern NUMBERS =
            Pattern.compile("[0-9]+(?:\\.[0-9]*)?(?: +[0-9]+(?:\\.[0-9]*)?){3,}");

    private final CsvRows rows;
    private final List<CsvRows.Row> sample;
    private final NamedFiles beside;
    private final List<String> first;
    private final List<String> notes = new ArrayList<>();
    private final Path file;

    private NamedFiles files;
    private Form form;
    private boolean hasHeader;
    private int label = -1;
    private int part = -1;
    private List<Integer> pixels = List.of();

    private CsvLayout(Path file, CsvRows rows) {
        this.file = file;
        this.rows = rows;
        sample = rows.sample();
        first = sample.get(0).cells();
        beside = new NamedFiles(file.toAbsolutePath().getParent());
        files = beside;
    }

    /**
     * @throws TrainkitException where it cannot be told
     */
    static CsvLayout of(Path file, CsvRows rows, ImageConfig image) {
        if (rows.columns() < 2) {
            throw new TrainkitException(
                    "%s has one column, and none more between semicolons or tabs. A line needs a label and the pixels of a picture, or a label and the path of its file."
                            .formatted(file));
        }
        CsvLayout layout = new CsvLayout(file, rows);
        layout.find(image);
        return layout;
    }

    Form form() {
        return form;
    }

    boolean hasHeader() {
        return hasHeader;
    }

    int label() {
        return label;
    }

    /** -1 where none says in which part a picture is. */
    int part() {
        return part;
    }

    /**
     * What such a column is called in the header; a word for the part in general where it is not.
     */
    String partName() {
        return hasHeader ? first.get(part) : "";
    }

    /** The columns that have what makes the pictures. */
    List<Integer> pixels() {
        return pixels;
    }

    /** Where the files are. */
    NamedFiles files() {
        return files;
    }

    List<String> notes() {
        return notes;
    }

    private void find(ImageConfig image) {
        if (findNumbers()) {
            form = Form.ONE_COLUMN;
            findOthers();
        } else if (findFiles()) {
            form = Form.FILES;
            findOthers();
        } else {
            form = Form.COLUMNS;
            findColumns(image);
        }
        noteUnused();
    }

    private boolean isOfOneRow() {
        return sample.size() == 1;
    }

    /** A column behind the first row, which may be a header, where there is more than that. */
    private List<String> body(int column) {
        return sample.stream()
                .skip(isOfOneRow() ? 0 : 1)
                .map(row -> row.cells().get(column))
                .toList();
    }

    private boolean all(int column, Predicate<String> what) {
        return body(column).stream().allMatch(what);
    }

    private IntStream columns(IntPredicate which) {
        return IntStream.range(0, rows.columns()).filter(which);
    }

    /** Mostly, so that what is no number among them is told of. */
    private boolean isNumeric(int column) {
        List<String> body = body(column);
        return 2 * body.stream().filter(WrittenNumber::is).count() >= body.size();
    }

    // Pictures in files.

    private boolean findFiles() {
        Optional<Integer> column = mostFilesIn(beside);
        if (column.isEmpty()) {
            List<NamedFiles> below =
                    beside.below().stream().filter(one -> mostFilesIn(one).isPresent()).toList();
            if (below.size() > 1) {
                throw new TrainkitException(
                        "%s names files that are in %s and in %s. Write their paths into the table."
                                .formatted(file, below.get(0).root(), below.get(1).root()));
            }
            if (below.size() == 1) {
                files = below.get(0);
                column = mostFilesIn(files);
                notes.add("the files that %s names were found in %s".formatted(file, files.root()));
            }
        }
        if (column.isEmpty()) {
            column = columns(c -> all(c, NamedFiles::isPicture)).boxed().findFirst();
        }
        if (column.isEmpty() && rows.columns() == 2) {
            column = Optional.of(knownLabel(c -> true).orElse(0) == 0 ? 1 : 0);
        }
        if (column.isEmpty()) {
            return false;
        }
        pixels = List.of(column.get());
        hasHeader = isHeaderOfFiles(column.get());
        return true;
    }

    /** A table of many numbers names no files, even where 0.png is beside it. */
    private Optional<Integer> mostFilesIn(NamedFiles where) {
        return columns(c -> rows.columns() <= 10 || !isNumeric(c))
                .boxed()
                .filter(c -> filesIn(where, c) > 0)
                .max(Comparator.comparingLong(c -> filesIn(where, c)));
    }

    private long filesIn(NamedFiles where, int column) {
        return sample.stream()
                .map(row -> row.cells().get(column))
                .filter(name -> where.find(name).isPresent())
                .count();
    }

    /** A header names no file; where none is there, its name does not end as the others do. */
    private boolean isHeaderOfFiles(int column) {
        if (filesIn(files, column) > 0) {
            return files.find(first.get(column)).isEmpty()
                    && !NamedFiles.isPicture(first.get(column));
        }
        return all(column, NamedFiles::isPicture)
                ? !NamedFiles.isPicture(first.get(column))
                : knownLabel(c -> true).isPresent();
    }

    // Pictures in one column.

    private boolean findNumbers() {
        Optional<Integer> column =
                columns(c -> all(c, text -> NUMBERS.matcher(text).matches())).boxed().findFirst();
        column.ifPresent(
                c -> {
                    pixels = List.of(c);
                    hasHeader = !NUMBERS.matcher(first.get(c)).matches();
                });
        return column.isPresent();
    }

    /** The label, and the part, where a column is known that has the pictures. */
    private void findOthers() {
        findPart();
        List<Integer> left =
                columns(c -> !pixels.contains(c) && c != part && !isCounting(c)).boxed().toList();
        if (left.isEmpty() && part >= 0) {
            left = List.of(part); // names of parts are labels where there are no others
            part = -1;
        }
        if (left.isEmpty()) {
            left = columns(c -> !pixels.contains(c) && c != part).boxed().toList();
        }
        List<Integer> candidates = left;
        label =
                candidates.size() == 1
                        ? candidates.get(0)
                        : knownLabel(candidates::contains).orElseThrow(() -> noLabel(candidates));
    }

    private void findPart() {
        part = columns(c -> !pixels.contains(c) && isPart(c)).boxed().findFirst().orElse(-1);
    }

    private boolean isPart(int column) {
        String name = first.get(column).toLowerCase(Locale.ROOT);
        long words =
                body(column).stream().filter(word -> CsvParts.of(name, word).isPresent()).count();
        boolean isNamed = PARTS.contains(name) || CsvParts.isQuestion(name);
        return isNamed
                ? words > 0
                : words > 0
                        && words == body(column).size()
                        && CsvParts.of("", first.get(column)).isPresent() == !hasHeader;
    }

    /** Rows that are numbered: 0, 1, 2, ... */
    private boolean isCounting(int column) {
        List<String> body = body(column);
        if (!hasHeader || body.size() < 3 || !all(column, WrittenNumber::is)) {
            return false;
        }
        double start = WrittenNumber.of(body.get(0));
        return !LABELS.contains(first.get(column).toLowerCase(Locale.ROOT))
                && IntStream.range(0, body.size())
                        .allMatch(i -> WrittenNumber.of(body.get(i)) == start + i);
    }

    /** By their names, those better known first. */
    private Optional<Integer> knownLabel(IntPredicate which) {
        return LABELS.stream()
                .flatMap(
                        name ->
                                columns(which)
                                        .filter(c -> first.get(c).equalsIgnoreCase(name))
                                        .filter(
                                                c ->
                                                        isOfOneRow()
                                                                || !body(c).contains(first.get(c)))
                                        .boxed())
                .findFirst();
    }

    private TrainkitException noLabel(List<Integer> candidates) {
        String names = names(candidates);
        return new TrainkitException(
                hasHeader
                        ? "%s has no column 'label', and its labels may be in any of %s. Call one of them 'label'."
                                .formatted(file, names)
                        : "%s has no header, and its labels may be in any of the columns %s. Write a line above all others that calls one of them 'label'."
                                .formatted(file, names));
    }

    // Pictures in columns of numbers.

    private void findColumns(ImageConfig image) {
        hasHeader = isHeaderOfColumns();
        if (hasHeader && isOfOneRow()) {
            throw new TrainkitException(
                    "%s has a header, but no pictures. Set data.path to a table of pictures."
                            .formatted(file));
        }
        findPart();
        List<Integer> texts = columns(c -> !isNumeric(c) && c != part).boxed().toList();
        Optional<Integer> known = hasHeader ? knownLabel(c -> c != part) : Optional.empty();
        label =
                known.or(() -> texts.size() == 1 ? Optional.of(texts.get(0)) : Optional.empty())
                        .or(() -> hasHeader ? columnWithoutDigit() : Optional.empty())
                        .orElseGet(() -> labelAtAnEnd(texts));
        List<Integer> numbers =
                columns(c -> c != label && c != part && isNumeric(c)).boxed().toList();
        if (numbers.size() < 2) {
            throw new TrainkitException(
                    "%s: there are no columns of pixels, and none names files that are in %s, with or without their endings. A line needs a label and the pixels of a picture, or a label and the path of its file."
                            .formatted(file, beside.root()));
        }
        pixels = ofPictures(numbers, image);
    }

    private boolean isHeaderOfColumns() {
        if (knownLabel(c -> true).isPresent()) {
            return true;
        }
        if (isOfOneRow()) {
            return first.stream().noneMatch(WrittenNumber::is);
        }
        List<String> names = columns(this::isNumeric).mapToObj(first::get).toList();
        List<String> numbers = names.stream().filter(WrittenNumber::is).toList();
        boolean hasNames = numbers.size() < names.size() && isNamed(names);
        return (numbers.isEmpty() && hasNames)
                || ((hasNames || numbers.size() == first.size()) && areCounting(numbers));
    }

    private static boolean isNamed(List<String> names) {
        return names.stream().anyMatch(name -> !name.isEmpty() && !WrittenNumber.is(name));
    }

    /** Columns without names of their own: 0, 1, 2, ... */
    private static boolean areCounting(List<String> numbers) {
        return numbers.size() > 2
                && IntStream.range(0, numbers.size())
                        .allMatch(
                                i ->
                                        WrittenNumber.of(numbers.get(i))
                                                == WrittenNumber.of(numbers.get(0)) + i);
    }

    private Optional<Integer> columnWithoutDigit() {
        List<Integer> found =
                columns(c -> c != part && !isCounting(c))
                        .filter(c -> first.get(c).chars().noneMatch(Character::isDigit))
                        .boxed()
                        .toList();
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    /** Of numbers without names, the first column or the last, whichever alone looks like it. */
    private int labelAtAnEnd(List<Integer> texts) {
        boolean isNumbered = hasHeader && areCounting(first);
        if (texts.size() > 1 || (hasHeader && !isNumbered)) {
            throw noLabel(columns(c -> c != part).boxed().toList());
        }
        int last = rows.columns() - 1;
        boolean isLast = looksLikeLabels(last) && !looksLikeLabels(0);
        notes.add(
                "%s has no header that names the labels: its %s column was read as them. Where another has them, write a line above all others that calls it 'label'"
                        .formatted(file, isLast ? "last" : "first"));
        return isLast ? last : 0;
    }

    /** Whole numbers, several, each of several pictures. */
    private boolean looksLikeLabels(int column) {
        List<String> values = new ArrayList<>();
        rows.forEach(row -> values.add(row.cells().get(column)));
        if (hasHeader) {
            values.remove(0);
        }
        Set<String> distinct = new HashSet<>(values);
        return distinct.size() > 1
                && 2 * distinct.size() <= values.size()
                && distinct.stream().allMatch(CsvLayout::isWhole);
    }

    private static boolean isWhole(String text) {
        return WrittenNumber.of(text) == Math.rint(WrittenNumber.of(text));
    }

    /** Without those that count rows or have other names, where all together are no picture. */
    private List<Integer> ofPictures(List<Integer> numbers, ImageConfig image) {
        if (isPicture(numbers, image) || !hasHeader) {
            return numbers;
        }
        List<Integer> uncounted = numbers.stream().filter(c -> !isCounting(c)).toList();
        if (isPicture(uncounted, image)) {
            return uncounted;
        }
        String stem =
                uncounted.stream()
                        .map(this::stem)
                        .collect(Collectors.groupingBy(name -> name, Collectors.counting()))
                        .entrySet()
                        .stream()
                        .max(Map.Entry.comparingByValue())
                        .map(Map.Entry::getKey)
                        .orElse("");
        List<Integer> alike = uncounted.stream().filter(c -> stem(c).equals(stem)).toList();
        boolean areMost = 2 * alike.size() > uncounted.size();
        return areMost && isPicture(alike, image) ? alike : numbers;
    }

    private String stem(int column) {
        return first.get(column).replaceAll("[0-9]", "");
    }

    private static boolean isPicture(List<Integer> columns, ImageConfig image) {
        return !columns.isEmpty() && PictureShape.ofRow(0, columns.size(), image).isPresent();
    }

    /** The first ten, as the table calls them: by its header, or by their numbers from 1. */
    private String names(List<Integer> columns) {
        return columns.stream()
                .limit(10)
                .map(c -> hasHeader ? "'" + Quoted.of(first.get(c)) + "'" : String.valueOf(c + 1))
                .collect(Collectors.joining(", "));
    }

    private void noteUnused() {
        List<Integer> unused =
                columns(c -> c != label && c != part && !pixels.contains(c)).boxed().toList();
        if (unused.isEmpty()) {
            return;
        }
        String names = names(unused);
        notes.add(
                String.format(
                        Locale.ROOT,
                        "%s %s%s in %s %s not used",
                        unused.size() == 1 ? "the column" : "the columns",
                        names,
                        unused.size() > 10 ? " and others" : "",
                        file,
                        unused.size() == 1 ? "is" : "are"));
    }
}
