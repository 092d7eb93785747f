package dev.trainkit.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.training.tracker.Tracker;
import dev.trainkit.config.OptimizerConfig;
import java.util.List;

/**
 * Adam with Nesterov's look ahead (Dozat 2016) as {@code torch.optim.NAdam} computes it: the
 * momentum of step t is beta1 * (1 - 0.96^(t * momentumDecay) / 2).
 */
final class NAdam extends TorchOptimizer {

    private static final String MEAN = "exp_avg";
    private static final String SQUARE = "exp_avg_sq";

    private final double beta1;
    private final double beta2;
    private final double eps;
    private final double momentumDecay;

    /** The product of the momenta of the steps up to and including {@link #productOf}. */
    private double product = 1;

    private int productOf;

    NAdam(OptimizerConfig config, Tracker learningRate) {
        super(config, learningRate);
        beta1 = config.betas().get(0);
        beta2 = config.betas().get(1);
        eps = config.eps();
        momentumDecay = config.momentumDecay();
    }

    @Override
    protected List<String> kinds() {
        return List.of(MEAN, SQUARE);
    }

    @Override
    protected void step(ParameterStep p) {
        NDArray gradient = p.decayedGradient();
        NDArray mean = p.average(MEAN, beta1, gradient);
        NDArray square = p.averageOfSquare(SQUARE, beta2, gradient);
        double correction2 = 1 - Math.pow(beta2, p.count());
        NDArray denominator = square.div(p.number(correction2)).sqrt().addi(p.number(eps));
        double now = momentum(p.count());
        double next = momentum(p.count() + 1);
        double products = product(p.count());
        p.weight()
                .subi(
                        gradient.div(denominator)
                                .muli(p.number(p.rate() * (1 - now) / (1 - products))))
                .subi(
                        mean.div(denominator)
                                .muli(p.number(p.rate() * next / (1 - products * next))));
    }

    private double momentum(int step) {
        return beta1 * (1 - 0.5 * Math.pow(0.96, step * momentumDecay));
    }

    /** A function of the step alone, so that it is no state to save. */
    private double product(int step) {
        if (step < productOf) {
            product = 1;
            productOf = 0;
        }
        while (productOf < step) {
            productOf++;
            product *= momentum(productOf);
        }
        return product;
    }
}
