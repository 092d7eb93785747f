package dev.trainkit.config;

/**
 * How a gradient becomes a step.
 *
 * @param name one of the listed optimizers, {@code sgd} for one
 * @param learningRate the peak rate that the schedule scales
 * @param momentum in [0, 1)
 * @param weightDecay added to the gradient as {@code weightDecay * weight}, at least 0
 */
public record OptimizerConfig(
        String name, double learningRate, double momentum, double weightDecay) {

    public OptimizerConfig {
        new Rules("optimizer")
                .requireName("name", name)
                .require(
                        learningRate > 0 && learningRate < Double.POSITIVE_INFINITY,
                        "learning-rate",
                        "above 0 and finite",
                        learningRate)
                .require(
                        momentum >= 0 && momentum < 1,
                        "momentum",
                        "at least 0 and below 1",
                        momentum)
                .require(
                        weightDecay >= 0 && weightDecay < Double.POSITIVE_INFINITY,
                        "weight-decay",
                        "at least 0 and finite",
                        weightDecay)
                .check();
    }

    public OptimizerConfig() {
        this("sgd", 0.05, 0.9, 0.0);
    }
}
