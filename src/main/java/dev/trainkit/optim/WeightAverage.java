package dev.trainkit.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import dev.trainkit.engine.Autograd;
import dev.trainkit.model.Tensor;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The exponential moving average of the weights over the steps: the first step's weights, then
 * decay * average + (1 - decay) * weights, as {@code torch.optim.swa_utils.AveragedModel} with
 * {@code get_ema_avg_fn}. What is not trained has no average.
 */
public final class WeightAverage implements AutoCloseable {

    private final double decay;
    private final StateArrays averages = new StateArrays();

    /**
     * @param decay how much of the average a step keeps, in [0, 1)
     */
    public WeightAverage(double decay) {
        this.decay = decay;
    }

    /** After each step. */
    public void update(Map<String, Parameter> parameters) {
        Autograd.withoutGradients(() -> parameters.forEach(this::update));
    }

    private void update(String name, Parameter parameter) {
        NDArray average = averages.find(name);
        if (average != null) {
            try (NDArray share = parameter.getArray().mul(1 - decay)) {
                average.muli(decay).addi(share);
            }
        } else if (parameter.requiresGradient()) {
            averages.keep(name, copy(parameter));
        }
    }

    /**
     * Does {@code work} with the averages in the place of the weights; gradients are gone after it.
     */
    public <T> T inPlace(Map<String, Parameter> parameters, Supplier<T> work) {
        try (StateArrays weights = new StateArrays()) {
            averages.view()
                    .forEach((name, average) -> weights.keep(name, copy(parameters.get(name))));
            put(averages, parameters);
            try {
                return work.get();
            } finally {
                put(weights, parameters);
            }
        }
    }

    /** Puts the averages in the place of the weights for good. */
    public void replace(Map<String, Parameter> parameters) {
        put(averages, parameters);
    }

    private static NDArray copy(Parameter parameter) {
        return Autograd.withoutGradients(() -> parameter.getArray().duplicate());
    }

    private static void put(StateArrays values, Map<String, Parameter> parameters) {
        values.view()
                .forEach(
                        (name, value) -> {
                            Parameter parameter = parameters.get(name);
                            parameter.getArray().intern(value.duplicate());
                            parameter.getArray().setRequiresGradient(parameter.requiresGradient());
                        });
    }

    /** The averages by parameter. */
    public Map<String, NDArray> state() {
        return averages.view();
    }

    /** A copy of the averages. */
    public Map<String, Tensor> save() {
        return averages.save();
    }

    /** Goes on from a copy that an average over the same network made. */
    public void restore(Map<String, Tensor> saved, Map<String, Parameter> parameters) {
        averages.restore(saved, parameters.values().iterator().next().getArray());
    }

    @Override
    public void close() {
        averages.close();
    }
}
