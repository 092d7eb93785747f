package dev.trainkit.data;

import static java.util.concurrent.CompletableFuture.runAsync;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;

/**
 * Cuts an order of pictures into batches, and gathers the next while one is trained on. It fills
 * the same two buffers each time, so each thread needs one of its own. It is closed before the
 * manager that its batches belong to.
 */
public final class Batches implements AutoCloseable {

    private final ImageData data;
    private final PictureMixing mixing; // null where they are not mixed
    private final int batchSize;
    private final int[] inputShape;
    private final int inputBytes;
    private final List<Gatherer> gatherers;
    private final Executor executor;
    private final ReadAhead ahead;
    private final ByteBuffer images;
    private final ByteBuffer labels;
    private final FloatBuffer imageValues; // all of the buffer's, as the next
    private final LongBuffer labelValues;
    private Gathering nextGathering; // null while none is gathered ahead
    private CompletableFuture<Batch> nextBatch;

    /** Of pictures as they are. */
    public Batches(ImageData data, Preprocessing preprocessing, int batchSize) {
        this(data, preprocessing, batchSize, Collections.singletonList(null));
    }

    /** Of pictures that are changed at random, for training. */
    public Batches(
            ImageData data, Preprocessing preprocessing, int batchSize, Augmentation augmentation) {
        this(data, preprocessing, batchSize, List.of(augmentation));
    }

    private Batches(
            ImageData data,
            Preprocessing preprocessing,
            int batchSize,
            List<Augmentation> augmentations) {
        this(data, preprocessing, batchSize, augmentations, ForkJoinPool.commonPool());
    }

    /**
     * Of pictures that are changed at random, gathered in as many shares as there are
     * augmentations.
     *
     * @param augmentations alike; one for each share, for each has memory of its own
     * @param executor gathers the shares of the next batch; a thread of the common pool gathers all
     *     of it where pictures are read from the disk, for which it has to wait
     */
    public Batches(
            ImageData data,
            Preprocessing preprocessing,
            int batchSize,
            List<Augmentation> augmentations,
            Executor executor) {
        requireSameSize(data, preprocessing);
        if (batchSize < 1) {
            throw new IllegalArgumentException(
                    "batchSize must be at least 1, but was " + batchSize);
        }
        this.data = data;
        this.batchSize = batchSize;
        this.executor = data.isInMemory() ? executor : ForkJoinPool.commonPool();
        ahead = new ReadAhead(data);
        Augmentation any = augmentations.get(0);
        boolean changes = any != null && !any.isNone();
        mixing = changes ? any.mixing(data.classes().size()) : null;
        PixelScaler scaler =
                PixelScaler.channelsInnermost(
                        changes ? preprocessing.notNormalized() : preprocessing);
        gatherers =
                augmentations.stream()
                        .limit(data.isInMemory() ? augmentations.size() : 1)
                        .map(one -> new Gatherer(scaler, changes ? one : null))
                        .toList();
        inputShape = preprocessing.inputShape();
        int largest = Math.min(batchSize, data.size());
        inputBytes = Math.multiplyExact(scaler.valuesPerInput(), Float.BYTES);
        images = direct(Math.multiplyExact(largest, inputBytes));
        imageValues = images.asFloatBuffer();
        labels = direct(Math.multiplyExact(largest, Long.BYTES));
        labelValues = labels.asLongBuffer();
    }

