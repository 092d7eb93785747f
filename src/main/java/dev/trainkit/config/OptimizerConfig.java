package dev.trainkit.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How a gradient becomes a step. A setting that the optimizer does not have is null. The defaults
 * are PyTorch's, but for the rate and the momentum of SGD, which are those of the default run.
 *
 * @param name one of the listed optimizers, {@code sgd} for one
 * @param learningRate the peak rate that the schedule scales
 * @param momentum how much of the previous direction a step keeps, in [0, 1)
 * @param dampening the share of the gradient that the momentum leaves out, in [0, 1]
 * @param nesterov whether to look one step of momentum ahead
 * @param weightDecay a pull of each weight towards zero, at least 0: what a step at rate 1 takes
 *     off for adamw, added to the gradient as {@code weightDecay * weight} for the others
 * @param decayBiases whether that pull also acts on parameters of one dimension, which are biases
 *     and the scale and shift of a normalisation
 * @param rateFactors what the rate of some parameters is multiplied by: a name pattern and a
 *     number, {@code conv*=0.1} for one; of several that fit, the first
 * @param betas how much of the gradient's mean and of its mean square a step keeps, in [0, 1)
 * @param eps added to a denominator, at least 0
 * @param amsgrad whether the mean square in the denominator may only grow
 * @param alpha how much of the mean square a step keeps, in [0, 1)
 * @param centered whether the mean square is taken about the mean
 * @param rho how much of the mean squares a step keeps, in [0, 1)
 * @param lrDecay the rate of step t, counted from 0, is divided by {@code 1 + t * lrDecay}
 * @param initialAccumulatorValue what the sums of squares start from
 * @param momentumDecay how fast the momentum rises to its full size
 */
public record OptimizerConfig(
        String name,
        double learningRate,
        Double momentum,
        Double dampening,
        Boolean nesterov,
        double weightDecay,
        boolean decayBiases,
        List<String> rateFactors,
        List<Double> betas,
        Double eps,
        Boolean amsgrad,
        Double alpha,
        Boolean centered,
        Double rho,
        Double lrDecay,
        Double initialAccumulatorValue,
        Double momentumDecay) {

    private static final List<Double> BETAS = List.of(0.9, 0.999);

    static final Map<String, Map<String, Object>> CHOICES =
            Map.of(
                    "sgd",
                            settings(
                                    0.05,
                                    0.0,
                                    Map.of("momentum", 0.9, "dampening", 0.0, "nesterov", false)),
                    "adam",
                            settings(
                                    0.001,
                                    0.0,
                                    Map.of("betas", BETAS, "eps", 1e-8, "amsgrad", false)),
                    "adamw",
                            settings(
                                    0.001,
                                    0.01,
                                    Map.of("betas", BETAS, "eps", 1e-8, "amsgrad", false)),
                    "rmsprop",
                            settings(
                                    0.01,
                                    0.0,
                                    Map.of(
                                            "alpha",
                                            0.99,
                                            "eps",
                                            1e-8,
                                            "momentum",
                                            0.0,
                                            "centered",
                                            false)),
                    "adagrad",
                            settings(
                                    0.01,
                                    0.0,
                                    Map.of(
                                            "lr-decay", 0.0,
                                            "initial-accumulator-value", 0.0,
                                            "eps", 1e-10)),
                    "adadelta", settings(1.0, 0.0, Map.of("rho", 0.9, "eps", 1e-6)),
                    "nadam",
                            settings(
                                    0.002,
                                    0.0,
                                    Map.of("betas", BETAS, "eps", 1e-8, "momentum-decay", 0.004)));

    public OptimizerConfig {
        new Rules("optimizer", new Choice(name, CHOICES))
                .requireName("name", name)
                .require(
                        learningRate > 0 && learningRate < Double.POSITIVE_INFINITY,
                        "learning-rate",
                        "above 0 and finite",
                        learningRate)
                .setting("momentum", momentum, Rules::isShare, "at least 0 and below 1")
                .setting("dampening", dampening, d -> d >= 0 && d <= 1, "at least 0 and at most 1")
                .require(
                        !Boolean.TRUE.equals(nesterov) || canLookAhead(momentum, dampening),
                        "nesterov",
                        "false unless momentum is above 0 and dampening is 0",
                        nesterov)
                .setting("nesterov", nesterov)
                .require(
                        Rules.isFinite(weightDecay),
                        "weight-decay",
                        "at least 0 and finite",
                        weightDecay)
                .require(
                        rateFactors != null
                                && rateFactors.stream().allMatch(OptimizerConfig::isFactor),
                        "rate-factors",
                        "a list of name patterns with a number of at least 0, conv*=0.1 for one",
                        rateFactors)
                .setting(
                        "betas",
                        betas,
                        two -> two.size() == 2 && two.stream().allMatch(Rules::isShare),
                        "two numbers of at least 0 and below 1")
                .setting("eps", eps, Rules::isFinite, "at least 0 and finite")
                .setting("amsgrad", amsgrad)
                .setting("alpha", alpha, Rules::isShare, "at least 0 and below 1")
                .setting("centered", centered)
                .setting("rho", rho, Rules::isShare, "at least 0 and below 1")
                .setting("lr-decay", lrDecay, Rules::isFinite, "at least 0 and finite")
                .setting(
                        "initial-accumulator-value",
                        initialAccumulatorValue,
                        Rules::isFinite,
                        "at least 0 and finite")
                .setting("momentum-decay", momentumDecay, Rules::isFinite, "at least 0 and finite")
                .check();
        rateFactors = List.copyOf(rateFactors);
        betas = betas == null ? null : List.copyOf(betas);
    }

    /** The defaults of that optimizer. */
    public OptimizerConfig(String name) {
        this(name, new Choice(name, CHOICES));
    }

    private OptimizerConfig(String name, Choice choice) {
        this(
                name,
                choice.number("learning-rate", 0.001),
                choice.number("momentum"),
                choice.number("dampening"),
                choice.flag("nesterov"),
                choice.number("weight-decay", 0),
                true,
                List.of(),
                choice.numbers("betas"),
                choice.number("eps"),
                choice.flag("amsgrad"),
                choice.number("alpha"),
                choice.flag("centered"),
                choice.number("rho"),
                choice.number("lr-decay"),
                choice.number("initial-accumulator-value"),
                choice.number("momentum-decay"));
    }

    public OptimizerConfig() {
        this("sgd");
    }

    /**
     * That optimizer with its defaults and what differs from them, {@code
     * OptimizerConfig.of("rmsprop", "alpha=0.9")}.
     *
     * @throws InvalidConfigException with every mistake in the settings
     */
    public static OptimizerConfig of(String name, String... settings) {
        return RunConfig.of(Section.overrides("optimizer", name, settings)).optimizer();
    }

    private static Map<String, Object> settings(
            double learningRate, double weightDecay, Map<String, Object> own) {
        Map<String, Object> settings = new HashMap<>(own);
        settings.put("learning-rate", learningRate);
        settings.put("weight-decay", weightDecay);
        return settings;
    }

    private static boolean isFactor(String text) {
        return text.matches("[^=\\s]+=[0-9]+(\\.[0-9]+)?([eE]-?[0-9]{1,2})?");
    }

    /** Of an optimizer without them, something else is complained about. */
    private static boolean canLookAhead(Double momentum, Double dampening) {
        return momentum == null || dampening == null || (momentum > 0 && dampening == 0);
    }
}
