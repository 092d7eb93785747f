package dev.trainkit.inspect;

/**
 * How one layer learned in one step; norms are Euclidean, over the layer's parameters together.
 *
 * @param layer PyTorch's name, {@code conv1} for one
 * @param gradientNorm as the optimizer was given it
 * @param weightNorm before the step
 * @param updateRatio the norm of what the step added, over the weight's; null where that is 0
 * @param deadRelus share of the layer's ReLU units, which are channels or features, that were 0 for
 *     every picture of the batch and at every pixel; null where no ReLU follows
 */
public record LayerStatistics(
        String layer,
        double gradientNorm,
        double weightNorm,
        Double updateRatio,
        Double deadRelus) {}
