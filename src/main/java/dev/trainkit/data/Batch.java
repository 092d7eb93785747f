package dev.trainkit.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

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

    /**
     * Parts of it in their order, each as large as another or by one picture larger; they look into
     * its arrays, and are freed with it.
     *
     * @param parts no more than there are pictures
     */
    public List<Batch> split(int parts) {
        long size = size();
        long[] ends = LongStream.range(1, parts).map(i -> i * size / parts).toArray();
        NDList imageParts = images.singletonOrThrow().split(ends);
        NDList labelParts = labels.singletonOrThrow().split(ends);
        return IntStream.range(0, parts)
                .mapToObj(i -> part(imageParts.get(i), labelParts.get(i)))
                .toList();
    }

    private Batch part(NDArray partOfImages, NDArray partOfLabels) {
        NDManager part = manager.newSubManager();
        partOfImages.attach(part);
        partOfLabels.attach(part);
        return new Batch(part, new NDList(partOfImages), new NDList(partOfLabels));
    }

    /** Frees both arrays, and everything else on the batch's manager. */
    @Override
    public void close() {
        manager.close();
    }
}
