package dev.trainkit.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import dev.trainkit.engine.GradientSums;
import java.util.Collection;
import java.util.List;

/** Adds up losses and gradients of a step's parts so that they are those of one batch as large. */
public final class Accumulation {

    private final TorchLoss loss;
    private double weights;
    private double losses;

    public Accumulation(TorchLoss loss) {
        this.loss = loss;
    }

    /**
     * Adds a part, whose loss was multiplied by its weight before the backward pass.
     *
     * @param value what the loss came to
     * @param weight that of {@link TorchLoss#weight}; 1 for a step of one part
     */
    public void add(float value, double weight) {
        weights += weight;
        losses += weight * value;
    }

    /** What the parts weigh together; a sum weighs 1, however many parts it has. */
    public double weight() {
        return loss.sums() ? 1 : weights;
    }

    /** The loss of the step. */
    public float loss() {
        return (float) (losses / weight());
    }

    /** Brings the gradients to the size of the step's, once all parts are back-propagated. */
    public void scale(Collection<Parameter> parameters, NDManager manager) {
        if (weight() != 1) {
            List<NDArray> arrays = parameters.stream().map(Parameter::getArray).toList();
            GradientSums.divide(arrays, weight(), manager);
        }
    }
}
