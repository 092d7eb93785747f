package dev.trainkit.report;

import dev.trainkit.data.ImageData;
import dev.trainkit.eval.ConfusionMatrix;
import dev.trainkit.eval.Predictions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The confusion matrix as a table whose cells show their pictures. */
final class ConfusionTable {

    private static final int MOST_OF_A_CELL = 12;
    private static final int MOST_RIGHT_OF_A_CELL = 6;
    private static final int MOST_IN_ALL = 600;

    /** So strong a colour takes white ink. */
    private static final double STRONG = 0.6;

    private final ImageData data;
    private final Predictions predictions;
    private final ConfusionMatrix confusion;
    private final Map<String, List<List<String>>> pictures = new LinkedHashMap<>();

    /**
     * A cell.
     *
     * @param key of its pictures; null where there are none
     */
    record Cell(
            String key, String count, String share, String strength, String kind, String label) {}

    /** The pictures of one class. */
    record Row(String name, List<Cell> cells, String support) {}

    /**
     * @param predictions with the probabilities that the model gives
     */
    ConfusionTable(ImageData data, Predictions predictions, ConfusionMatrix confusion) {
        this.data = data;
        this.predictions = predictions;
        this.confusion = confusion;
        gatherPictures();
    }

    List<String> classes() {
        return confusion.classes();
    }

    /** Whether the cells have room for shares. */
    boolean roomy() {
        return classes().size() <= 12;
    }

    List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (int label = 0; label < classes().size(); label++) {
            List<Cell> cells = new ArrayList<>();
            for (int guess = 0; guess < classes().size(); guess++) {
                cells.add(cell(label, guess));
            }
            rows.add(new Row(classes().get(label), cells, Numbers.count(confusion.support(label))));
        }
        return rows;
    }

    /** By cell: the source of each picture, and what it is called. */
    Map<String, List<List<String>>> pictures() {
        return pictures;
    }

    private Cell cell(int label, int guess) {
        long count = confusion.count(label, guess);
        double share = (double) count / Math.max(1, confusion.support(label));
        double strength = label == guess ? share : Math.min(STRONG, 3 * share + 0.15);
        boolean strong = strength > STRONG;
        String key = key(label, guess);
        return new Cell(
                pictures.containsKey(key) ? key : null,
                count == 0 ? "" : Numbers.count(count),
                count == 0 ? "" : String.format(Locale.ROOT, "%.1f %%", 100 * share),
                count == 0 ? "0" : String.format(Locale.ROOT, "%.2f", strong ? 1 : strength),
                (label == guess ? "right" : "wrong") + (strong ? " strong" : ""),
                String.format(
                        Locale.ROOT,
                        "%s answered to %s: %s of %s pictures, %.1f percent",
                        classes().get(guess),
                        classes().get(label),
                        Numbers.count(count),
                        Numbers.count(confusion.support(label)),
                        100 * share));
    }

    private void gatherPictures() {
        int inAll = 0;
        for (int i = 0; i < predictions.size() && inAll < MOST_IN_ALL; i++) {
            boolean right = predictions.isRight(i);
            List<List<String>> ofCell =
                    pictures.computeIfAbsent(
                            key(predictions.label(i), predictions.guess(i)),
                            key -> new ArrayList<>());
            if (ofCell.size() < (right ? MOST_RIGHT_OF_A_CELL : MOST_OF_A_CELL)) {
                ofCell.add(picture(i));
                inAll++;
            }
        }
    }

    private List<String> picture(int i) {
        double probability = predictions.probabilities(i)[predictions.guess(i)];
        return List.of(
                TestPictures.of(data, i).dataUri(),
                predictions.name(i) + ", " + Numbers.percent(probability));
    }

    private static String key(int label, int guess) {
        return label + "-" + guess;
    }
}
