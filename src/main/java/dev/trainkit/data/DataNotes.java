package dev.trainkit.data;

import dev.trainkit.Quoted;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is worth knowing about data before a network is trained on them: the audit's short form. */
public final class DataNotes {

    private DataNotes() {}

    /**
     * A sentence for each; none where there is nothing to say.
     *
     * @param batchSize of the run
     */
    public static List<String> of(DataParts parts, int batchSize) {
        List<String> notes = new ArrayList<>(parts.notes());
        if (!parts.unreadable().isEmpty()) {
            notes.add(
                    format(
                            "%,d unreadable pictures are left out; the first: %s",
                            parts.unreadable().size(), parts.unreadable().get(0)));
        }
        addShared(notes, parts.train(), parts.validation(), "validation");
        addShared(notes, parts.train(), parts.test(), "test");
        if (parts.train().size() < batchSize) {
            notes.add(
                    format(
                            "there are %,d pictures to train on, fewer than a batch of %,d: each epoch is one step. Lower train.batch-size to have more.",
                            parts.train().size(), batchSize));
        }
        return notes.stream().map(Quoted::line).toList();
    }

    private static void addShared(
            List<String> notes, ImageData train, ImageData other, String name) {
        List<List<SamePictures.Place>> groups = SamePictures.in(List.of(train, other));
        int shared = 0;
        String example = null;
        for (List<SamePictures.Place> group : groups) {
            List<SamePictures.Place> others =
                    group.stream().filter(place -> place.part() == other).toList();
            if (group.get(0).part() == train && !others.isEmpty()) {
                shared += others.size();
                SamePictures.Place first = others.get(0);
                if (example == null) {
                    example =
                            "%s is also %s"
                                    .formatted(
                                            other.place(first.picture()),
                                            train.place(group.get(0).picture()));
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

    private static String format(String template, Object... values) {
        return String.format(Locale.ROOT, template, values);
    }
}
