package dev.trainkit.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import dev.trainkit.engine.Autograd;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An optimizer that steps as PyTorch's of the same name. Its state lives in named arrays that are
 * freed with it; DJL's own optimizers hide theirs and leave them to the garbage collector.
 */
public abstract class TorchOptimizer extends Optimizer implements AutoCloseable {

    private final Tracker learningRate;
    private final Map<String, NDArray> state = new LinkedHashMap<>();
    private NDManager manager;

    /**
     * @param learningRate the rate of each step, counted from 0
     */
    protected TorchOptimizer(Builder builder, Tracker learningRate) {
        super(builder);
        this.learningRate = learningRate;
    }

    /** Takes one step for each parameter that has a gradient. */
    public final void step(Map<String, Parameter> parameters) {
        parameters.forEach(
                (name, parameter) -> {
                    NDArray weight = parameter.getArray();
                    Autograd.gradient(weight)
                            .ifPresent(
                                    gradient -> {
                                        update(name, weight, gradient);
                                        gradient.close();
                                    });
                });
    }

    /** Makes every gradient zero, so that the next backward pass does not add to it. */
    public final void zeroGradients(Map<String, Parameter> parameters) {
        parameters.values().forEach(parameter -> Autograd.zeroGradient(parameter.getArray()));
    }

    /**
     * Takes one step for one parameter.
     *
     * @param name the parameter's name; its state goes by it
     * @param weight changed in place
     * @param gradient of the loss by the weight; left as it is
     */
    @Override
    public final void update(String name, NDArray weight, NDArray gradient) {
        float rate = learningRate.getNewValue(updateCount(name) - 1);
        try (NDManager scratch = weight.getManager().newSubManager()) {
            gradient.tempAttach(scratch);
            weight.tempAttach(scratch);
            Autograd.withoutGradients(() -> step(name, weight, gradient, rate));
        }
    }

    /** One step; what it computes on the way is freed after it. */
    protected abstract void step(String name, NDArray weight, NDArray gradient, float rate);

    /** The state arrays by parameter and kind, {@code conv1.weight.momentum_buffer} for one. */
    public Map<String, NDArray> state() {
        return Collections.unmodifiableMap(state);
    }

    /** The state array of that kind, or null before the first step. */
    protected final NDArray find(String parameter, String kind) {
        return state.get(parameter + "." + kind);
    }

    /** Keeps a copy of {@code value} as the state array of that kind. */
    protected final void keep(String parameter, String kind, NDArray value) {
        if (manager == null) {
            manager = NDManager.newBaseManager(value.getDevice());
        }
        NDArray copy = value.duplicate();
        copy.detach();
        copy.attach(manager);
        state.put(parameter + "." + kind, copy);
    }

    /** Frees the state. */
    @Override
    public void close() {
        state.clear();
        if (manager != null) {
            manager.close();
            manager = null;
        }
    }

    /** What DJL's base class asks for; the settings of ours are constructor arguments. */
    protected static final class Builder extends OptimizerBuilder<Builder> {

        @Override
        protected Builder self() {
            return this;
        }
    }
}
