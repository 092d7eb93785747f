package dev.trainkit.data;

import dev.trainkit.TrainkitException;
import dev.trainkit.config.DataConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The list of data sets. To add one, write a {@link Dataset} and list it here. */
public final class Datasets {

    private Datasets() {}

    private static List<Dataset> list() {
        return List.of(IdxDataset.mnist(), IdxDataset.fashionMnist());
    }

    /**
     * Where a listed data set was found.
     *
     * @param folder empty when it is not on this machine
     * @param advice what to do to have it
     */
    public record Location(String name, Optional<Path> folder, String advice) {}

    /**
     * What a network for a data set must be made for.
     *
     * @param classes the names that its labels stand for
     */
    public record Format(Preprocessing preprocessing, List<String> classes) {}

    /** What {@code data.name} may be. */
    public static List<String> names() {
        return list().stream().map(Dataset::name).toList();
    }

    /** Where each listed data set is, without {@code data.path} and without a network. */
    public static List<Location> found() {
        return list().stream().map(d -> new Location(d.name(), d.found(), d.advice())).toList();
    }

    /**
     * The format of a data set, without reading its pictures unless they are somebody's own, in
     * {@code data.path}.
     *
     * @throws TrainkitException when it is not listed, or not to be read
     */
    public static Format format(DataConfig config) {
        Dataset dataset = named(config.name());
        Preprocessing preprocessing =
                config.path() == null
                        ? dataset.preprocessing()
                        : dataset.read(config.path()).preprocessing();
        return new Format(preprocessing, dataset.classes());
    }

    /**
     * Reads a data set and takes the validation part out of its training set.
     *
     * @param seed of the run; decides which pictures are kept out for validation
     * @throws TrainkitException when it is not listed, not found or malformed
     */
    public static DataParts open(DataConfig config, long seed) {
        Dataset.TrainAndTest all = named(config.name()).read(config.path());
        ImageData train = config.limit() == null ? all.train() : all.train().first(config.limit());
        Split split = Split.of(train, config.validation(), seed);
        return new DataParts(split.train(), split.validation(), all.test(), all.preprocessing());
    }

    private static Dataset named(String name) {
        return list().stream()
                .filter(dataset -> dataset.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                new TrainkitException(
                                        "Unknown data set '%s'. The data sets are: %s. Set data.name to one of them."
                                                .formatted(name, String.join(", ", names()))));
    }
}
