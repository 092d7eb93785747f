package dev.trainkit.train;

import ai.djl.nn.Block;
import dev.trainkit.TrainkitException;
import dev.trainkit.data.DataParts;
import dev.trainkit.data.Datasets;
import dev.trainkit.data.Preprocessing;
import dev.trainkit.model.Weights;
import dev.trainkit.store.ModelDirectory;
import dev.trainkit.store.TrainedModel;
import dev.trainkit.store.WeightFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The weights that a run starts from, of a file or a model directory. Where they are for other
 * classes, the network keeps the last layer that it was initialised with: by their names where a
 * model directory tells them, otherwise by their number.
 *
 * @param key which of several sets of weights in a file; null where there is one
 * @param dataset that the run trains on, by its name
 */
record StartingWeights(Path source, String key, String dataset) {

    /**
     * Copies them into {@code block}.
     *
     * @param data that the run trains on
     * @return sentences on what is otherwise than where the weights were trained
     * @throws TrainkitException when they are not to be had, or do not fit the network
     */
    List<String> copyInto(Block block, DataParts data) {
        List<String> notes = new ArrayList<>();
        Weights weights;
        boolean others;
        if (Files.isDirectory(source) && key == null) {
            TrainedModel model = ModelDirectory.load(source);
            weights = model.weights();
            others = !model.manifest().classes().equals(data.train().classes());
            normalisation(model.manifest().preprocessing(), data.preprocessing())
                    .ifPresent(notes::add);
        } else {
            weights = WeightFiles.readFor(block, source, key);
            others = weights.areForMoreOrFewerClassesThan(block);
        }
        (others ? weights.withLastLayerOf(block) : weights).copyInto(block, source.toString());
        weights.leftOut(block).ifPresent(notes::add);
        if (others) {
            notes.add(
                    0,
                    "The last layer, %s, is new: the weights in %s are for other classes."
                            .formatted(Weights.lastLayer(block), source));
        }
        return notes;
    }

    /** A sentence where the network is to see pictures in another scale than it has learned. */
    private Optional<String> normalisation(Preprocessing learned, Preprocessing now) {
        if (learned.channels() != now.channels()
                || (learned.mean().equals(now.mean()) && learned.std().equals(now.std()))) {
            return Optional.empty();
        }
        String difference =
                "The weights in %s were trained on pictures normalised by mean %s and deviation %s, and those of this run are normalised by %s and %s."
                        .formatted(
                                source,
                                rounded(learned.mean()),
                                rounded(learned.std()),
                                rounded(now.mean()),
                                rounded(now.std()));
        String advice =
                " To keep what the weights are used to, above all where layers are frozen: --set data.image.mean=%s --set data.image.std=%s."
                        .formatted(list(learned.mean()), list(learned.std()));
        return Optional.of(
                Datasets.takeMeanAndDeviation(dataset) ? difference + advice : difference);
    }

    private static String rounded(List<Float> values) {
        return values.stream()
                .map(value -> String.format(Locale.ROOT, "%.4f", value))
                .collect(Collectors.joining(" "));
    }

    private static String list(List<Float> values) {
        return values.stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]"));
    }
}
