package dev.trainkit.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.training.tracker.Tracker;
import dev.trainkit.config.OptimizerConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * RMSProp (Tieleman and Hinton 2012; centered: Graves 2013) as {@code torch.optim.RMSprop} computes
 * it: epsilon is added to the root, not below it.
 */
final class RmsProp extends TorchOptimizer {

    private static final String SQUARE = "square_avg";
    private static final String MEAN = "grad_avg";
    private static final String BUFFER = "momentum_buffer";

    private final double alpha;
    private final double eps;
    private final double momentum;
    private final boolean centered;

    RmsProp(OptimizerConfig config, Tracker learningRate) {
        super(config, learningRate);
        alpha = config.alpha();
        eps = config.eps();
        momentum = config.momentum();
        centered = config.centered();
    }

    @Override
    protected List<String> kinds() {
        List<String> kinds = new ArrayList<>(List.of(SQUARE));
        if (centered) {
            kinds.add(MEAN);
        }
        if (momentum != 0) {
            kinds.add(BUFFER);
        }
        return kinds;
    }

    @Override
    protected void step(ParameterStep p) {
        NDArray gradient = p.decayedGradient();
        NDArray square = p.averageOfSquare(SQUARE, alpha, gradient);
        if (centered) {
            square = square.sub(p.average(MEAN, alpha, gradient).square());
        }
        NDArray direction = gradient.div(square.sqrt().addi(p.number(eps)));
        if (momentum != 0) {
            direction = p.state(BUFFER).muli(p.number(momentum)).addi(direction);
        }
        p.weight().subi(direction.mul(p.number(p.rate())));
    }
}
