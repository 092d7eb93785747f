package dev.trainkit.config;

import java.nio.file.Path;

/**
 * What it is trained on.
 *
 * @param name one of the listed data sets, {@code mnist} for one
 * @param path the folder that holds its files; null looks in the usual places
 * @param validation share of the training pictures kept out for validation, in [0, 1)
 * @param shuffle whether each epoch sees the pictures in an order of its own; false keeps file
 *     order
 * @param limit takes the first so many training pictures; null takes all
 */
public record DataConfig(
        String name, Path path, double validation, boolean shuffle, Integer limit) {

    public DataConfig {
        new Rules("data")
                .requireName("name", name)
                .require(
                        validation >= 0 && validation < 1,
                        "validation",
                        "at least 0 and below 1",
                        validation)
                .require(limit == null || limit >= 1, "limit", "null or at least 1", limit)
                .check();
    }

    public DataConfig() {
        this("mnist", null, 0.1, true, null);
    }
}
