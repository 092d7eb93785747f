package dev.trainkit.optim;

import dev.trainkit.TrainkitException;
import dev.trainkit.config.ClassWeights;
import dev.trainkit.config.LossConfig;
import dev.trainkit.config.ResolvedConfig;
import dev.trainkit.data.ImageData;
import java.util.ArrayList;
import java.util.List;

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
        List<String> classes = pictures.classes();
        int[] counts = new int[classes.size()];
        for (int i = 0; i < pictures.size(); i++) {
            counts[pictures.label(i)]++;
        }
        List<Double> weights = new ArrayList<>();
        for (int label = 0; label < counts.length; label++) {
            if (counts[label] == 0) {
                throw new TrainkitException(
                        ("loss.class-weights is balanced, but no training picture is of class '%s'."
                                        + " Add some, or give a weight for each class.")
                                .formatted(classes.get(label)));
            }
            weights.add((double) pictures.size() / ((double) counts.length * counts[label]));
        }
        return ClassWeights.of(weights);
    }
}
