package dev.trainkit.train;

import ai.djl.ndarray.NDManager;
import dev.trainkit.Count;
import dev.trainkit.TrainkitException;
import dev.trainkit.config.RunConfig;
import dev.trainkit.data.Augmentation;
import dev.trainkit.data.Batch;
import dev.trainkit.data.Batches;
import dev.trainkit.data.DataParts;
import dev.trainkit.engine.RandomStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Which pictures go through the network when: the batches of an epoch, and of each step. */
final class EpochBatches implements AutoCloseable {

    private final Crew crew;
    private final Batches batches;
    private final int pictures;
    private final int picturesPerEpoch;
    private final int batchSize;
    private final int batchesPerStep;
    private final boolean shuffles;
    private final BalancedOrder balanced; // null where each picture is seen once
    private final long seed;

    /**
     * @param crew who gathers the next batch beside a step
     */
    EpochBatches(RunConfig config, DataParts data, Crew crew) {
        this.crew = crew;
        batches =
                new Batches(
                        data.train(),
                        data.preprocessing(),
                        config.train().batchSize(),
                        Stream.generate(() -> augmentation(config, data))
                                .limit(crew.size())
                                .toList(),
                        crew.size() > 1 ? crew : ForkJoinPool.commonPool());
        pictures = data.train().size();
        batchSize = config.train().batchSize();
        picturesPerEpoch = config.train().dropLast() ? pictures - pictures % batchSize : pictures;
        requireBatch();
        batchesPerStep = config.train().accumulate();
        shuffles = config.data().shuffle();
        balanced =
                config.data().sampling().equals("balanced")
                        ? new BalancedOrder(data.train())
                        : null;
        seed = config.train().seed();
    }

    private void requireBatch() {
        if (picturesPerEpoch == 0) {
            throw new TrainkitException(
                    String.format(
                            Locale.ROOT,
                            "train.drop-last leaves out the batch that is not full, and %s no batch of %,d: nothing would be trained on. Lower train.batch-size to at most %d, or set train.drop-last=false.",
                            pictures == 1
                                    ? "1 picture makes"
                                    : Count.of(pictures, "picture") + " make",
                            batchSize,
                            pictures));
        }
    }

    private static Augmentation augmentation(RunConfig config, DataParts data) {
        return new Augmentation(
                config.data().augment(), data.preprocessing(), config.train().seed());
    }

    /** The numbers of the pictures in the order in which an epoch, counted from 1, sees them. */
    int[] order(int epoch) {
        int[] order = wholeOrder(epoch);
        return picturesPerEpoch == pictures ? order : Arrays.copyOf(order, picturesPerEpoch);
    }

    private int[] wholeOrder(int epoch) {
        if (balanced != null) {
            return balanced.draw(RandomStream.of(seed, "sampling", epoch));
        }
        return shuffles
                ? RandomStream.of(seed, "order", epoch).permutation(pictures)
                : IntStream.range(0, pictures).toArray();
    }

    /** Batches of an epoch, the last short one included unless it is left out. */
    int count() {
        return (picturesPerEpoch + batchSize - 1) / batchSize;
    }

    /** A sentence where pictures are left out of each epoch. */
    Optional<String> note() {
        int out = pictures - picturesPerEpoch;
        return out == 0
                ? Optional.empty()
                : Optional.of(
                        String.format(
                                Locale.ROOT,
                                "train.drop-last leaves the last %s out of each epoch%s.",
                                out == 1 ? "picture" : Count.of(out, "picture"),
                                shuffles || balanced != null
                                        ? ", in another order each time"
                                        : ", always the same, for data.shuffle is false"));
    }

    /** The batch after the last of the step that begins with this one. */
    int endOfStep(int first) {
        return Math.min(first + batchesPerStep, count());
    }

    /** Steps of an epoch, the last over what pictures are left. */
    int steps() {
        return steps(count());
    }

    /** How many steps so many batches of an epoch make. */
    int steps(int batchesDone) {
        return (batchesDone + batchesPerStep - 1) / batchesPerStep;
    }

    /** One batch of an epoch, counted from 1, which the caller closes. */
    Batch get(NDManager manager, int epoch, int[] order, int index) {
        return batches.get(manager, epoch, order, index);
    }

    /** Frees what was gathered ahead. */
    @Override
    public void close() {
        crew.catchUp(); // else what it was given is never done
        batches.close();
    }
}
