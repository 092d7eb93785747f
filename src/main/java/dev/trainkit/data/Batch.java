package dev.trainkit.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import java.util.List;
import java.util.stream.IntStream;

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
        return IntStream.range(0, parts)
                .mapToObj(i -> part((long) i * size() / parts, (long) (i + 1) * size() / parts))
                .toList();
    }

    private Batch part(long from, long to) {
        NDManager part = manager.newSubManager();
        return new Batch(part, rows(images, from, to, part), rows(labels, from, to, part));
    }

    private static NDList rows(NDList arrays, long from, long to, NDManager part) {
        NDArray rows = arrays.singletonOrThrow().get(new NDIndex().addSliceDim(from, to));
        rows.attach(part);
        return new NDList(rows);
    }

    /** Frees both arrays, and everything else on the batch's manager. */
    @Override
    public void close() {
        manager.close();
    }
}
