package dev.trainkit.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import dev.trainkit.TrainkitException;
import dev.trainkit.config.OptimizerConfig;
import dev.trainkit.engine.Autograd;
import dev.trainkit.engine.JoinedTensors;
import dev.trainkit.model.StateDict;
import dev.trainkit.model.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An optimizer that steps as PyTorch's of the same name. Its state lives in named arrays that are
 * freed with it; DJL's own optimizers hide theirs and leave them to the garbage collector.
 */
public abstract class TorchOptimizer extends Optimizer implements AutoCloseable {

    private final Tracker learningRate;
    private final double weightDecay;
    private final boolean decayBiases;
    private final RateFactors rateFactors;
    private final StateArrays arrays = new StateArrays();
    private final Map<String, Integer> counts = new LinkedHashMap<>();
    private JoinedState joinedState; // null while every parameter steps on its own
    private int steps;

    /**
     * @param learningRate the rate of each step, counted from 0
     */
    protected TorchOptimizer(OptimizerConfig config, Tracker learningRate) {
        super(new Builder());
        this.learningRate = learningRate;
        this.weightDecay = config.weightDecay();
        this.decayBiases = config.decayBiases();
        this.rateFactors = new RateFactors(config.rateFactors());
    }

    /** Takes one step for each parameter that has a gradient and is not frozen. */
    public final void step(Map<String, Parameter> parameters) {
        if (!parameters.isEmpty()) {
            Autograd.withoutGradients(() -> stepAll(parameters));
        }
    }

    /**
     * As {@link #step(Map)}, to the same numbers, with all parameters as one where they are joined
     * and the formula is the same for each.
     */
    public final void step(JoinedParameters parameters) {
        Optional<JoinedTensors> joined = parameters.joined();
        Map<String, Parameter> trained = parameters.trained();
        if (joined.isPresent() && isJoined(joined.get(), trained)) {
            Autograd.withoutGradients(() -> stepAsOne(joined.get().whole(), trained));
        } else {
            step(parameters.all());
        }
    }

    private boolean isJoined(JoinedTensors joined, Map<String, Parameter> parameters) {
        if (joinedState == null || !joinedState.isOf(joined)) {
            separate();
            if (parameters.entrySet().stream().map(this::settings).distinct().count() == 1) {
                List<String> names = List.copyOf(parameters.keySet());
                joinedState = JoinedState.join(joined, names, kinds(), arrays).orElse(null);
            }
        }
        return joinedState != null;
    }

    /** What the formula takes for this parameter that it may not take for another. */
    private List<Number> settings(Map.Entry<String, Parameter> parameter) {
        String name = parameter.getKey();
        NDArray weight = parameter.getValue().getArray();
        return List.of(decay(weight), rateFactors.of(name), counts.getOrDefault(name, 0));
    }

    private void stepAsOne(NDArray whole, Map<String, Parameter> parameters) {
        steps++;
        parameters.keySet().forEach(name -> counts.merge(name, 1, Integer::sum));
        Map.Entry<String, Parameter> any = parameters.entrySet().iterator().next();
        try (StepScratch scratch = newScratch(whole)) {
            step(
                    new ParameterStep(
                            scratch,
                            joinedState.arrays(),
                            JoinedState.ALL,
                            whole,
                            scratch.gradient(whole).orElseThrow(),
                            decay(any.getValue().getArray()),
                            rateFactors.of(any.getKey()),
                            counts.get(any.getKey())));
        }
    }

    private void separate() {
        if (joinedState != null) {
            joinedState.close();
            joinedState = null;
        }
    }

    private void stepAll(Map<String, Parameter> parameters) {
        separate();
        NDArray neighbour = parameters.values().iterator().next().getArray();
        steps++;
        try (StepScratch scratch = newScratch(neighbour)) {
            List<ParameterStep> steps = new ArrayList<>();
            StateDict.trainable(parameters)
                    .forEach(
                            (name, parameter) -> {
                                NDArray weight = parameter.getArray();
                                scratch.gradient(weight)
                                        .map(
                                                gradient ->
                                                        parameterStep(
                                                                name, weight, gradient, scratch))
                                        .ifPresent(steps::add);
                            });
            if (!steps.isEmpty()) {
                stepTogether(steps);
            }
        }
    }

    /** Makes every gradient zero, so that the next backward pass does not add to it. */
    public final void zeroGradients(Map<String, Parameter> parameters) {
        parameters.values().forEach(parameter -> Autograd.zeroGradient(parameter.getArray()));
    }

