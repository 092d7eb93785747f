package dev.trainkit.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Parameter;
import dev.trainkit.engine.Autograd;
import java.util.Map;

/** Adds up the gradients of a step's batches so that they are those of one batch as large. */
public final class Accumulation {

    private final TorchLoss loss;
    private final int batches;
    private int added;
    private double weights;
    private double losses;

    /**
     * @param batches how many the step has
     */
    public Accumulation(TorchLoss loss, int batches) {
        this.loss = loss;
        this.batches = batches;
    }

    /**
     * Takes the loss of one of the batches; gives what to back-propagate for it.
     *
     * @param value what the loss came to on these labels and predictions
     */
    public NDArray add(NDArray value, NDList labels, NDList predictions) {
        double weight = batches == 1 ? 1 : loss.weight(labels, predictions);
        added++;
        weights += weight;
        losses += weight * value.getFloat();
        return weight == 1 ? value : value.mul(weight);
    }

    /** Whether all batches are added. */
    public boolean isWhole() {
        return added == batches;
    }

    /** The loss of the step. */
    public float loss() {
        return (float) (losses / divisor());
    }

    /** Brings the gradients to the size of the step's, once all batches are back-propagated. */
    public void scale(Map<String, Parameter> parameters) {
        if (divisor() != 1) {
            parameters.values().forEach(parameter -> divide(parameter.getArray()));
        }
    }

    private void divide(NDArray weight) {
        Autograd.gradient(weight)
                .ifPresent(
                        gradient -> {
                            Autograd.withoutGradients(() -> gradient.divi(divisor()));
                            gradient.close();
                        });
    }

    private double divisor() {
        return loss.sums() ? 1 : weights;
    }
}
