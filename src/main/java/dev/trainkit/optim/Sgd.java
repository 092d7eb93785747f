package dev.trainkit.optim;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import ai.djl.training.tracker.Tracker;
import dev.trainkit.config.OptimizerConfig;
import dev.trainkit.engine.SgdStep;
import java.util.LinkedHashMap;
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
    protected void step(ParameterStep parameter) {
        stepTogether(List.of(parameter));
    }

    @Override
    protected void stepTogether(List<ParameterStep> parameters) {
        parameters.stream()
                .collect(groupingBy(ParameterStep::rate, LinkedHashMap::new, toList()))
                .forEach(this::stepAtRate);
    }

    private void stepAtRate(double rate, List<ParameterStep> parameters) {
        new SgdStep(rate, momentum, nesterov).take(parameters.stream().map(this::part).toList());
    }

    private SgdStep.Part part(ParameterStep p) {
        boolean whole = dampening == 0 || p.count() == 1;
        return new SgdStep.Part(
                p.weight(),
                p.gradient(),
                p.decay(),
                momentum == 0 ? null : p.state(BUFFER),
                whole ? 1 : 1 - dampening);
    }
}
