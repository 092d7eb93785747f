package dev.trainkit.report;

import dev.trainkit.TrainkitException;
import dev.trainkit.eval.Predictions;
import dev.trainkit.store.AtomicFile;
import dev.trainkit.store.Reasons;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A CSV file with the answer to each picture, and the probability of each class. Pictures whose
 * numbers say all have no names in it.
 */
public final class PredictionsFile {

    private PredictionsFile() {}

    /**
     * Replaces the file.
     *
     * @throws TrainkitException when it cannot be written
     */
    public static void write(Predictions predictions, Path file) {
        boolean named = predictions.areOfNamedPictures();
        List<String> columns = new ArrayList<>(List.of("picture"));
        if (named) {
            columns.add("name");
        }
        columns.addAll(List.of("label", "prediction", "right", "probability"));
        predictions.classes().forEach(name -> columns.add("p(" + name + ")"));
        List<List<Object>> rows =
                IntStream.range(0, predictions.size())
                        .mapToObj(i -> row(predictions, i, named))
                        .toList();
        try {
            AtomicFile.write(file, CsvTable.write(columns, rows).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new TrainkitException(
                    "The predictions could not be written to %s: %s. Name another file with --predictions."
                            .formatted(file, Reasons.of(e)),
                    e);
        }
    }

    private static List<Object> row(Predictions predictions, int i, boolean named) {
        double[] probabilities = predictions.probabilities(i);
        int guess = predictions.guess(i);
        List<Object> row = new ArrayList<>();
        row.add(i);
        if (named) {
            row.add(predictions.name(i));
        }
        row.add(predictions.classes().get(predictions.label(i)));
        row.add(predictions.classes().get(guess));
        row.add(predictions.isRight(i));
        row.add(probabilities[guess]);
        Arrays.stream(probabilities).forEach(row::add);
        return row;
    }
}
