package dev.trainkit.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Which classes are hardly there, or in no part that is measured by, so that little is known of
 * them.
 */
final class ClassCoverage {

    /** Fewer of a class are few: as many as there are folds, as people make them. */
    private static final int FEW = 5;

    private final List<String> classes;
    private final int[] train;
    private final int[] validation;
    private final int[] test;
    private final List<String> notes = new ArrayList<>();

    private ClassCoverage(DataParts parts) {
        classes = parts.train().classes();
        train = parts.train().countsOfClasses();
        validation = parts.validation().countsOfClasses();
        test = parts.test().countsOfClasses();
    }

    /** A sentence for each way in which classes are missing; none where all are well there. */
    static List<String> notes(DataParts parts) {
        ClassCoverage coverage = new ClassCoverage(parts);
        coverage.addUnlearned();
        coverage.addFew();
        coverage.addUnmeasured(parts.validation().size() > 0, parts.test().size() > 0);
        return coverage.notes;
    }

    private void addUnlearned() {
        add(
                c -> train[c] == 0,
                classes::get,
                "no picture to train on is of %s, so that nothing is learned of %s");
    }

    /** Where there are few of each, they are not what is rare about the data. */
    private void addFew() {
        if (IntStream.of(train).allMatch(count -> count < FEW)) {
            return;
        }
        add(
                c -> train[c] > 0 && train[c] < FEW,
                c -> String.format(Locale.ROOT, "%s (%d)", classes.get(c), train[c]),
                "there are hardly any pictures to train on of %s, so that little is learned of %s");
    }

    private void addUnmeasured(boolean validated, boolean tested) {
        if (validated && tested) {
            add(
                    c -> train[c] > 0 && validation[c] + test[c] == 0,
                    classes::get,
                    "no picture for validation or for the test is of %s, so that no figure speaks of %s");
        }
        if (validated) {
            add(
                    c -> train[c] > 0 && validation[c] == 0 && (!tested || test[c] > 0),
                    classes::get,
                    "no picture for validation is of %s, so that its figures do not speak of %s");
        }
        if (tested) {
            add(
                    c -> train[c] > 0 && test[c] == 0 && (!validated || validation[c] > 0),
                    classes::get,
                    "no picture for the test is of %s, so that its figures do not speak of %s");
        }
    }

    private void add(IntPredicate which, IntFunction<String> called, String sentence) {
        List<String> found =
                IntStream.range(0, classes.size()).filter(which).mapToObj(called).toList();
        if (!found.isEmpty()) {
            String them = found.size() == 1 ? "it" : "them";
            notes.add(String.format(Locale.ROOT, sentence, ClassNames.listed(found), them));
        }
    }
}
