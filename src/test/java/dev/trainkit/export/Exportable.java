package dev.trainkit.export;

import ai.djl.ndarray.NDManager;
import dev.trainkit.data.PictureStyle;
import dev.trainkit.data.Preprocessing;
import dev.trainkit.engine.Engines;
import dev.trainkit.model.Architecture;
import dev.trainkit.model.Models;
import dev.trainkit.model.SmallModels;
import dev.trainkit.model.Weights;
import dev.trainkit.store.Figures;
import dev.trainkit.store.Manifest;
import dev.trainkit.store.ModelDirectory;
import dev.trainkit.store.Provenance;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** Model directories with first weights, of a data set that is nowhere. */
public final class Exportable {

    private static final int PADDING = 2;

    private Exportable() {}

    /**
     * Of ten classes and few units; its pictures are of 28x28, and larger where the model wants
     * them so.
     */
    public static Path model(String name, Path path) {
        int side = name.equals("alexnet") ? 64 : 32;
        Architecture architecture =
                new Architecture(
                        name,
                        List.of(1, side, side),
                        10,
                        SmallModels.architecture(name).arguments());
        try (ModelDirectory directory = ModelDirectory.create(path, false)) {
            directory.save(
                    manifest(architecture), weights(architecture), "data: {path: nowhere}\n");
        }
        return path;
    }

    static Manifest manifest(Architecture architecture) {
        return Manifest.of(
                architecture,
                preprocessing(architecture.height() - 2 * PADDING),
                IntStream.range(0, 10).mapToObj(i -> "class " + i).toList(),
                1,
                null,
                new Figures(1, 0.5),
                Provenance.of(
                        Engines.open(),
                        42,
                        new Provenance.DataDigests("a", "b", "c"),
                        Instant.EPOCH,
                        1.5,
                        List.of()));
    }

    private static Preprocessing preprocessing(int side) {
        return new Preprocessing(
                side, side, 1, PADDING, List.of(0.1307f), List.of(0.3081f), PictureStyle.DIGIT);
    }

    private static Weights weights(Architecture architecture) {
        try (NDManager manager = Engines.open().newManager()) {
            return Weights.of(Models.create(architecture, manager, 42));
        }
    }
}
