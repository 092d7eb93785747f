package dev.trainkit.eval;

import dev.trainkit.data.ImageData;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The answers of two models, picture by picture. They may take pictures of different sizes: files
 * are the same whatever they are made for a network.
 *
 * @param counts empty where the two were not tested on the same
 * @param disagreements the pictures that they answer differently, in the order of the test set
 * @param obstacle why their answers cannot be paired; null where they can
 */
public record Pairing(Optional<McNemar> counts, List<Disagreement> disagreements, String obstacle) {

    /**
     * A picture with two answers.
     *
     * @param picture its number in the test set, from 0
     * @param name what people call it: its file where it is in one
     * @param label what it shows
     */
    public record Disagreement(
            int picture, String name, String label, String first, String second) {}

    static Pairing of(Answers first, Answers second) {
        String obstacle = obstacle(first.data(), second.data());
        if (obstacle != null) {
            return new Pairing(
                    Optional.empty(),
                    List.of(),
                    obstacle
                            + ", so their answers cannot be paired. To test both on the same, name"
                            + " a folder of pictures that neither was trained on with --data-path.");
        }
        McNemar counts =
                McNemar.of(
                        first.predictions().right(),
                        second.predictions().right(),
                        first.data().size());
        return new Pairing(
                Optional.of(counts),
                disagreements(first.predictions(), second.predictions()),
                null);
    }

    private static String obstacle(ImageData first, ImageData second) {
        if (!first.classes().equals(second.classes())) {
            return "They tell different classes apart";
        }
        if (first.size() != second.size()) {
            return String.format(
                    Locale.ROOT,
                    "The first was tested on %,d pictures and the second on %,d",
                    first.size(),
                    second.size());
        }
        return areTheSame(first, second) ? null : "They were tested on different pictures";
    }

    private static boolean areTheSame(ImageData first, ImageData second) {
        return first.sha256().equals(second.sha256())
                || first.sourceSha256().equals(second.sourceSha256());
    }

    private static List<Disagreement> disagreements(Predictions first, Predictions second) {
        List<String> classes = first.classes();
        List<Disagreement> disagreements = new ArrayList<>();
        for (int i = 0; i < first.size(); i++) {
            if (first.guess(i) != second.guess(i)) {
                disagreements.add(
                        new Disagreement(
                                i,
                                first.name(i),
                                classes.get(first.label(i)),
                                classes.get(first.guess(i)),
                                classes.get(second.guess(i))));
            }
        }
        return disagreements;
    }
}
