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
        return List.of(
                IdxDataset.mnist(),
                IdxDataset.fashionMnist(),
                IdxFiles.kmnist(),
                IdxFiles.qmnist(),
                IdxFiles.emnist(),
                CifarDataset.cifar10(),
                CifarDataset.cifar100(),
                new ImageFolder(),
                new CsvDataset(),
                new NpzDataset(),
                IdxFiles.any());
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

    /** Where each that has a usual place is, without {@code data.path} and without a network. */
    public static List<Location> found() {
        return list().stream().flatMap(dataset -> dataset.location().stream()).toList();
    }

    /**
     * The format of a data set, without reading its pictures unless they are somebody's own, in
     * {@code data.path}.
     *
     * @throws TrainkitException when it is not listed, or not to be read
     */
    public static Format format(DataConfig config) {
        return named(config.name()).format(config);
    }

    /**
     * Whether {@code data.image} can say by which mean and deviation its pictures are normalised.
     */
    public static boolean takeMeanAndDeviation(String name) {
        return named(name).location().isEmpty(); // the others have published ones
    }

    /** Whether its pictures are files, and made what {@code data.image} says. */
    public static boolean areOfPictureFiles(String name) {
        return named(name).isOfPictureFiles();
    }

    /**
     * Reads a data set and takes the parts that it lacks out of its training set.
     *
     * @param seed of the run; decides which pictures are kept out for validation
     * @throws TrainkitException when it is not listed, not found or malformed
     */
    public static DataParts open(DataConfig config, long seed) {
        return open(config, seed, ReadingProgress.NONE);
    }

    /** As {@link #open(DataConfig, long)}, and tells how far it is. */
    public static DataParts open(DataConfig config, long seed, ReadingProgress progress) {
        return Partition.of(named(config.name()).read(config, progress), config, seed);
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
