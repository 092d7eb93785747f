package dev.trainkit.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.training.tracker.Tracker;
import dev.trainkit.config.OptimizerConfig;
import java.util.List;

/** Adagrad (Duchi, Hazan and Singer 2011) as {@code torch.optim.Adagrad} computes it. */
final class Adagrad extends TorchOptimizer {

    private static final String SUM = "sum";

    private final double lrDecay;
    private final double initialSum;
    private final double eps;

    Adagrad(OptimizerConfig config, Tracker learningRate) {
        super(config, learningRate);
        lrDecay = config.lrDecay();
        initialSum = config.initialAccumulatorValue();
        eps = config.eps();
    }

    @Override
    protected List<String> kinds() {
        return List.of(SUM);
    }

    @Override
    protected void step(ParameterStep p) {
        NDArray gradient = p.decayedGradient();
        NDArray sum = p.state(SUM, initialSum).addi(gradient.square());
        double rate = p.rate() / (1 + (p.count() - 1) * lrDecay);
        p.weight().subi(gradient.div(sum.sqrt().addi(p.number(eps))).muli(p.number(rate)));
    }
}