    /** As {@link #zeroGradients(Map)}, at once where they are joined. */
    public final void zeroGradients(JoinedParameters parameters) {
        Optional<JoinedTensors> joined = parameters.joined();
        if (joined.isPresent()) {
            Autograd.zeroGradient(joined.get().whole());
        } else {
            zeroGradients(parameters.all());
        }
    }

    /**
     * Takes one step for one parameter, as a plain DJL {@code Trainer} asks for it; makes the
     * weight's own gradient zero, for that trainer leaves this to the optimizer.
     *
     * @param name the parameter's name; its state goes by it
     * @param weight changed in place
     * @param gradient of the loss by the weight; left as it is
     */
    @Override
    public final void update(String name, NDArray weight, NDArray gradient) {
        separate();
        steps = Math.max(steps, counts.getOrDefault(name, 0) + 1);
        Autograd.withoutGradients(
                () -> {
                    try (StepScratch scratch = newScratch(weight)) {
                        step(parameterStep(name, weight, gradient, scratch));
                    }
                });
        Autograd.zeroGradient(weight);
    }

    private StepScratch newScratch(NDArray neighbour) {
        return new StepScratch(neighbour, learningRate.getNewValue(steps - 1));
    }

    private ParameterStep parameterStep(
            String name, NDArray weight, NDArray gradient, StepScratch scratch) {
        return new ParameterStep(
                scratch,
                arrays,
                name,
                weight,
                gradient,
                decay(weight),
                rateFactors.of(name),
                counts.merge(name, 1, Integer::sum));
    }

    private double decay(NDArray weight) {
        return decayBiases || weight.getShape().dimension() > 1 ? weightDecay : 0;
    }

    /** The optimizer's formula. */
    protected abstract void step(ParameterStep parameter);

    /** The formula for every parameter of one step; one that is fused takes fewer calls. */
    protected void stepTogether(List<ParameterStep> parameters) {
        parameters.forEach(this::step);
    }

    /** The kinds of array that it keeps for each parameter that has taken a step. */
    protected abstract List<String> kinds();

    /** The state arrays by parameter and kind, {@code conv1.weight.momentum_buffer} for one. */
    public final Map<String, NDArray> state() {
        return arrays.view();
    }

    /** A copy of the state and of the steps taken. */
    public final OptimizerState save() {
        return new OptimizerState(counts, arrays.save());
    }

    /**
     * Goes on from a copy that an optimizer of the same settings made of its state.
     *
     * @throws TrainkitException when a name or a shape does not fit: all of them
     */
    public final void restore(OptimizerState saved, Map<String, Parameter> parameters) {
        List<String> differences = differences(saved, parameters);
        if (!differences.isEmpty()) {
            throw new TrainkitException(
                    ("The saved state does not fit the optimizer: %s. Take the state of the same"
                                    + " optimizer and the same network.")
                            .formatted(String.join("; ", differences)));
        }
        close();
        counts.putAll(saved.steps());
        steps = counts.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        if (!saved.arrays().isEmpty()) {
            arrays.restore(saved.arrays(), parameters.values().iterator().next().getArray());
        }
    }

    private List<String> differences(OptimizerState saved, Map<String, Parameter> parameters) {
        List<String> differences = new ArrayList<>();
        Map<String, Shape> expected = new LinkedHashMap<>();
        for (String name : saved.steps().keySet()) {
            Parameter parameter = parameters.get(name);
            if (parameter == null) {
                differences.add(name + " is not in the network");
            } else {
                kinds().forEach(kind -> expected.put(name + "." + kind, parameter.getShape()));
            }
        }
        expected.forEach((array, shape) -> compare(array, shape, saved.arrays(), differences));
        saved.arrays().keySet().stream()
                .filter(array -> !expected.containsKey(array))
                .forEach(array -> differences.add(array + " is not kept"));
        return differences;
    }

    private static void compare(
            String array, Shape shape, Map<String, Tensor> saved, List<String> differences) {
        Tensor tensor = saved.get(array);
        if (tensor == null) {
            differences.add(array + " is missing");
        } else if (!new Shape(tensor.shape()).equals(shape)) {
            differences.add("%s is %s, not %s".formatted(array, tensor.shapeText(), shape));
        }
    }

    /** Frees the state, and forgets it. */
    @Override
    public void close() {
        separate();
        arrays.close();
        counts.clear();
        steps = 0;
    }

    /** What DJL's base class asks for; the settings of ours are constructor arguments. */
    private static final class Builder extends OptimizerBuilder<Builder> {

        @Override
        protected Builder self() {
            return this;
        }
    }
}
