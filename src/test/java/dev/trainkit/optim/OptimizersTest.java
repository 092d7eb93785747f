package dev.trainkit.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import ai.djl.ndarray.NDArray;
import ai.djl.training.loss.Loss;
import ai.djl.training.tracker.Tracker;
import com.fasterxml.jackson.databind.JsonNode;
import dev.trainkit.Slow;
import dev.trainkit.TrainkitException;
import dev.trainkit.config.OptimizerConfig;
import dev.trainkit.engine.JoinedTensors;
import dev.trainkit.model.Tensor;
import dev.trainkit.model.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract that every listed optimizer keeps. */
@Slow
class OptimizersTest {

    private static final int STEPS = 100;
    private static final JsonNode GOLDEN = Goldens.read("optimizers.json");

    static Stream<JsonNode> runs() {
        return StreamSupport.stream(GOLDEN.get("runs").spliterator(), false);
    }

    @Test
    void everyOptimizerHasAGoldenRun() {
        Set<String> golden =
                runs().map(run -> run.get("name").asText()).collect(Collectors.toSet());
        assertThat(golden).containsExactlyInAnyOrderElementsOf(Optimizers.names());
    }

    /** One hundred steps of the LeNet, with a tenth of the learning rate from the fiftieth on. */
    @TestFactory
    Stream<DynamicTest> stepsAsPyTorchDoes() {
        return runs().map(run -> dynamicTest(title(run), () -> compare(run)));
    }

    private static void compare(JsonNode run) {
        try (GoldenLeNet lenet = new GoldenLeNet();
                TorchOptimizer optimizer = optimizer(run)) {
            double[] losses = lenet.train(optimizer, 0, STEPS);
            double[] expected = Goldens.numbers(run.get("losses"));
            double[] drift = Goldens.numbers(run.get("drift"));
            for (int i = 0; i < STEPS; i++) {
                assertThat(losses[i] / expected[i])
                        .as("loss of step %d against PyTorch's", i + 1)
                        .isCloseTo(1, within(i < 20 ? 1e-5 : Goldens.bound(drift[i])));
            }
            double[] norms = lenet.norms();
            double[] expectedNorms = Goldens.numbers(run.get("norms"));
            for (int i = 0; i < norms.length; i++) {
                assertThat(norms[i] / expectedNorms[i])
                        .as("norm of parameter %d against PyTorch's", i)
                        .isCloseTo(1, within(Goldens.bound(run.get("normDrift").asDouble())));
            }
        }
    }

    /** But for the rate and the momentum of SGD, which are those of the default run. */
    @ParameterizedTest
    @MethodSource("dev.trainkit.optim.Optimizers#names")
    void hasTheDefaultsOfPyTorch(String name) {
        JsonNode defaults = GOLDEN.get("defaults").get(name);
        List<String> settings = new ArrayList<>(List.of(Goldens.settings(defaults)));
        assertThat(settings).hasSizeGreaterThan(3);
        if (name.equals("sgd")) {
            settings.remove("momentum=0");
        }
        assertThat(OptimizerConfig.of(name, settings.toArray(String[]::new)))
                .isEqualTo(new OptimizerConfig(name));
    }

    /** Five steps, then as many by a new optimizer from the first one's state. */
    @TestFactory
    Stream<DynamicTest> goesOnFromItsSavedStateBitForBit() {
        return runs().map(run -> dynamicTest(title(run), () -> assertResumes(run)));
    }

    private static void assertResumes(JsonNode run) {
        try (GoldenLeNet whole = new GoldenLeNet();
                GoldenLeNet parts = new GoldenLeNet();
                TorchOptimizer uninterrupted = optimizer(run);
                TorchOptimizer first = optimizer(run);
                TorchOptimizer second = optimizer(run)) {
            whole.train(uninterrupted, 45, 55);
            parts.train(first, 45, 50);
            second.restore(first.save(), parts.parameters());
            parts.train(second, 50, 55);
            assertThat(Weights.of(parts.block())).isEqualTo(Weights.of(whole.block()));
            assertThat(second.save()).isEqualTo(uninterrupted.save());
        }
    }

    /** Also where other arrays were put in the parameters' places, and while one is frozen. */
    @TestFactory
    Stream<DynamicTest> stepsOverJoinedParametersBitForBit() {
        return runs().map(run -> dynamicTest(title(run), () -> assertJoins(run)));
    }

    private static void assertJoins(JsonNode run) {
        try (GoldenLeNet plain = new GoldenLeNet();
                GoldenLeNet lenet = new GoldenLeNet();
                TorchOptimizer expected = optimizer(run);
                TorchOptimizer optimizer = optimizer(run)) {
            JoinedParameters joined = new JoinedParameters(lenet.parameters(), lenet.manager());
            assertThat(joined.joined()).isEmpty(); // nothing has a gradient
            plain.train(expected, 0, 5);
            lenet.train(optimizer, joined, 0, 5);
            JoinedTensors before = joined.joined().orElseThrow();
            assertSame(plain, expected, lenet, optimizer);

            plain.replaceParameters();
            lenet.replaceParameters();
            plain.train(expected, 5, 8);
            lenet.train(optimizer, joined, 5, 8);
            assertThat(joined.joined()).isPresent().get().isNotSameAs(before);
            assertSame(plain, expected, lenet, optimizer);

            for (boolean frozen : new boolean[] {true, false}) {
                plain.parameters().get("conv1.weight").freeze(frozen);
                lenet.parameters().get("conv1.weight").freeze(frozen);
                plain.train(expected, 8, 11);
                lenet.train(optimizer, joined, 8, 11);
                assertSame(plain, expected, lenet, optimizer);
            }
        }
    }

