package dev.trainkit.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import dev.trainkit.Slow;
import dev.trainkit.TrainkitException;
import dev.trainkit.config.EngineConfig;
import dev.trainkit.config.RunConfig;
import dev.trainkit.data.Batch;
import dev.trainkit.engine.Autograd;
import dev.trainkit.engine.Backend;
import dev.trainkit.engine.Engines;
import dev.trainkit.engine.RandomStream;
import dev.trainkit.eval.Meter;
import dev.trainkit.model.Architecture;
import dev.trainkit.model.Models;
import dev.trainkit.model.StateDict;
import dev.trainkit.model.Weights;
import dev.trainkit.optim.Accumulation;
import dev.trainkit.optim.JoinedParameters;
import dev.trainkit.optim.Losses;
import dev.trainkit.optim.TorchLoss;
import dev.trainkit.train.Replicas.Pass;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Slow
class ReplicasTest {

    private static final Shape PICTURE = new Shape(1, 32, 32);

    private final NDManager manager = Engines.open().newManager();
    private final Block lenet =
            Models.create(new Architecture("lenet", List.of(1, 32, 32), 10), manager, 3);

    @AfterEach
    void close() {
        manager.close();
    }

    /** 35 pictures are parts of 17 and 18, or of 8, 9, 9 and 9. */
    @ParameterizedTest
    @ValueSource(
            strings = {"reduction=mean", "reduction=sum", "class-weights=[1,2,3,4,5,6,7,8,9,1]"})
    void partsHaveTheGradientsOfTheWhole(String setting) {
        TorchLoss loss = Losses.create(RunConfig.of("loss." + setting));
        Result whole = run(1, loss, 35, false);
        for (int threads : new int[] {2, 4}) {
            Result parts = run(threads, loss, 35, false);
            assertThat(parts.parts()).isEqualTo(threads);
            assertThat(parts.loss()).isCloseTo(whole.loss(), within(whole.loss() * 1e-6f));
            assertThat(parts.totals().right()).isEqualTo(whole.totals().right());
            assertThat(parts.totals().pictures()).isEqualTo(35);
            assertThat(parts.totals().lossSum())
                    .isCloseTo(whole.totals().lossSum(), within(whole.totals().lossSum() * 1e-6));
            assertThat(distance(parts, whole)).isLessThan(1e-5);
        }
    }

    /**
     * The plain way to the same numbers: one pass after another, on one thread and one gradient.
     */
    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void partsAtOnceHaveTheBitsOfPartsOneAfterAnother(int threads) {
        TorchLoss loss = Losses.create("cross-entropy");
        Result plain = run(threads, loss, 64, true);
        for (int i = 0; i < 20; i++) {
            Result atOnce = run(threads, loss, 64, false);
            assertThat(atOnce.gradients()).usingRecursiveComparison().isEqualTo(plain.gradients());
            assertThat(atOnce.loss()).isEqualTo(plain.loss());
        }
    }

    /** Also after other arrays were put in the parameters' places, and one was frozen. */
    @Test
    void goesOnToTheSameBitsFromBatchToBatch() {
        TorchLoss loss = Losses.create("cross-entropy");
        try (Replicas replicas = replicas(lenet, loss, backend(2), 64)) {
            for (int i = 0; i < 9; i++) {
                if (i == 3) {
                    Weights.of(lenet).copyInto(lenet, "the copies");
                }
                StateDict.of(lenet).get("conv1.weight").freeze(i == 6);
                StateDict.of(lenet).values().forEach(parameter -> parameter.getArray().muli(0.9f));
                List<float[]> plain = run(2, loss, 64, true).gradients();
                clear();
                try (Batch batch = batch(64)) {
                    replicas.backward(batch, true);
                }
                assertThat(gradients()).usingRecursiveComparison().isEqualTo(plain);
            }
        }
    }

    @Test
    void addsToTheGradientsThatAreThere() {
        TorchLoss loss = Losses.create(RunConfig.of("loss.reduction=sum"));
        Result once = run(2, loss, 32, false);
        Result twice = backward(2, loss, 32, false, false); // nothing was cleared in between
        for (int i = 0; i < once.gradients().size(); i++) {
            for (int j = 0; j < once.gradients().get(i).length; j++) {
                float expected = 2 * once.gradients().get(i)[j];
                assertThat(twice.gradients().get(i)[j])
                        .isCloseTo(expected, within(1e-5f * Math.max(1, Math.abs(expected))));
            }
        }
    }

