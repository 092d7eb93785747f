package dev.trainkit.optim;

import ai.djl.ndarray.NDArray;

/**
 * One parameter at one step: what an optimizer's formula is made of. All of it lies on the step's
 * own manager, so that what a formula computes on the way is freed after the step.
 */
public final class ParameterStep {

    private final StepScratch scratch;
    private final StateArrays state;
    private final String name;
    private final NDArray weight;
    private final NDArray gradient;
    private final double decay;
    private final double rateFactor;
    private final int count;

    ParameterStep(
            StepScratch scratch,
            StateArrays state,
            String name,
            NDArray weight,
            NDArray gradient,
            double decay,
            double rateFactor,
            int count) {
        this.scratch = scratch;
        this.state = state;
        this.name = name;
        this.weight = scratch.borrow(weight);
        this.gradient = scratch.borrow(gradient);
        this.decay = decay;
        this.rateFactor = rateFactor;
        this.count = count;
    }

    /** The parameter's values; a formula changes them in place. */
    public NDArray weight() {
        return weight;
    }

    /** The loss's gradient by the weight; it is left as it is. */
    public NDArray gradient() {
        return gradient;
    }

    /**
     * The gradient plus the decay times the weight: the gradient of the loss with an L2 penalty.
     */
    public NDArray decayedGradient() {
        return decay == 0 ? gradient : weight.mul(number(decay)).addi(gradient);
    }

    /** The weight decay, 0 where this parameter is left out of it. */
    public double decay() {
        return decay;
    }

    /** The learning rate of this step, for this parameter. */
    public double rate() {
        return scratch.rate() * rateFactor;
    }

    /** Which step of this parameter it is, counted from 1. */
    public int count() {
        return count;
    }

    /** The state array of that kind, of the weight's shape; zeros at the parameter's first step. */
    public NDArray state(String kind) {
        return state(kind, 0);
    }

    /** As {@link #state(String)}, with {@code initial} in every place at first. */
    public NDArray state(String kind, double initial) {
        String array = name + "." + kind;
        NDArray found = state.find(array);
        if (found == null) {
            NDArray zeros = weight.zerosLike();
            found = state.keep(array, initial == 0 ? zeros : zeros.addi(number(initial)));
        }
        return scratch.borrow(found);
    }

    /** Moves the average of that kind: {@code keep * average + (1 - keep) * value}. */
    NDArray average(String kind, double keep, NDArray value) {
        return state(kind).muli(number(keep)).addi(value.mul(number(1 - keep)));
    }

    /** Moves the average of squares of that kind. */
    NDArray averageOfSquare(String kind, double keep, NDArray value) {
        return state(kind).muli(number(keep)).addi(value.mul(number(1 - keep)).muli(value));
    }

    /** A scalar array; DJL would make one anew for each operation with a number. */
    public NDArray number(double value) {
        return scratch.number(value);
    }
}
