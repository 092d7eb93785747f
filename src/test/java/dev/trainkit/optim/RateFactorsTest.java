package dev.trainkit.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.nn.Parameter;
import com.fasterxml.jackson.databind.JsonNode;
import dev.trainkit.config.OptimizerConfig;
import dev.trainkit.config.RunConfig;
import dev.trainkit.model.NamePattern;
import dev.trainkit.model.Weights;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateFactorsTest {

    private static final JsonNode GOLDEN = Goldens.read("steps.json").get("groups");

    /** By the bound of the other goldens for steps that are this few. */
    private static final double CLOSE = 1e-5;

    @ParameterizedTest
    @CsvSource({"sgd, 0.05", "adamw, 0.001"})
    void stepsAsPyTorchDoesWithGroupsAndFrozenParameters(String name, double rate) {
        JsonNode golden = GOLDEN.get(name);
        int frozenSteps = GOLDEN.get("frozenSteps").asInt();
        double[] losses = Goldens.numbers(golden.get("losses"));
        try (GoldenLeNet lenet = new GoldenLeNet();
                TorchOptimizer optimizer = create(name, rate)) {
            freezeConvolutions(lenet, true);
            Weights start = Weights.of(lenet.block());
            compare(lenet.train(optimizer, 0, frozenSteps), losses, 0);
            Weights frozen = Weights.of(lenet.block());
            for (String parameter : List.of("conv1.weight", "conv1.bias", "conv2.weight")) {
                assertThat(frozen.tensors().get(parameter))
                        .isEqualTo(start.tensors().get(parameter));
            }
            freezeConvolutions(lenet, false);
            compare(lenet.train(optimizer, frozenSteps, losses.length), losses, frozenSteps);
            double[] norms = lenet.norms();
            double[] expected = Goldens.numbers(golden.get("norms"));
            for (int i = 0; i < expected.length; i++) {
                assertThat(norms[i]).isCloseTo(expected[i], within(CLOSE * expected[i]));
            }
        }
    }

    private static TorchOptimizer create(String name, double rate) {
        OptimizerConfig config =
                RunConfig.of(
                                "optimizer.name=" + name,
                                "optimizer.learning-rate=" + rate,
                                "optimizer.weight-decay=0.01",
                                "optimizer.rate-factors=" + GOLDEN.get("rateFactors"))
                        .optimizer();
        Schedule constant = step -> rate;
        return Optimizers.create(config, constant);
    }

    private static void freezeConvolutions(GoldenLeNet lenet, boolean freezes) {
        NamePattern convolutions = new NamePattern("conv*");
        Map<String, Parameter> parameters = lenet.parameters();
        parameters.forEach(
                (name, parameter) -> {
                    if (convolutions.matches(name)) {
                        parameter.freeze(freezes);
                    }
                });
    }

    private static void compare(double[] losses, double[] expected, int first) {
        for (int i = 0; i < losses.length; i++) {
            assertThat(losses[i])
                    .as("loss of step %d", first + i)
                    .isCloseTo(expected[first + i], within(CLOSE * expected[first + i]));
        }
    }

    @Test
    void takesTheFirstPatternThatFits() {
        RateFactors factors = new RateFactors(List.of("conv1=0.5", "conv*=0.1", "*.bias=2e0"));
        assertThat(factors.of("conv1.bias")).isEqualTo(0.5);
        assertThat(factors.of("conv2.bias")).isEqualTo(0.1);
        assertThat(factors.of("fc1.bias")).isEqualTo(2);
        assertThat(factors.of("fc1.weight")).isEqualTo(1);
    }
}
