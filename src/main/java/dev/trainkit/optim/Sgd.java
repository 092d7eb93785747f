package dev.trainkit.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.training.tracker.Tracker;

/**
 * Stochastic gradient descent as {@code torch.optim.SGD} computes it: with g the gradient plus
 * weightDecay * weight, the buffer b is g at first and momentum * b + g after, and the weight moves
 * by -rate * b. The rate stays out of the buffer, so that a schedule acts at once.
 */
public final class Sgd extends TorchOptimizer {

    private static final String BUFFER = "momentum_buffer";

    private final float momentum;
    private final float weightDecay;

    /**
     * @param learningRate the rate of each step, counted from 0
     * @param momentum in [0, 1); 0 keeps no buffer
     * @param weightDecay at least 0
     */
    public Sgd(Tracker learningRate, double momentum, double weightDecay) {
        super(new Builder(), learningRate);
        this.momentum = (float) momentum;
        this.weightDecay = (float) weightDecay;
    }

    @Override
    protected void step(String name, NDArray weight, NDArray gradient, float rate) {
        NDArray direction = weightDecay == 0 ? gradient : weight.mul(weightDecay).addi(gradient);
        if (momentum != 0) {
            direction = accumulate(name, direction);
        }
        weight.subi(direction.mul(rate));
    }

    private NDArray accumulate(String name, NDArray direction) {
        NDArray buffer = find(name, BUFFER);
        if (buffer == null) {
            keep(name, BUFFER, direction);
            return direction;
        }
        return buffer.muli(momentum).addi(direction);
    }
}
