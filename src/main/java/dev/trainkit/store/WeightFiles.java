package dev.trainkit.store;

import dev.trainkit.TrainkitException;
import dev.trainkit.model.Weights;
import java.nio.file.Files;
import java.nio.file.Path;

/** Weights in whatever a run may start from. */
public final class WeightFiles {

    private WeightFiles() {}

    /**
     * Reads the weights of a model directory, or of a safetensors file.
     *
     * @throws TrainkitException when there is neither, or it is damaged
     */
    public static Weights read(Path path) {
        return Files.isDirectory(path)
                ? ModelDirectory.load(path).weights()
                : Safetensors.read(path);
    }
}
