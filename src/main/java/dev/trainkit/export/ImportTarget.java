package dev.trainkit.export;

import dev.trainkit.config.RunConfig;
import dev.trainkit.data.Datasets;
import dev.trainkit.data.Preprocessing;
import dev.trainkit.eval.DataFit;
import dev.trainkit.model.Architecture;
import dev.trainkit.store.Manifest;
import dev.trainkit.store.ModelDirectory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What imported weights are put into: a network, how pictures reach it, and what its outputs stand
 * for. A file of weights says none of this.
 *
 * @param config names the model and the data set
 * @param ofDataset whether pictures and classes are the data set's, so that its test set can be
 *     asked
 */
public record ImportTarget(
        RunConfig config,
        String model,
        Map<String, Object> arguments,
        Preprocessing preprocessing,
        List<String> classes,
        boolean ofDataset) {

    public ImportTarget {
        classes = List.copyOf(classes);
    }

    /**
     * A listed model for the data set that the configuration names.
     *
     * @throws dev.trainkit.TrainkitException when there is no such data set
     */
    public static ImportTarget of(RunConfig config) {
        Datasets.Format format = Datasets.format(config.data());
        return new ImportTarget(
                config,
                config.model().name(),
                config.model().arguments(),
                format.preprocessing(),
                format.classes(),
                true);
    }

    /**
     * All as in another model's directory.
     *
     * @throws dev.trainkit.TrainkitException when there is none
     */
    public static ImportTarget like(Path directory) {
        Manifest manifest = ModelDirectory.load(directory).manifest();
        return new ImportTarget(
                RunConfig.load(ModelDirectory.config(directory), List.of()),
                manifest.architecture().name(),
                manifest.architecture().arguments(),
                manifest.preprocessing(),
                manifest.classes(),
                true);
    }

    /** The same with other classes. */
    public ImportTarget withClasses(List<String> others) {
        return new ImportTarget(
                config,
                model,
                arguments,
                preprocessing,
                others,
                ofDataset && others.equals(classes));
    }

    /** The same with pictures of another kind. */
    public ImportTarget withPreprocessing(Preprocessing other) {
        return new ImportTarget(
                config, model, arguments, other, classes, ofDataset && other.equals(preprocessing));
    }

    /** What its data are taken by. */
    DataFit fit() {
        return new DataFit(preprocessing, classes, "the model");
    }

    /** The network. */
    public Architecture architecture() {
        return new Architecture(
                model,
                IntStream.of(preprocessing.inputShape()).boxed().toList(),
                classes.size(),
                arguments);
    }
}