    private static void requireSameSize(ImageData data, Preprocessing preprocessing) {
        if (data.height() != preprocessing.height()
                || data.width() != preprocessing.width()
                || data.channels() != preprocessing.channels()) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "the pictures are %dx%dx%d, but the preprocessing is for %dx%dx%d",
                            data.height(),
                            data.width(),
                            data.channels(),
                            preprocessing.height(),
                            preprocessing.width(),
                            preprocessing.channels()));
        }
    }

    private static ByteBuffer direct(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    /** How many batches all pictures make; the last may be short. */
    public int count() {
        return (data.size() + batchSize - 1) / batchSize;
    }

    /**
     * The batch of the pictures {@code order[index * batchSize]} and so on, on the device of the
     * parent.
     *
     * @param parent outlives the batch; closing it frees the batch too
     * @param order numbers of pictures; as long as the data for a whole epoch, or shorter
     */
    public Batch get(NDManager parent, int[] order, int index) {
        return get(parent, 1, order, index);
    }

    /**
     * The same in an epoch, counted from 1: in each of them, the pictures are changed in another
     * way.
     */
    public Batch get(NDManager parent, int epoch, int[] order, int index) {
        int from = Objects.checkIndex(index * batchSize, order.length);
        Gathering wanted = new Gathering(parent, epoch, order, from);
        Batch batch = isAhead(wanted) ? await() : gather(wanted);
        if (wanted.to() < order.length) {
            gatherAhead(new Gathering(parent, epoch, order, wanted.to()));
        }
        return batch;
    }

    private Batch gather(Gathering what) {
        close(); // so that nobody else fills the buffers
        shares(what).forEach(Runnable::run);
        return batch(what);
    }

    /** The next batch, while this one is trained on. */
    private void gatherAhead(Gathering next) {
        nextGathering = next;
        nextBatch =
                CompletableFuture.allOf(
                                shares(next).stream()
                                        .map(share -> runAsync(share, executor))
                                        .toArray(CompletableFuture<?>[]::new))
                        .thenApply(done -> batch(next));
    }

    private boolean isAhead(Gathering wanted) {
        return nextGathering != null && nextGathering.isOf(wanted);
    }

    /** The batch that is gathered ahead. */
    private Batch await() {
        nextGathering = null;
        try {
            return nextBatch.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException thrown ? thrown : e;
        }
    }

    /** Frees the batch that was gathered ahead, once it is, where nobody has asked for it. */
    @Override
    public void close() {
        if (nextGathering != null) {
            nextGathering = null;
            nextBatch.thenAccept(Batch::close).exceptionally(unread -> null).join();
        }
    }

    /** What the buffers have been filled with, as arrays. */
    private Batch batch(Gathering what) {
        int pictures = what.to() - what.from;
        images.limit(inputBytes * pictures);
        labels.limit(Long.BYTES * pictures);
        NDManager manager = what.parent.newSubManager();
        NDArray target = // before the pictures, which mixing changes
                mixing == null
                        ? copy(manager, labels, new Shape(pictures), DataType.INT64)
                        : mix(manager, what);
        return new Batch(manager, new NDList(channelsLast(manager, pictures)), new NDList(target));
    }

    /** The pictures of a batch: those from this place of an epoch's order on. */
    private final class Gathering {

        private final NDManager parent;
        private final int epoch;
        private final int[] order;
        private final int from;

        Gathering(NDManager parent, int epoch, int[] order, int from) {
            this.parent = parent;
            this.epoch = epoch;
            this.order = order;
            this.from = from;
        }

        /** The place of the first that does not belong to it. */
        int to() {
            return Math.min(from + batchSize, order.length);
        }

        /** An order is made anew for each epoch. */
        boolean isOf(Gathering other) {
            return parent == other.parent
                    && epoch == other.epoch
                    && order == other.order
                    && from == other.from;
        }
    }

    /** Mixes what is gathered; gives the shares that the classes have, (N, classes). */
    private NDArray mix(NDManager manager, Gathering what) {
        int[] truth =
                IntStream.range(what.from, what.to()).map(i -> data.label(what.order[i])).toArray();
        float[] shares = mixing.mix(imageValues, truth, what.epoch, what.from);
        return manager.create(shares, new Shape(truth.length, data.classes().size()));
    }

    /**
     * The gathered pictures as (N, C, H, W), laid out in memory as (N, H, W, C): libtorch's
     * convolutions and pooling take this from their input, hand it on, and are fastest with it.
     */
    private NDArray channelsLast(NDManager manager, int pictures) {
        Shape layout = new Shape(pictures, inputShape[1], inputShape[2], inputShape[0]);
        try (NDArray innermost = copy(manager, images, layout, DataType.FLOAT32)) {
            return innermost.transpose(0, 3, 1, 2); // the same memory, which it keeps alive
        }
    }

    /** What has to be done for it, at once or one after another. */
    private List<Runnable> shares(Gathering what) {
        int pictures = what.to() - what.from;
        int count = gatherers.size();
        List<Runnable> shares = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Gatherer gatherer = gatherers.get(i);
            int first = pictures * i / count;
            int end = pictures * (i + 1) / count;
            shares.add(() -> gatherer.gather(what, first, end));
        }
        return shares;
    }

    /** Fills a share of the buffers. */
    private final class Gatherer {

        private final PixelScaler scaler;
        private final Augmentation augmentation; // null where pictures stay as they are
        private final float[] input;

        Gatherer(PixelScaler scaler, Augmentation augmentationOrNull) {
            this.scaler = scaler;
            augmentation = augmentationOrNull;
            input = new float[scaler.valuesPerInput()];
        }

        /** Those of the batch's pictures from this place in it to before that. */
        void gather(Gathering what, int first, int end) {
            int[] order = what.order;
            List<byte[]> read =
                    data.isInMemory() ? null : ahead.get(order, what.from + first, what.from + end);
            for (int i = first; i < end; i++) {
                int place = what.from + i;
                if (read == null) {
                    scaler.write(data.array(order[place]), data.offset(order[place]), input);
                } else {
                    scaler.write(read.get(i - first), 0, input);
                }
                if (augmentation != null) {
                    augmentation.apply(input, what.epoch, place);
                }
                imageValues.put(i * input.length, input);
                labelValues.put(i, data.label(order[place]));
            }
        }
    }

    /**
     * On the CPU, DJL's array looks into a direct buffer instead of copying it. This buffer is
     * filled again for the next batch, while a graph may still hold this one: so the array is
     * duplicated.
     */
    private static NDArray copy(NDManager manager, Buffer buffer, Shape shape, DataType type) {
        try (NDArray view = manager.create(buffer, shape, type)) {
            return view.duplicate();
        }
    }
}
