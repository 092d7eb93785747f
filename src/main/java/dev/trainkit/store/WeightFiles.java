package dev.trainkit.store;

import ai.djl.nn.Block;
import dev.trainkit.TrainkitException;
import dev.trainkit.model.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Weights in whatever a run may start from. */
public final class WeightFiles {

    private WeightFiles() {}

    /**
     * Reads the weights of a model directory, or of a file: safetensors, npz, what {@code
     * torch.save} makes of a {@code state_dict}, a TorchScript module, or DJL's {@code .params}.
     * What it is, its bytes tell; nothing in it is ever run.
     *
     * @throws TrainkitException when it is none of these, or it is damaged
     */
    public static Weights read(Path path) {
        return read(path, null);
    }

    /**
     * As {@link #read(Path)}; where {@code torch.save} wrote several sets of weights, those of a
     * model and their average for one, the one under a key.
     *
     * @param key {@code model} or {@code ema.module} for one; null where there is one set
     */
    public static Weights read(Path path, String key) {
        if (Files.isDirectory(path)) {
            if (key != null) {
                throw new TrainkitException(
                        "%s is a folder, and a model directory holds one set of weights. Leave out the key '%s'."
                                .formatted(path, key));
            }
            return ModelDirectory.load(path).weights();
        }
        try {
            return read(WeightFormat.of(path), path, key);
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    /**
     * As {@link #read(Path)}; the weights of a format without names, DJL's, get the network's where
     * they fit it one after another.
     */
    public static Weights readFor(Block block, Path path) {
        return readFor(block, path, null);
    }

    /** As {@link #readFor(Block, Path)}, with a key as {@link #read(Path, String)} has it. */
    public static Weights readFor(Block block, Path path, String key) {
        Weights weights = read(path, key);
        return isNameless(path)
                ? weights.likelyRenaming(block).map(names -> names.apply(weights)).orElse(weights)
                : weights;
    }

    private static boolean isNameless(Path path) {
        try {
            return Files.isRegularFile(path) && WeightFormat.of(path) == WeightFormat.DJL;
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    static Weights read(WeightFormat format, Path path, String key) {
        try {
            return format.read(path, key);
        } catch (RefusedException e) {
            throw e.in(path.toString());
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    private static TrainkitException unreadable(Path path, IOException e) {
        return new TrainkitException(
                "Cannot read the weights in %s: %s.".formatted(path, Reasons.of(e)), e);
    }
}
