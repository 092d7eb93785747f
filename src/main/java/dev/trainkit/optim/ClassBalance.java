package dev.trainkit.optim;

import dev.trainkit.TrainkitException;
import dev.trainkit.config.ClassWeights;
import dev.trainkit.config.LossConfig;
import dev.trainkit.config.ResolvedConfig;
import dev.trainkit.data.ImageData;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What {@code loss.class-weights: balanced} comes to. The run's configuration has the numbers in
 * the place of the word, so that whoever measures its model needs no training pictures.
 */
public final class ClassBalance {

    private ClassBalance() {}

    /**
     * That configuration, in numbers by the pictures that it is trained on.
     *
     * @throws TrainkitException when a class has none of them, and so would weigh without end
     */
    public static ResolvedConfig inNumbers(ResolvedConfig resolved, ImageData pictures) {
        LossConfig loss = resolved.config().loss();
        return ClassWeights.BALANCED.equals(loss.classWeights())
                ? resolved.with(loss.with(weights(pictures)))
                : resolved;
    }

    /** n / (k * count): {@code sklearn.utils.class_weight.compute_class_weight}. */
    static ClassWeights weights(ImageData pictures) {
        int[] counts = pictures.countsOfClasses();
        requireEach(pictures.classes(), counts);
        List<Double> weights = new ArrayList<>();
        for (int count : counts) {
            weights.add((double) pictures.size() / ((double) counts.length * count));
        }
        return ClassWeights.of(weights);
    }

    private static void requireEach(List<String> classes, int[] counts) {
        List<String> without =
                IntStream.range(0, counts.length)
                        .filter(label -> counts[label] == 0)
                        .mapToObj(label -> "'" + classes.get(label) + "'")
                        .toList();
        if (!without.isEmpty()) {
            throw new TrainkitException(
                    "loss.class-weights is balanced, but no training picture is of class %s. Add some, or give a weight for each class."
                            .formatted(String.join(" or ", without)));
        }
    }
}
