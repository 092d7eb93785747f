package dev.trainkit.report;

import ai.djl.ndarray.NDManager;
import dev.trainkit.config.RunConfig;
import dev.trainkit.data.Augmentation;
import dev.trainkit.data.Batch;
import dev.trainkit.data.Batches;
import dev.trainkit.data.DataParts;
import dev.trainkit.data.ImageData;
import dev.trainkit.engine.RandomStream;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Pictures as the network saw them, padded, normalised and changed at random where {@code
 * data.augment} says so: each with its own lowest value black and its highest white.
 *
 * @param labels what they show
 */
record NetworkInputs(List<Picture> pictures, List<String> labels) {

    /** The first training pictures of the first epoch. */
    static NetworkInputs first(DataParts data, RunConfig config, int atMost) {
        ImageData train = data.train();
        int[] order =
                config.data().shuffle()
                        ? RandomStream.of(config.train().seed(), "order", 1)
                                .permutation(train.size())
                        : IntStream.range(0, train.size()).toArray();
        int[] first = IntStream.of(order).limit(atMost).toArray();
        return new NetworkInputs(
                pictures(data, config, order, first.length),
                IntStream.of(first).mapToObj(i -> train.classes().get(train.label(i))).toList());
    }

    /** In a whole batch, with which they may be mixed. */
    private static List<Picture> pictures(
            DataParts data, RunConfig config, int[] order, int count) {
        int[] shape = data.preprocessing().inputShape();
        int size = shape[0] * shape[1] * shape[2];
        int batchSize = Math.max(count, config.train().batchSize());
        Augmentation augmentation =
                new Augmentation(
                        config.data().augment(), data.preprocessing(), config.train().seed());
        try (NDManager manager = NDManager.newBaseManager();
                Batches batches =
                        new Batches(data.train(), data.preprocessing(), batchSize, augmentation);
                Batch batch = batches.get(manager, order, 0)) {
            float[] values = batch.images().singletonOrThrow().toFloatArray();
            return IntStream.range(0, count)
                    .mapToObj(i -> Picture.ofPlanes(values, i * size, shape[0], shape[1], shape[2]))
                    .toList();
        }
    }

    List<NetworkViews.Shown> labelled() {
        return IntStream.range(0, labels.size())
                .mapToObj(i -> new NetworkViews.Shown(pictures.get(i).dataUri(), labels.get(i)))
                .toList();
    }

    Picture strip() {
        return Picture.strip(pictures);
    }
}
