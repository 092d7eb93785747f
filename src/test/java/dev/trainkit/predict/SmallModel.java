package dev.trainkit.predict;

import ai.djl.ndarray.NDManager;
import dev.trainkit.data.PictureStyle;
import dev.trainkit.data.Preprocessing;
import dev.trainkit.engine.Backend;
import dev.trainkit.engine.Engines;
import dev.trainkit.model.Architecture;
import dev.trainkit.model.Models;
import dev.trainkit.model.Tensor;
import dev.trainkit.model.Weights;
import dev.trainkit.store.Figures;
import dev.trainkit.store.Manifest;
import dev.trainkit.store.ModelDirectory;
import dev.trainkit.store.Provenance;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Model directories that no training made: LeNet as it starts, or one that always says the same.
 */
public final class SmallModel {

    private static final Architecture LENET = new Architecture("lenet", List.of(1, 32, 32), 3);
    private static final List<String> CLASSES = List.of("ant", "bee", "cow");

    private static final Preprocessing DIGITS =
            new Preprocessing(28, 28, 1, 2, List.of(0.1307f), List.of(0.3081f), PictureStyle.DIGIT);

    private SmallModel() {}

    /** LeNet of three classes with its first weights. */
    public static Path untrained(Path path) {
        return save(path, weights(), LENET, CLASSES);
    }

    /** The same of other classes, three of them. */
    public static Path named(Path path, String... classes) {
        return save(path, weights(), LENET, List.of(classes));
    }

    /** Whose logits are these for every picture: all other weights of its last layer are 0. */
    public static Path saying(Path path, float... logits) {
        Map<String, Tensor> tensors = new HashMap<>(weights().tensors());
        tensors.put("fc3.weight", new Tensor(new long[] {3, 84}, new float[3 * 84]));
        tensors.put("fc3.bias", new Tensor(new long[] {3}, logits));
        return save(path, new Weights(tensors), LENET, CLASSES);
    }

    /** LeNet of pictures in colour, stretched to its size, with its first weights. */
    public static Path ofColours(Path path, String... classes) {
        Architecture colour = new Architecture("lenet", List.of(3, 32, 32), classes.length);
        List<Float> half = List.of(0.5f, 0.5f, 0.5f);
        Preprocessing made = new Preprocessing(32, 32, 3, 0, half, half, PictureStyle.STRETCH);
        return save(path, weights(colour), colour, made, List.of(classes));
    }

    static Path save(Path path, Weights weights, Architecture architecture, List<String> classes) {
        return save(path, weights, architecture, DIGITS, classes);
    }

    private static Path save(
            Path path,
            Weights weights,
            Architecture architecture,
            Preprocessing preprocessing,
            List<String> classes) {
        try (ModelDirectory directory = ModelDirectory.create(path, false)) {
            directory.save(
                    Manifest.of(
                            architecture,
                            preprocessing,
                            classes,
                            1,
                            null,
                            new Figures(1, 0.5),
                            Provenance.of(
                                    Engines.open(),
                                    42,
                                    new Provenance.DataDigests("a", "b", "c"),
                                    Instant.EPOCH,
                                    1.5,
                                    List.of(7))),
                    weights,
                    "train: {epochs: 1}\n");
        }
        return path;
    }

    static Weights weights() {
        return weights(LENET);
    }

    private static Weights weights(Architecture architecture) {
        Backend backend = Engines.open();
        try (NDManager manager = backend.newManager()) {
            return Weights.of(Models.create(architecture, manager, 42));
        }
    }
}
