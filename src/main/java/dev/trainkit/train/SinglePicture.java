package dev.trainkit.train;

import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import dev.trainkit.Count;
import dev.trainkit.TrainkitException;
import dev.trainkit.config.RunConfig;
import dev.trainkit.model.BatchNorm2d;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A batch of one picture before a batch normalisation that cannot take it: where one value a
 * channel is left of a picture, one picture has no variance. It is known before the first step, and
 * would end a run in the last step of an epoch.
 */
final class SinglePicture {

    private final RunConfig config;
    private final int pictures;
    private final int epochsBefore; // that end before such a batch is normalised

    /**
     * @param pictures to train on
     */
    SinglePicture(RunConfig config, int pictures, Block block, Freezing freezing) {
        this.config = config;
        this.pictures = pictures;
        epochsBefore =
                normalisations(block)
                        .filter(normalisation -> !normalisation.takesOnePicture())
                        .flatMap(
                                normalisation ->
                                        normalisation.getDirectParameters().values().stream())
                        .filter(Parameter::requiresGradient)
                        .mapToInt(freezing::epochsFrozen)
                        .min()
                        .orElse(Integer.MAX_VALUE);
    }

    private static Stream<BatchNorm2d> normalisations(Block block) {
        return block instanceof BatchNorm2d normalisation
                ? Stream.of(normalisation)
                : block.getChildren().values().stream().flatMap(SinglePicture::normalisations);
    }

    /** What would happen and what to do; empty where no such batch comes. */
    Optional<String> warning() {
        return comes() ? Optional.of(sentence()) : Optional.empty();
    }

    /**
     * Before the first step.
     *
     * @param stepsPerEpoch of the run
     * @throws TrainkitException when the run would come to such a batch, whatever else happens
     */
    void refuse(int stepsPerEpoch) {
        if (comes() && config.budget().timeLimit() == null && isWithinSteps(stepsPerEpoch)) {
            throw new TrainkitException(sentence());
        }
    }

    private boolean comes() {
        boolean one =
                config.train().batchSize() == 1 || (isLastOne() && !config.train().dropLast());
        return one && epochsBefore < config.train().epochs();
    }

    private boolean isLastOne() {
        return pictures % config.train().batchSize() == 1;
    }

    private boolean isWithinSteps(int stepsPerEpoch) {
        Integer most = config.budget().maxSteps();
        int within = config.train().batchSize() == 1 ? 1 : stepsPerEpoch;
        return most == null || most >= (long) epochsBefore * stepsPerEpoch + within;
    }

    private String sentence() {
        String layer =
                "%s cannot normalise it in training, for one value a channel is left of a picture there"
                        .formatted(config.model().name());
        if (config.train().batchSize() == 1) {
            return "Each batch has one picture, and %s. Set train.batch-size to 2 or more."
                    .formatted(layer);
        }
        if (pictures == 1) {
            return "There is one picture to train on, and %s. Add pictures, or set another model.name."
                    .formatted(layer);
        }
        return String.format(
                Locale.ROOT,
                "The last batch of each epoch has one picture, for %s make batches of %,d and one is left, and %s. Set train.drop-last=true to leave it out, or another train.batch-size, such as %d.",
                Count.of(pictures, "picture"),
                config.train().batchSize(),
                layer,
                nextBatchSize());
    }

    /** The next larger one that leaves no single picture. */
    private int nextBatchSize() {
        int size = config.train().batchSize() + 1;
        while (pictures % size == 1) {
            size++;
        }
        return size;
    }
}
