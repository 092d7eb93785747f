package dev.trainkit.eval;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import dev.trainkit.data.Batch;
import dev.trainkit.data.Batches;
import dev.trainkit.data.ImageData;
import dev.trainkit.data.Preprocessing;
import dev.trainkit.engine.Autograd;
import dev.trainkit.engine.Backend;
import dev.trainkit.optim.TorchLoss;
import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * What a network scores on a set of pictures.
 *
 * @param loss mean over the pictures
 * @param accuracy share of pictures whose most probable class is right, 0 to 1
 * @param pictures how many there were
 */
public record Evaluation(double loss, double accuracy, long pictures) {

    /** Larger batches gain no more speed on a CPU. */
    private static final int BATCH_SIZE = 500;

    /** Runs the network over all pictures, in file order and without recording gradients. */
    public static Evaluation of(
            Block block,
            ImageData data,
            Preprocessing preprocessing,
            TorchLoss loss,
            Backend backend) {
        return of(block, data, preprocessing, loss, backend, new BitSet());
    }

    /**
     * As the other, which says of each picture whether the answer is right.
     *
     * @param right takes the numbers of those whose most probable class is the label's
     */
    static Evaluation of(
            Block block,
            ImageData data,
            Preprocessing preprocessing,
            TorchLoss loss,
            Backend backend,
            BitSet right) {
        return Autograd.withoutGradients(
                () -> {
                    try (NDManager manager = backend.newManager()) {
                        return evaluate(block, data, preprocessing, loss, manager, right);
                    }
                });
    }

    private static Evaluation evaluate(
            Block block,
            ImageData data,
            Preprocessing preprocessing,
            TorchLoss loss,
            NDManager manager,
            BitSet right) {
        Batches batches = new Batches(data, preprocessing, BATCH_SIZE);
        int[] order = IntStream.range(0, data.size()).toArray();
        ParameterStore parameters = new ParameterStore(manager, false);
        Meter meter = new Meter();
        for (int i = 0; i < batches.count(); i++) {
            try (Batch batch = batches.get(manager, order, i)) {
                NDList predictions = block.forward(parameters, batch.images(), false);
                NDArray lossValue = loss.evaluate(batch.labels(), predictions);
                meter.add(
                        loss.perPicture(lossValue.getFloat(), batch.size()),
                        predictions,
                        batch.labels());
                mark(right, i * BATCH_SIZE, predictions, batch.labels());
            }
        }
        return new Evaluation(meter.loss(), meter.accuracy(), meter.pictures());
    }

    private static void mark(BitSet right, int from, NDList predictions, NDList labels) {
        boolean[] equal =
                predictions
                        .singletonOrThrow()
                        .argMax(1)
                        .eq(labels.singletonOrThrow())
                        .toBooleanArray();
        for (int i = 0; i < equal.length; i++) {
            right.set(from + i, equal[i]);
        }
    }
}
