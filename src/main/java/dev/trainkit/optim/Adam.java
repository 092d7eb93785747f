package dev.trainkit.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.training.tracker.Tracker;
import dev.trainkit.config.OptimizerConfig;
import java.util.List;

/**
 * Adam (Kingma and Ba 2015) as {@code torch.optim.Adam} computes it, with the running maximum of
 * AMSGrad (Reddi et al. 2018) where asked; and {@code torch.optim.AdamW} (Loshchilov and Hutter
 * 2019), which takes the decay off the weight itself.
 */
final class Adam extends TorchOptimizer {

    private static final String MEAN = "exp_avg";
    private static final String SQUARE = "exp_avg_sq";
    private static final NDIndex ALL = new NDIndex("...");
    private static final String LARGEST_SQUARE = "max_exp_avg_sq";

    private final double beta1;
    private final double beta2;
    private final double eps;
    private final boolean amsgrad;
    private final boolean decoupled;

    private Adam(OptimizerConfig config, Tracker learningRate, boolean decoupled) {
        super(config, learningRate);
        this.decoupled = decoupled;
        beta1 = config.betas().get(0);
        beta2 = config.betas().get(1);
        eps = config.eps();
        amsgrad = config.amsgrad();
    }

    /** With the decay in the gradient. */
    static Adam adam(OptimizerConfig config, Tracker learningRate) {
        return new Adam(config, learningRate, false);
    }

    /** With the decay on the weight. */
    static Adam adamw(OptimizerConfig config, Tracker learningRate) {
        return new Adam(config, learningRate, true);
    }

    @Override
    protected List<String> kinds() {
        return amsgrad ? List.of(MEAN, SQUARE, LARGEST_SQUARE) : List.of(MEAN, SQUARE);
    }

    @Override
    protected void step(ParameterStep p) {
        NDArray gradient = decoupled ? shrink(p) : p.decayedGradient();
        NDArray mean = p.average(MEAN, beta1, gradient);
        NDArray square = p.averageOfSquare(SQUARE, beta2, gradient);
        if (amsgrad) {
            square = largest(p, square);
        }
        double correction1 = 1 - Math.pow(beta1, p.count());
        double correction2 = 1 - Math.pow(beta2, p.count());
        NDArray denominator =
                square.sqrt().divi(p.number(Math.sqrt(correction2))).addi(p.number(eps));
        p.weight().subi(mean.div(denominator).muli(p.number(p.rate() / correction1)));
    }

    private static NDArray shrink(ParameterStep p) {
        if (p.decay() != 0) {
            p.weight().muli(p.number(1 - p.rate() * p.decay()));
        }
        return p.gradient();
    }

    private static NDArray largest(ParameterStep p, NDArray square) {
        NDArray largest = p.state(LARGEST_SQUARE);
        largest.set(ALL, largest.maximum(square));
        return largest;
    }
}