    private static void assertSame(
            GoldenLeNet plain, TorchOptimizer expected, GoldenLeNet lenet, TorchOptimizer actual) {
        assertThat(Weights.of(lenet.block())).isEqualTo(Weights.of(plain.block()));
        assertThat(actual.save()).isEqualTo(expected.save());
    }

    @TestFactory
    Stream<DynamicTest> stepsAlikeInDjlsOwnTrainer() {
        return runs().map(run -> dynamicTest(title(run), () -> assertTrains(run)));
    }

    private static void assertTrains(JsonNode run) {
        try (GoldenLeNet ours = new GoldenLeNet();
                GoldenLeNet djls = new GoldenLeNet();
                TorchOptimizer optimizer = optimizer(run);
                TorchOptimizer plain = optimizer(run)) {
            ours.train(optimizer, 0, 5);
            djls.trainInDjl(plain, Loss.softmaxCrossEntropyLoss(), 5);
            assertThat(Weights.of(djls.block())).isEqualTo(Weights.of(ours.block()));
        }
    }

    @TestFactory
    Stream<DynamicTest> keepsItsStateAndNothingElse() {
        return runs().map(run -> dynamicTest(title(run), () -> assertFlat(run)));
    }

    private static void assertFlat(JsonNode run) {
        List<NDArray> state = new ArrayList<>();
        try (GoldenLeNet lenet = new GoldenLeNet();
                TorchOptimizer optimizer = optimizer(run)) {
            lenet.train(optimizer, 0, 1);
            int arrays = lenet.manager().getManagedArrays().size();
            lenet.train(optimizer, 1, 4);
            state.addAll(optimizer.state().values());
            assertThat(state).hasSize(optimizer.kinds().size() * lenet.parameters().size());
            assertThat(state)
                    .allMatch(a -> a.getManager().getManagedArrays().size() == state.size());
            assertThat(lenet.manager().getManagedArrays()).hasSize(arrays);
        }
        assertThat(state).allMatch(NDArray::isReleased);
    }

    @Test
    void leavesAParameterWithoutAGradientAlone() {
        try (GoldenLeNet lenet = new GoldenLeNet();
                TorchOptimizer adam = Optimizers.create(new OptimizerConfig("adam"))) {
            adam.step(lenet.parameters());
            assertThat(Weights.of(lenet.block())).isEqualTo(Goldens.lenet());
            assertThat(adam.state()).isEmpty();
        }
    }

    @Test
    void namesAllOfASavedStateThatDoesNotFit() {
        try (GoldenLeNet lenet = new GoldenLeNet();
                TorchOptimizer adam = Optimizers.create(new OptimizerConfig("adam"))) {
            Map<String, Integer> steps = new LinkedHashMap<>();
            steps.put("fc3.bias", 7);
            steps.put("fc4.bias", 7);
            Map<String, Tensor> arrays = new LinkedHashMap<>();
            arrays.put("fc3.bias.exp_avg", new Tensor(new long[] {2}, new float[2]));
            arrays.put("fc3.bias.sum", new Tensor(new long[] {10}, new float[10]));
            assertThatThrownBy(
                            () ->
                                    adam.restore(
                                            new OptimizerState(steps, arrays), lenet.parameters()))
                    .isInstanceOf(TrainkitException.class)
                    .hasMessage(
                            "The saved state does not fit the optimizer: fc4.bias is not in the"
                                    + " network; fc3.bias.exp_avg is (2), not (10);"
                                    + " fc3.bias.exp_avg_sq is missing; fc3.bias.sum is not kept. Take"
                                    + " the state of the same optimizer and the same network.");
        }
    }

    @Test
    void aStateThatHasTakenNoStepIsNone() {
        assertThatThrownBy(() -> new OptimizerState(Map.of("w", 0), Map.of()))
                .hasMessage("w must have taken at least 1 step, but has taken 0");
    }

    @Test
    void listsTheOptimizersWhenOneIsUnknown() {
        assertThatThrownBy(() -> Optimizers.create(new OptimizerConfig("adamax")))
                .isInstanceOf(TrainkitException.class)
                .hasMessage(
                        "Unknown optimizer 'adamax'. The optimizers are: adadelta, adagrad, adam,"
                                + " adamw, nadam, rmsprop, sgd. Set optimizer.name to one of them.");
    }

    private static String title(JsonNode run) {
        return run.get("name").asText() + " " + run.get("settings");
    }

    private static TorchOptimizer optimizer(JsonNode run) {
        OptimizerConfig config =
                OptimizerConfig.of(run.get("name").asText(), Goldens.settings(run.get("settings")));
        Tracker rate = step -> (float) (config.learningRate() * (step < STEPS / 2 ? 1 : 0.1));
        return Optimizers.create(config, rate);
    }
}
