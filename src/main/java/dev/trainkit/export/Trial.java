package dev.trainkit.export;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import dev.trainkit.data.Batch;
import dev.trainkit.data.Batches;
import dev.trainkit.data.ImageData;
import dev.trainkit.data.Preprocessing;
import dev.trainkit.engine.Autograd;
import dev.trainkit.engine.RandomStream;
import dev.trainkit.eval.AnsweringProgress;
import dev.trainkit.model.Models;
import dev.trainkit.model.Weights;
import dev.trainkit.store.Manifest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.stream.IntStream;

/**
 * Pictures that a model and its exported file are both asked about.
 *
 * @param source what they are, for people
 */
record Trial(ImageData pictures, String source) {

    private static final int RANDOM_PICTURES = 1000;
    private static final int BATCH_SIZE = 100;
    private static final int COLOURS = 3;

    /** Pixels of no meaning, the same each time. */
    static Trial random(Manifest manifest) {
        Preprocessing preprocessing = manifest.preprocessing();
        int values = preprocessing.height() * preprocessing.width() * preprocessing.channels();
        byte[] pixels = new byte[Math.multiplyExact(RANDOM_PICTURES, values)];
        RandomStream random = RandomStream.of(0, "export");
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) random.nextInt(256);
        }
        ImageData pictures =
                new ImageData(
                        pixels,
                        new int[RANDOM_PICTURES],
                        preprocessing.height(),
                        preprocessing.width(),
                        preprocessing.channels(),
                        manifest.classes());
        return new Trial(pictures, "random pixels");
    }

    /** Whoever gives the logits of some rows. */
    private interface Respondent {

        float[] logits(Batches batches, int... rows);
    }

    /** Asks both, batch by batch. */
    Verification ask(
            ExportedModel model,
            LoadedNetwork exported,
            NDManager manager,
            AnsweringProgress progress) {
        Agreement agreement =
                compare(
                        model,
                        (batches, rows) -> given(model, exported, batches, rows, manager),
                        manager,
                        progress);
        return agreement.verification(exported.runtime(), source);
    }

    /**
     * How far two of the model's own logits are apart, at most, where each of its weights is
     * changed by its last bit: no file can be held to less.
     */
    double lastBit(ExportedModel model, NDManager manager) {
        try (NDManager changed = manager.newSubManager()) {
            Weights weights = LastBit.change(model.weights());
            Block block = Models.load(model.metadata().architecture(), weights, changed, "memory");
            block.freezeParameters(true);
            return compare(
                            model,
                            (batches, rows) -> logits(block, batches, rows, changed),
                            manager,
                            AnsweringProgress.NONE)
                    .largestDifference();
        }
    }

    private Agreement compare(
            ExportedModel model, Respondent other, NDManager manager, AnsweringProgress progress) {
        Agreement agreement = new Agreement(model.manifest().classes().size());
        Preprocessing preprocessing = model.manifest().preprocessing();
        long taken = model.metadata().input().shape().get(0);
        int size = taken == NetworkGraph.DYNAMIC ? BATCH_SIZE : Math.toIntExact(taken);
        try (Batches batches = new Batches(atLeast(size), preprocessing, size)) {
            for (int first = 0; first < pictures.size(); first += size) {
                int count = Math.min(size, pictures.size() - first);
                int[] rows = rows(first, count, taken == NetworkGraph.DYNAMIC ? count : size);
                agreement.add(
                        logits(model.block(), batches, rows, manager),
                        other.logits(batches, rows),
                        count);
                progress.answered(first + count, pictures.size());
            }
        }
        return agreement;
    }

    /** Each of them again and again where a batch takes more than there are. */
    private ImageData atLeast(int size) {
        int count = Math.max(size, pictures.size());
        return pictures.select(IntStream.range(0, count).map(i -> i % pictures.size()).toArray());
    }

    /** Where a file takes so many and no fewer, the first picture fills the batch. */
    private static int[] rows(int first, int count, int size) {
        return IntStream.range(0, size).map(i -> i < count ? first + i : 0).toArray();
    }

    private static float[] logits(Block block, Batches batches, int[] rows, NDManager manager) {
        return Autograd.withoutGradients(
                () -> {
                    try (Batch batch = batches.get(manager, rows, 0)) {
                        ParameterStore parameters = new ParameterStore(batch.manager(), false);
                        return block.forward(parameters, new NDList(rowByRow(batch)), false)
                                .singletonOrThrow()
                                .toFloatArray();
                    }
                });
    }

    private float[] given(
            ExportedModel model,
            LoadedNetwork exported,
            Batches batches,
            int[] rows,
            NDManager manager) {
        if (!model.metadata().input().preprocessed()) {
            Shape shape = new Shape(rows.length, pictures.height(), pictures.width(), COLOURS);
            return exported.logits(colours(rows), DataType.UINT8, shape);
        }
        try (Batch batch = batches.get(manager, rows, 0)) {
            NDArray images = batch.images().head();
            return exported.logits(values(images), DataType.FLOAT32, images.getShape());
        }
    }

    /**
     * The pictures in memory as their shape says, as users of the file give them. Ours lie there
     * with the channels innermost, for which libtorch has other convolutions that round otherwise.
     */
    private static NDArray rowByRow(Batch batch) {
        NDArray images = batch.images().head();
        return batch.manager().create(values(images), images.getShape(), DataType.FLOAT32);
    }

    private static ByteBuffer values(NDArray images) {
        ByteBuffer values = images.toByteBuffer();
        return direct(values.remaining()).put(values).flip();
    }

    private ByteBuffer colours(int... rows) {
        ByteBuffer pixels = direct(rows.length * pictures.height() * pictures.width() * COLOURS);
        int copies = COLOURS / pictures.channels();
        for (int row : rows) {
            for (byte value : pictures.image(row)) {
                for (int i = 0; i < copies; i++) {
                    pixels.put(value);
                }
            }
        }
        return pixels.flip();
    }

    private static ByteBuffer direct(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }
}
