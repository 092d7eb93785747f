package dev.trainkit.data;

import dev.trainkit.Quoted;
import dev.trainkit.TrainkitException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The labels of the parts of a data set in arrays: whole numbers, also as floats; text; or a row of
 * zeros with one 1 for each picture.
 */
final class NpzLabels {

    private static final int MOST_CLASSES = 10_000;

    private final String source;
    private final List<String> names; // of the classes, empty where the file names none
    private final List<String> texts = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private int classCount;

    /**
     * @param source the file, for messages
     * @param names an array of the classes' names; null where there is none
     */
    NpzLabels(String source, NpyArray names) {
        this.source = source;
        this.names =
                names == null
                        ? List.of()
                        : IntStream.range(0, names.size()).mapToObj(names::text).toList();
        if (names != null) {
            requireNames(names.name());
        }
    }

    private void requireNames(String array) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).isBlank() || !seen.add(names.get(i))) {
                throw bad(
                        String.format(
                                Locale.ROOT,
                                "name %d in %s is '%s', and each class needs a name of its own",
                                i,
                                array,
                                Quoted.of(names.get(i))));
            }
        }
    }

    /** The labels of a part's pictures, as numbers or as text still. */
    static final class Column {

        private final int[] numbers; // null of text
        private final List<String> texts; // null of numbers

        private Column(int[] numbers, List<String> texts) {
            this.numbers = numbers;
            this.texts = texts;
        }
    }

    /** Reads those of a part; all are read before {@link #classes} is asked. */
    Column read(NpyArray array, int pictures) {
        int rows = array.shape().isEmpty() ? 1 : array.shape().get(0);
        boolean isOneHot =
                !array.isText() && rows == pictures && pictures > 0 && array.size() > pictures;
        if (!isOneHot && array.size() != pictures) {
            throw new TrainkitException(
                    String.format(
                            Locale.ROOT,
                            "%s has %,d %s, but %,d %s for them. Save arrays that belong together.",
                            source,
                            pictures,
                            pictures == 1 ? "picture" : "pictures",
                            array.size(),
                            array.size() == 1 ? "label" : "labels"));
        }
        if (array.isText()) {
            return new Column(null, texts(array));
        }
        return new Column(isOneHot ? places(array, pictures) : numbers(array), null);
    }

    private List<String> texts(NpyArray array) {
        List<String> read = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            String text = array.text(i).strip();
            if (text.isEmpty()) {
                throw bad(String.format(Locale.ROOT, "label %d in %s is empty", i, array.name()));
            }
            read.add(text);
        }
        texts.addAll(read);
        return read;
    }

    private int[] numbers(NpyArray array) {
        int[] numbers = new int[array.size()];
        for (int i = 0; i < numbers.length; i++) {
            double label = array.at(i);
            if (!(label >= 0 && label < MOST_CLASSES) || label != Math.rint(label)) {
                throw bad(
                        String.format(
                                Locale.ROOT,
                                "label %d in %s is %s, but labels are whole numbers from 0 to %d, or text",
                                i,
                                array.name(),
                                written(label),
                                MOST_CLASSES - 1));
            }
            numbers[i] = (int) label;
            classCount = Math.max(classCount, numbers[i] + 1);
        }
        return numbers;
    }

    private static String written(double label) {
        return label == Math.rint(label) && Math.abs(label) < 1e15
                ? String.format(Locale.ROOT, "%.0f", label)
                : String.valueOf(label);
    }

    /** Where the 1 is in each row. */
    private int[] places(NpyArray array, int pictures) {
        int columns = array.size() / pictures;
        int[] places = new int[pictures];
        for (int i = 0; i < pictures; i++) {
            places[i] = place(array, i, columns);
        }
        classCount = Math.max(classCount, columns);
        notes.add(
                String.format(
                        Locale.ROOT,
                        "%s: rows of %d numbers with one 1 were read as the classes 0 to %d",
                        array.name(),
                        columns,
                        columns - 1));
        return places;
    }

    private int place(NpyArray array, int row, int columns) {
        int place = -1;
        for (int i = 0; i < columns; i++) {
            double value = array.at(row * columns + i);
            if (value != 0 && (value != 1 || place >= 0)) {
                place = columns;
            } else if (value == 1) {
                place = i;
            }
        }
        if (place < 0 || place == columns) {
            throw bad(
                    String.format(
                            Locale.ROOT,
                            "row %d of %s, of shape %s, is not one 1 among zeros, and a picture has one class. Save the class of each, y.argmax(axis=1) of probabilities",
                            row,
                            array.name(),
                            array.shapeText()));
        }
        return place;
    }

    /**
     * The names of all classes, in the order of their numbers.
     *
     * @throws TrainkitException where a label has none
     */
    List<String> classes() {
        if (!texts.isEmpty() && classCount > 0) {
            throw bad("some labels are text, and others are numbers");
        }
        if (!texts.isEmpty()) {
            return names.isEmpty() ? written().classes() : names;
        }
        if (names.isEmpty()) {
            return IntStream.range(0, classCount).mapToObj(String::valueOf).toList();
        }
        if (names.size() < classCount) {
            throw bad(
                    String.format(
                            Locale.ROOT,
                            "a label is %d, but there are %d names of classes, of which the first is that of 0",
                            classCount - 1,
                            names.size()));
        }
        return names;
    }

    private WrittenLabels written() {
        return WrittenLabels.of(texts);
    }

    /** The labels of a part as indexes into the classes. */
    int[] indexes(Column column) {
        if (column.numbers != null) {
            return column.numbers;
        }
        WrittenLabels written = written();
        return column.texts.stream()
                .mapToInt(text -> names.isEmpty() ? written.indexOf(text) : named(text))
                .toArray();
    }

    private int named(String text) {
        int index = names.indexOf(text);
        if (index < 0) {
            throw bad(
                    "the label '%s' is not among the names of the classes"
                            .formatted(Quoted.of(text)));
        }
        return index;
    }

    /** What was read in a way that is not plain, a sentence each. */
    List<String> notes() {
        List<String> all = new ArrayList<>(notes);
        if (names.isEmpty() && !texts.isEmpty()) {
            all.addAll(written().notes());
        }
        return all;
    }

    private TrainkitException bad(String what) {
        return new TrainkitException("%s: %s. Correct the file.".formatted(source, what));
    }
}