    @Test
    void aFrozenParameterHasNoGradient() {
        StateDict.of(lenet).get("conv1.weight").freeze(true);
        Result parts = run(2, Losses.create("cross-entropy"), 32, false);
        assertThat(parts.gradients().get(0)).isEmpty();
        assertThat(parts.gradients().get(1)).isNotEmpty();
    }

    @Test
    void aBatchOfFewPicturesStaysWhole() {
        assertThat(run(4, Losses.create("cross-entropy"), 15, false).parts()).isEqualTo(1);
        assertThat(run(4, Losses.create("cross-entropy"), 16, false).parts()).isEqualTo(2);
    }

    /** The first part, which is the caller's own, has the pictures below the 9th. */
    @ParameterizedTest
    @ValueSource(ints = {0, 15})
    void tellsWhatFailedInAPartOnceAllHaveEnded(int picture) {
        SequentialBlock block =
                new SequentialBlock()
                        .add(Blocks.batchFlattenBlock())
                        .add(new LambdaBlock(ReplicasTest::refuseLargeNumbers))
                        .add(Linear.builder().setUnits(10).build());
        block.initialize(manager, DataType.FLOAT32, new Shape(1).addAll(PICTURE));
        Backend backend = backend(2);
        try (Replicas replicas = replicas(block, Losses.create("cross-entropy"), backend, 16);
                Batch batch = batch(16)) {
            batch.images().singletonOrThrow().get(picture).addi(1000);
            assertThatThrownBy(() -> replicas.backward(batch, true))
                    .isInstanceOf(TrainkitException.class)
                    .hasMessage("a large number");
        }
    }

    private static NDList refuseLargeNumbers(NDList input) {
        if (input.head().max().getFloat() > 100) {
            throw new TrainkitException("a large number");
        }
        return input;
    }

    /**
     * @param gradients of each parameter; empty where it has none
     */
    private record Result(float loss, Meter.Totals totals, List<float[]> gradients, int parts) {}

    private Result run(int threads, TorchLoss loss, int pictures, boolean plain) {
        clear();
        return backward(threads, loss, pictures, plain, true);
    }

    private void clear() {
        StateDict.of(lenet)
                .values()
                .forEach(parameter -> Autograd.clearGradient(parameter.getArray()));
    }

    private Result backward(
            int threads, TorchLoss loss, int pictures, boolean plain, boolean isStep) {
        Backend backend = backend(threads);
        try (Replicas replicas = replicas(lenet, loss, backend, pictures);
                Batch batch = batch(pictures)) {
            if (plain) {
                replicas.parametersFrom(new ParameterStore(manager, false));
            }
            Pass pass = replicas.backward(batch, isStep);
            Accumulation step = new Accumulation(loss);
            step.add(pass.loss(), pass.weight());
            step.scale(StateDict.of(lenet).values(), manager);
            return new Result(step.loss(), pass.totals(), gradients(), pass.predictions().size());
        }
    }

    private Replicas replicas(Block block, TorchLoss loss, Backend backend, int batchSize) {
        return new Replicas(
                block,
                new JoinedParameters(StateDict.of(block), manager),
                loss,
                backend,
                batchSize,
                PICTURE,
                manager);
    }

    private static Backend backend(int threads) {
        return Engines.open(new EngineConfig("PyTorch", "cpu", String.valueOf(threads), true));
    }

    private List<float[]> gradients() {
        return StateDict.of(lenet).values().stream()
                .map(
                        parameter ->
                                Autograd.gradient(parameter.getArray())
                                        .map(NDArray::toFloatArray)
                                        .orElse(new float[0]))
                .toList();
    }

    private Batch batch(int pictures) {
        RandomStream random = RandomStream.of(1, "pictures");
        float[] values = new float[Math.toIntExact(pictures * PICTURE.size())];
        long[] labels = new long[pictures];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat(-1, 1);
        }
        for (int i = 0; i < pictures; i++) {
            labels[i] = random.nextInt(10);
        }
        NDManager owner = manager.newSubManager();
        NDArray images = owner.create(values, new Shape(pictures).addAll(PICTURE));
        return new Batch(owner, new NDList(images), new NDList(owner.create(labels)));
    }

    /** The length of the difference over that of the gradients, the largest of all parameters. */
    private static double distance(Result result, Result expected) {
        List<Double> distances = new ArrayList<>();
        for (int i = 0; i < expected.gradients().size(); i++) {
            double difference = 0;
            double length = 0;
            float[] values = expected.gradients().get(i);
            for (int j = 0; j < values.length; j++) {
                difference += Math.pow(result.gradients().get(i)[j] - values[j], 2);
                length += Math.pow(values[j], 2);
            }
            distances.add(Math.sqrt(difference / length));
        }
        return distances.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }
}
