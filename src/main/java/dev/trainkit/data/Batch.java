package dev.trainkit.data;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;

/**
 * A few pictures on a device, with the native memory they hold.
 *
 * @param manager owns both arrays, and whatever else a step wants to see freed with them
 * @param images one array (N, C, H, W) of float32
 * @param labels one array: classes (N) of int64, or where pictures are mixed the share of each
 *     class (N, classes) of float32
 */
public record Batch(NDManager manager, NDList images, NDList labels) implements AutoCloseable {

    /** How many pictures; the last batch of an epoch may be short. */
    public int size() {
        return Math.toIntExact(labels.singletonOrThrow().getShape().get(0));
    }

    /** Frees both arrays, and everything else on the batch's manager. */
    @Override
    public void close() {
        manager.close();
    }
}
