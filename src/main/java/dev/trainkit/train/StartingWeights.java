package dev.trainkit.train;

import ai.djl.nn.Block;
import dev.trainkit.TrainkitException;
import dev.trainkit.model.Weights;
import dev.trainkit.store.ModelDirectory;
import dev.trainkit.store.TrainedModel;
import dev.trainkit.store.WeightFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The weights that a run starts from, of a file or a model directory. Where they are for other
 * classes, the network keeps the last layer that it was initialised with: by their names where a
 * model directory tells them, otherwise by their number.
 */
record StartingWeights(Path source) {

    /**
     * Copies them into {@code block}.
     *
     * @param classes that the run tells apart
     * @return a sentence where the last layer is new
     * @throws TrainkitException when they are not to be had, or do not fit the network
     */
    Optional<String> copyInto(Block block, List<String> classes) {
        Weights weights;
        boolean others;
        if (Files.isDirectory(source)) {
            TrainedModel model = ModelDirectory.load(source);
            weights = model.weights();
            others = !model.manifest().classes().equals(classes);
        } else {
            weights = WeightFiles.readFor(block, source);
            others = weights.areForMoreOrFewerClassesThan(block);
        }
        (others ? weights.withLastLayerOf(block) : weights).copyInto(block, source.toString());
        return others
                ? Optional.of(
                        "The last layer, %s, is new: the weights in %s are for other classes."
                                .formatted(Weights.lastLayer(block), source))
                : Optional.empty();
    }
}
