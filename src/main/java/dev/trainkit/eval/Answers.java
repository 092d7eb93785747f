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
import dev.trainkit.model.UnwatchedParameters;
import dev.trainkit.optim.TorchLoss;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * What a network answers to pictures, and what it scores by that.
 *
 * @param data the pictures that were asked
 * @param evaluation by the run's own loss
 */
public record Answers(ImageData data, Evaluation evaluation, Predictions predictions) {

    /** Larger batches gain no more speed on a CPU. */
    private static final int BATCH_SIZE = 500;

    /** Runs the network over all pictures, in file order and without recording gradients. */
    public static Answers of(
            Block block,
            ImageData data,
            Preprocessing preprocessing,
            TorchLoss loss,
            Backend backend) {
        return of(block, data, preprocessing, loss, backend, AnsweringProgress.NONE);
    }

    /** As {@link #of(Block, ImageData, Preprocessing, TorchLoss, Backend)}, and tells how far. */
    public static Answers of(
            Block block,
            ImageData data,
            Preprocessing preprocessing,
            TorchLoss loss,
            Backend backend,
            AnsweringProgress progress) {
        backend.useThreads();
        return Autograd.withoutGradients(
                () -> {
                    try (NDManager manager = backend.newManager();
                            Batches batches = new Batches(data, preprocessing, BATCH_SIZE)) {
                        return ask(block, data, batches, loss, manager, progress);
                    }
                });
    }

    private static Answers ask(
            Block block,
            ImageData data,
            Batches batches,
            TorchLoss loss,
            NDManager manager,
            AnsweringProgress progress) {
        int[] order = IntStream.range(0, data.size()).toArray();
        ParameterStore parameters = new UnwatchedParameters(manager);
        Meter meter = new Meter();
        float[][] logits = new float[data.size()][];
        for (int i = 0; i < batches.count(); i++) {
            try (Batch batch = batches.get(manager, order, i)) {
                NDList predictions = block.forward(parameters, batch.images(), false);
                NDArray lossValue = loss.evaluate(batch.labels(), predictions);
                meter.add(
                        loss.perPicture(lossValue.getFloat(), batch.size()),
                        predictions,
                        batch.labels());
                copyRows(predictions.singletonOrThrow(), logits, i * BATCH_SIZE);
                progress.answered(i * BATCH_SIZE + batch.size(), data.size());
            }
        }
        int[] labels = Arrays.stream(order).map(data::label).toArray();
        return new Answers(
                data,
                new Evaluation(meter.loss(), meter.accuracy(), meter.pictures()),
                new Predictions(data.classes(), labels, logits).named(data::name));
    }

    private static void copyRows(NDArray batch, float[][] rows, int first) {
        float[] values = batch.toFloatArray();
        int classes = Math.toIntExact(batch.getShape().get(1));
        for (int i = 0; i < values.length / classes; i++) {
            rows[first + i] = Arrays.copyOfRange(values, i * classes, (i + 1) * classes);
        }
    }
}
