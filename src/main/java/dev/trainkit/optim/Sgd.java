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
 *
 * <p>Where the gradient stays 0, as behind a ReLU that no picture passes any more, momentum becomes
 * a subnormal number, which a processor takes a hundred times as long to multiply, and never gets
 * to 0 by rounding. It is made 0 before that, when all that it could still add to a weight is less
 * than the last bit of one of 1e-20.
 */
final class Sgd extends TorchOptimizer {

    private static final String BUFFER = "momentum_buffer";

    /** In so many steps, a momentum of 0.9 does not bring the least to a subnormal number. */
    private static final int STEPS_BETWEEN_SWEEPS = 64;

    private static final double LEAST_MOMENTUM = 1e-30;

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
        stepAtRate(parameter.rate(), List.of(parameter));
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
        boolean sweeps = p.count() % STEPS_BETWEEN_SWEEPS == 0;
        return new SgdStep.Part(
                p.weight(),
                p.gradient(),
                p.decay(),
                momentum == 0 ? null : p.state(BUFFER),
                whole ? 1 : 1 - dampening,
                sweeps ? LEAST_MOMENTUM : 0);
    }
}
