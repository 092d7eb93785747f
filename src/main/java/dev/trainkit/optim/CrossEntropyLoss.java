package dev.trainkit.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import dev.trainkit.TrainkitException;
import dev.trainkit.config.ClassWeights;
import dev.trainkit.config.LossConfig;
import dev.trainkit.engine.TorchFunctions;
import java.util.List;
import java.util.Locale;

/**
 * The negative logarithm of the right class's probability: {@code torch.nn.CrossEntropyLoss} on
 * logits, and {@code torch.nn.NLLLoss} on logarithms of probabilities. The mean over class indices
 * is weighed by the classes' weights.
 */
final class CrossEntropyLoss extends TorchLoss {

    private final boolean onLogits;
    private final List<Double> classWeights;
    private final double smoothing;
    private final Integer ignored;

    private CrossEntropyLoss(String name, LossConfig config, boolean onLogits) {
        super(name, config);
        this.onLogits = onLogits;
        classWeights = config.classWeights() == null ? null : numbers(config.classWeights());
        smoothing = onLogits ? config.labelSmoothing() : 0;
        ignored = config.ignoreIndex();
    }

    static CrossEntropyLoss crossEntropy(LossConfig config) {
        return new CrossEntropyLoss("cross-entropy", config, true);
    }

    /** One-hot rows stand for their classes. */
    static CrossEntropyLoss nll(LossConfig config) {
        return new CrossEntropyLoss("nll", config, false);
    }

    private static List<Double> numbers(ClassWeights weights) {
        return weights.numbers()
                .orElseThrow(
                        () ->
                                new TrainkitException(
                                        "loss.class-weights is balanced, which only training"
                                                + " pictures tell in numbers. Give a weight for"
                                                + " each class."));
    }

    /** As one operation where it can be: the loop has fewer calls to make. */
    @Override
    protected NDArray mean(NDArray target, NDArray prediction) {
        boolean plain = onLogits && smoothing == 0 && ignored == null;
        if (!plain || !isIndices(target, prediction)) {
            return super.mean(target, prediction);
        }
        NDArray classes = target.toType(DataType.INT64, false);
        return classWeights == null
                ? TorchFunctions.crossEntropy(prediction, classes)
                : TorchFunctions.crossEntropy(prediction, classes, classWeights(prediction));
    }

    @Override
    protected NDArray terms(NDArray target, NDArray prediction) {
        NDArray losses = (onLogits ? prediction.logSoftmax(-1) : prediction).neg(); // (N, classes)
        if (onLogits && !isIndices(target, prediction)) {
            return termsOfShares(oneHot(target, prediction), losses);
        }
        NDArray classes = classes(target, prediction);
        NDArray terms = pick(losses, known(classes));
        NDArray weights = weights(classes, prediction);
        if (weights != null) {
            terms = terms.mul(weights);
        }
        return smoothing == 0
                ? terms
                : terms.mul(TorchFunctions.number(terms, 1 - smoothing))
                        .add(smooth(losses, classes).mul(TorchFunctions.number(terms, smoothing)));
    }

    /** Each class has a share of the target, and its weight does not change what is divided by. */
    private NDArray termsOfShares(NDArray shares, NDArray losses) {
        long classes = losses.getShape().get(1);
        NDArray smoothed =
                smoothing == 0 ? shares : shares.mul(1 - smoothing).add(smoothing / classes);
        return smoothed.mul(weighed(losses)).sum(new int[] {1});
    }

    /** The mean of all classes' losses, (N). */
    private NDArray smooth(NDArray losses, NDArray classes) {
        NDArray mean = weighed(losses).mean(new int[] {1});
        return ignored == null ? mean : mean.mul(isKnown(classes, losses));
    }

    private NDArray weighed(NDArray losses) {
        return classWeights == null ? losses : losses.mul(classWeights(losses));
    }

    @Override
    public boolean weighsAlike() {
        return super.weighsAlike() && classWeights == null && ignored == null;
    }

    @Override
    protected NDArray weight(NDArray target, NDArray prediction) {
        if (onLogits && !isIndices(target, prediction)) {
            return null;
        }
        NDArray weights = weights(classes(target, prediction), prediction);
        return weights == null ? null : weights.sum();
    }

    /** What each picture weighs, (N); null where all weigh 1. */
    private NDArray weights(NDArray classes, NDArray prediction) {
        NDArray known = ignored == null ? null : isKnown(classes, prediction);
        if (classWeights == null) {
            return known;
        }
        NDArray weights = classWeights(prediction).get(known(classes));
        return known == null ? weights : weights.mul(known);
    }

    private NDArray classWeights(NDArray prediction) {
        long classes = prediction.getShape().get(1);
        if (classWeights.size() != classes) {
            throw new TrainkitException(
                    String.format(
                            Locale.ROOT,
                            "loss.class-weights has %d weights, but there are %d classes. Give a weight for each class.",
                            classWeights.size(),
                            classes));
        }
        float[] values = new float[classWeights.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = classWeights.get(i).floatValue();
        }
        return prediction.getManager().create(values);
    }

    private static NDArray classes(NDArray target, NDArray prediction) {
        NDArray classes = isIndices(target, prediction) ? target : target.argMax(1);
        return classes.toType(DataType.INT64, false);
    }

    /** Class 0 stands in for the one that is left out: it need not be a class at all. */
    private NDArray known(NDArray classes) {
        return ignored == null
                ? classes
                : classes.mul(classes.neq(ignored).toType(DataType.INT64, false));
    }

    /** 1 or 0 for each picture, (N). */
    private NDArray isKnown(NDArray classes, NDArray prediction) {
        return classes.neq(ignored).toType(prediction.getDataType(), false);
    }

    /** The loss of each picture's class, (N). */
    private static NDArray pick(NDArray losses, NDArray classes) {
        return losses.get(new NDIndex().addAllDim(1).addPickDim(classes)).squeeze(1);
    }
}
