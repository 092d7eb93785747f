package dev.trainkit.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.training.tracker.Tracker;
import dev.trainkit.config.OptimizerConfig;
import java.util.List;

/**
 * Stochastic gradient descent as {@code torch.optim.SGD} computes it: with g the gradient plus
 * decay * weight, the buffer b is g at first and momentum * b + (1 - dampening) * g after, and the
 * weight moves by -rate * b, or by -rate * (g + momentum * b) with Nesterov's look ahead. The rate
 * stays out of the buffer, so that a schedule acts at once.
 */
final class Sgd extends TorchOptimizer {

    private static final String BUFFER = "momentum_buffer";

    private final double momentum;
    private final double dampening;
    private final boolean nesterov;

    Sgd(OptimizerConfig config, Tracker learningRate) {
        super(config, learningRate);
        momentum = config.momentum();
        dampening = config.dampening();
        nesterov = config.nesterov();
    }

    @Override
    protected List<String> kinds() {
        return momentum == 0 ? List.of() : List.of(BUFFER);
    }

    @Override
    protected void step(ParameterStep p) {
        NDArray direction = p.decayedGradient();
        if (momentum != 0) {
            NDArray buffer = accumulate(p, direction);
            direction = nesterov ? buffer.mul(p.number(momentum)).addi(direction) : buffer;
        }
        p.weight().subi(direction.mul(p.number(p.rate())));
    }

    private NDArray accumulate(ParameterStep p, NDArray direction) {
        boolean whole = dampening == 0 || p.count() == 1;
        return p.state(BUFFER)
                .muli(p.number(momentum))
                .addi(whole ? direction : direction.mul(p.number(1 - dampening)));
    }
}
