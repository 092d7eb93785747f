package dev.trainkit.config;

import java.util.Map;

/**
 * How the loss that {@code train.loss} names is computed. A setting that the loss does not have is
 * null; the others have PyTorch's names and defaults.
 *
 * @param reduction {@code mean} or {@code sum} over what a batch has of losses
 * @param classWeights a weight of at least 0 for each class, or {@code balanced} for n / (k *
 *     count) of n training pictures, k classes and the class's count, as scikit-learn's {@code
 *     compute_class_weight}; null weighs all alike
 * @param labelSmoothing share of the target that is spread over all classes, in [0, 1]
 * @param ignoreIndex the class that is left out; null leaves out none
 * @param alpha how much the right class weighs, in [0, 1], the others 1 - alpha; -1 weighs alike
 * @param gamma how strongly what is already right is played down, at least 0
 */
public record LossConfig(
        String reduction,
        ClassWeights classWeights,
        Double labelSmoothing,
        Integer ignoreIndex,
        Double alpha,
        Double gamma) {

    static final Map<String, Map<String, Object>> CHOICES =
            Map.of(
                    "cross-entropy",
                            Map.of(
                                    "class-weights", Choice.OPTIONAL,
                                    "label-smoothing", 0.0,
                                    "ignore-index", Choice.OPTIONAL),
                    "nll",
                            Map.of(
                                    "class-weights", Choice.OPTIONAL,
                                    "ignore-index", Choice.OPTIONAL),
                    "mse", Map.of(),
                    "bce-with-logits", Map.of(),
                    "focal", Map.of("alpha", 0.25, "gamma", 2.0));

    public LossConfig {
        rules(Choice.NONE, reduction, classWeights, labelSmoothing, ignoreIndex, alpha, gamma)
                .check();
    }

    /** The defaults of that loss. */
    public LossConfig(String name) {
        this(new Choice(name, CHOICES));
    }

    private LossConfig(Choice choice) {
        this(
                "mean",
                null,
                choice.number("label-smoothing"),
                null,
                choice.number("alpha"),
                choice.number("gamma"));
    }

    public LossConfig() {
        this("cross-entropy");
    }

    /**
     * @throws InvalidConfigException when the loss of that name has no such settings
     */
    void requireSettingsOf(String name) {
        rules(
                        new Choice(name, CHOICES),
                        reduction,
                        classWeights,
                        labelSmoothing,
                        ignoreIndex,
                        alpha,
                        gamma)
                .check();
    }

    /** The same with these class weights. */
    public LossConfig with(ClassWeights weights) {
        return new LossConfig(reduction, weights, labelSmoothing, ignoreIndex, alpha, gamma);
    }

    private static boolean areWeights(ClassWeights weights) {
        return weights.numbers()
                .map(all -> !all.isEmpty() && all.stream().allMatch(Rules::isFinite))
                .orElse(true);
    }

    private static Rules rules(
            Choice choice,
            String reduction,
            ClassWeights classWeights,
            Double labelSmoothing,
            Integer ignoreIndex,
            Double alpha,
            Double gamma) {
        return new Rules("loss", choice)
                .require(
                        "mean".equals(reduction) || "sum".equals(reduction),
                        "reduction",
                        "mean or sum",
                        reduction)
                .setting(
                        "class-weights",
                        classWeights,
                        LossConfig::areWeights,
                        "null, balanced or a number of at least 0 for each class")
                .setting(
                        "label-smoothing",
                        labelSmoothing,
                        share -> share >= 0 && share <= 1,
                        "at least 0 and at most 1")
                .setting("ignore-index", ignoreIndex, i -> i >= 0, "null or at least 0")
                .setting(
                        "alpha",
                        alpha,
                        share -> share == -1 || (share >= 0 && share <= 1),
                        "-1 or at least 0 and at most 1")
                .setting("gamma", gamma, Rules::isFinite, "at least 0 and finite");
    }
}
