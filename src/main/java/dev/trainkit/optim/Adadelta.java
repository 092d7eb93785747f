package dev.trainkit.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.training.tracker.Tracker;
import dev.trainkit.config.OptimizerConfig;
import java.util.List;

/** Adadelta (Zeiler 2012) as {@code torch.optim.Adadelta} computes it. */
final class Adadelta extends TorchOptimizer {

    private static final String SQUARE = "square_avg";
    private static final String STEP_SQUARE = "acc_delta";

    private final double rho;
    private final double eps;

    Adadelta(OptimizerConfig config, Tracker learningRate) {
        super(config, learningRate);
        rho = config.rho();
        eps = config.eps();
    }

    @Override
    protected List<String> kinds() {
        return List.of(SQUARE, STEP_SQUARE);
    }

    @Override
    protected void step(ParameterStep p) {
        NDArray gradient = p.decayedGradient();
        NDArray square = p.averageOfSquare(SQUARE, rho, gradient);
        NDArray root = square.add(p.number(eps)).sqrt();
        NDArray direction =
                p.state(STEP_SQUARE).add(p.number(eps)).sqrt().divi(root).muli(gradient);
        p.averageOfSquare(STEP_SQUARE, rho, direction);
        p.weight().subi(direction.muli(p.number(p.rate())));
    }
}
