package dev.trainkit.export;

import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import dev.trainkit.TrainkitException;
import dev.trainkit.config.EngineConfig;
import dev.trainkit.config.RunConfig;
import dev.trainkit.data.Datasets;
import dev.trainkit.data.ImageData;
import dev.trainkit.engine.Backend;
import dev.trainkit.engine.Engines;
import dev.trainkit.eval.Evaluation;
import dev.trainkit.model.Models;
import dev.trainkit.model.Renaming;
import dev.trainkit.model.Tensor;
import dev.trainkit.model.Weights;
import dev.trainkit.optim.Losses;
import dev.trainkit.store.Figures;
import dev.trainkit.store.Manifest;
import dev.trainkit.store.ModelDirectory;
import dev.trainkit.store.Provenance;
import dev.trainkit.store.WeightFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A model directory of weights that somebody else trained. Where the data set is on this machine,
 * its test set says whether they have arrived as they were.
 *
 * @param test figures on the test set; null where it was not asked
 */
public record ModelImport(Path model, Path file, int tensors, long parameters, Figures test) {

    /** Below, weights and preprocessing hardly belong together. */
    private static final double LOW_ACCURACY = 0.5;

    /**
     * Reads the weights, puts them into the network, and writes the directory.
     *
     * @param renaming from the file's names to the network's
     * @param overwrite whether a model that is there may be replaced
     * @param notes hears what a person should know and that stops nothing
     * @throws TrainkitException when the weights cannot be read or do not fit, or the directory
     *     cannot be written; nothing is there then that was not there before
     */
    public static ModelImport of(
            Path file,
            Renaming renaming,
            ImportTarget target,
            Path out,
            boolean overwrite,
            EngineConfig engine,
            Consumer<String> notes) {
        return of(file, null, renaming, target, out, overwrite, engine, notes);
    }

    /**
     * As {@link #of(Path, Renaming, ImportTarget, Path, boolean, EngineConfig, Consumer)}, where
     * the file holds several sets of weights.
     *
     * @param key which of them; null where there is one
     */
    public static ModelImport of(
            Path file,
            String key,
            Renaming renaming,
            ImportTarget target,
            Path out,
            boolean overwrite,
            EngineConfig engine,
            Consumer<String> notes) {
        requireFile(file);
        Backend backend = Engines.open(engine);
        try (NDManager manager = backend.newManager()) {
            Block block = Models.create(target.architecture(), manager, 0);
            Weights given = read(file, key, renaming, block);
            given.copyInto(block, file.toString());
            given.leftOut(block).ifPresent(notes);
            Weights weights = Weights.of(block);
            requireFinite(weights, file);
            Optional<Figures> test = test(block, target, backend, notes);
            save(weights, target, test.orElse(null), file, backend, out, overwrite);
            return new ModelImport(
                    out, file, weights.tensors().size(), parameters(weights), test.orElse(null));
        }
    }

    private static void requireFile(Path file) {
        if (Files.isDirectory(file)) {
            throw new TrainkitException(
                    "%s is a folder. A model directory is a model already; import takes a file of weights."
                            .formatted(file));
        }
    }

    private static Weights read(Path file, String key, Renaming renaming, Block block) {
        return renaming.rules().isEmpty()
                ? WeightFiles.readFor(block, file, key)
                : renaming.apply(WeightFiles.read(file, key));
    }

    private static void requireFinite(Weights weights, Path file) {
        weights.tensors()
                .forEach(
                        (name, tensor) -> {
                            for (float value : tensor.values()) {
                                if (!Float.isFinite(value)) {
                                    throw new TrainkitException(
                                            "%s has the value %s in %s, and a network with it computes nothing. Export the weights again."
                                                    .formatted(file, value, name));
                                }
                            }
                        });
    }

    private static long parameters(Weights weights) {
        return weights.tensors().values().stream()
                .map(Tensor::values)
                .mapToLong(values -> values.length)
                .sum();
    }

    /** Empty where the data are not on this machine, or the model is for others. */
    private static Optional<Figures> test(
            Block block, ImportTarget target, Backend backend, Consumer<String> notes) {
        if (!target.ofDataset()) {
            return Optional.empty();
        }
        RunConfig config = target.config();
        try {
            ImageData data = Datasets.open(config.data(), config.train().seed()).test();
            Evaluation test =
                    Evaluation.of(
                            block,
                            target.fit().other(data, config.data().name()),
                            target.preprocessing(),
                            Losses.create(config),
                            backend);
            if (test.accuracy() < LOW_ACCURACY) {
                notes.accept(
                        "The test accuracy is low. Were these weights trained on %s, with its preprocessing and in the order of its classes? --data, --like, --classes and --input name others."
                                .formatted(config.data().name()));
            }
            return Optional.of(new Figures(test.loss(), test.accuracy()));
        } catch (TrainkitException e) {
            notes.accept("The test set was not asked: " + e.getMessage());
            return Optional.empty();
        }
    }

    private static void save(
            Weights weights,
            ImportTarget target,
            Figures test,
            Path file,
            Backend backend,
            Path out,
            boolean overwrite) {
        Manifest manifest =
                Manifest.of(
                        target.architecture(),
                        target.preprocessing(),
                        target.classes(),
                        0,
                        null,
                        test,
                        Provenance.ofImport(backend, file));
        try (ModelDirectory directory = ModelDirectory.create(out, overwrite)) {
            try {
                directory.save(manifest, weights, target.config().toYaml());
            } catch (RuntimeException e) {
                directory.discard();
                throw e;
            }
        }
    }
}
