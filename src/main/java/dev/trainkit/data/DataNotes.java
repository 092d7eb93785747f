package dev.trainkit.data;

import dev.trainkit.Quoted;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is worth knowing about data before a network is trained on them: the audit's short form. */
public final class DataNotes {

    private final DataParts parts;
    private final List<List<SamePictures.Place>> same;
    private final List<String> notes = new ArrayList<>();

    private DataNotes(DataParts parts) {
        this.parts = parts;
        same = SamePictures.in(List.of(parts.train(), parts.validation(), parts.test()));
    }

    /**
     * A sentence for each, that which harms most first; none where there is nothing to say.
     *
     * @param batchSize of the run
     */
    public static List<String> of(DataParts parts, int batchSize) {
        DataNotes notes = new DataNotes(parts);
        notes.addContradictions();
        notes.addUnreadable();
        notes.notes.addAll(parts.notes());
        notes.addShared(parts.validation(), "validation");
        notes.addShared(parts.test(), "test");
        notes.notes.addAll(ClassCoverage.notes(parts));
        notes.addFewerThan(batchSize);
        return notes.notes.stream().map(Quoted::line).toList();
    }

    private void addContradictions() {
        List<List<SamePictures.Place>> groups =
                same.stream().filter(DataNotes::isContradictory).toList();
        if (groups.isEmpty()) {
            return;
        }
        List<SamePictures.Place> first = groups.get(0);
        SamePictures.Place one = first.get(0);
        SamePictures.Place other =
                first.stream()
                        .filter(place -> place.label() != one.label())
                        .findFirst()
                        .orElseThrow();
        int places = groups.stream().mapToInt(List::size).sum();
        notes.add(
                format(
                        groups.size() == 1
                                ? "1 picture stands under %2$d classes, in %3$,d places: %4$s (%5$s) and %6$s (%7$s) are the same"
                                : "%,d pictures stand under two classes or more, in %3$,d places in all; the first: %4$s (%5$s) and %6$s (%7$s) are the same",
                        groups.size(),
                        first.stream().mapToInt(SamePictures.Place::label).distinct().count(),
                        places,
                        one.name(),
                        one.className(),
                        other.name(),
                        other.className()));
    }

    private static boolean isContradictory(List<SamePictures.Place> group) {
        return group.stream().mapToInt(SamePictures.Place::label).distinct().count() > 1;
    }

    private void addUnreadable() {
        int count = parts.unreadable().size();
        if (count > 0) {
            notes.add(
                    format(
                            count == 1
                                    ? "1 unreadable picture is left out: %2$s"
                                    : "%,d unreadable pictures are left out; the first: %s",
                            count,
                            parts.unreadable().get(0)));
        }
    }

    private void addShared(ImageData other, String name) {
        int shared = 0;
        String example = null;
        for (List<SamePictures.Place> group : same) {
            List<SamePictures.Place> others =
                    group.stream().filter(place -> place.part() == other).toList();
            if (group.get(0).part() == parts.train() && !others.isEmpty()) {
                shared += others.size();
                if (example == null) {
                    example = "%s is also %s".formatted(others.get(0).name(), group.get(0).name());
                }
            }
        }
        if (shared > 0) {
            notes.add(
                    format(
                            "%,d of %,d %s pictures are among those to train on too, so that its figures are too good; %s",
                            shared, other.size(), name, example));
        }
    }

    private void addFewerThan(int batchSize) {
        int count = parts.train().size();
        if (count < batchSize) {
            notes.add(
                    format(
                            "there %s to train on, fewer than a batch of %,d: each epoch is one step. Lower train.batch-size to have more.",
                            count == 1 ? "is 1 picture" : format("are %,d pictures", count),
                            batchSize));
        }
    }

    private static String format(String template, Object... values) {
        return String.format(Locale.ROOT, template, values);
    }
}
