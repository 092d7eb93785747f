package dev.trainkit.config;

import java.nio.file.Path;

/**
 * Which network is trained.
 *
 * @param name one of the listed models, {@code lenet} for one
 * @param weights start from the weights in this file (safetensors, npz, PyTorch, TorchScript or
 *     DJL) or model directory; null starts from a seeded initialisation
 */
public record ModelConfig(String name, Path weights) {

    public ModelConfig {
        new Rules("model").requireName("name", name).check();
    }

    public ModelConfig() {
        this("lenet", null);
    }
}
