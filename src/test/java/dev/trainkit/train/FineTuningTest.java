package dev.trainkit.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import dev.trainkit.Slow;
import dev.trainkit.TrainkitException;
import dev.trainkit.config.RunConfig;
import dev.trainkit.data.SmallMnist;
import dev.trainkit.engine.Engines;
import dev.trainkit.model.Architecture;
import dev.trainkit.model.Models;
import dev.trainkit.model.NamePattern;
import dev.trainkit.model.SmallModels;
import dev.trainkit.model.Weights;
import dev.trainkit.store.Safetensors;
import dev.trainkit.store.WeightFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs of 2 epochs of 3 steps on real MNIST that start from given weights. */
@Slow
class FineTuningTest {

    @TempDir private static Path folder;

    @BeforeAll
    static void writeData() throws IOException {
        SmallMnist.write(folder, 300, 50);
    }

    @Test
    void frozenParametersKeepTheirBytes() {
        Path given = weights("lenet", 10);
        assertThat(
                        changed(
                                "model.weights=" + given,
                                "model.freeze=[conv*, fc1.bias]",
                                "optimizer.weight-decay=0.1",
                                "train.ema=0.5"))
                .containsExactlyInAnyOrder(
                        "fc1.weight", "fc2.weight", "fc2.bias", "fc3.weight", "fc3.bias");
    }

    @Test
    void aFrozenNormalisationKeepsItsRunningFigures() {
        assertThat(changed("model.name=cnn", "model.filters=[2, 4]", "model.freeze=[conv1, bn1]"))
                .contains("bn2.running_mean", "bn2.running_var", "bn2.weight", "conv2.weight")
                .noneMatch(name -> name.startsWith("conv1.") || name.startsWith("bn1."));
    }

    @Test
    void thawsAfterSoManyEpochs() {
        List<Set<String>> changed = new ArrayList<>();
        try (TrainerRunner runner = open("model.freeze=[conv*]", "model.freeze-epochs=1")) {
            Weights before = Weights.of(runner.block());
            runner.listen(
                            new TrainListener() {
                                @Override
                                public void epochEnded(EpochResult epoch) {
                                    changed.add(changes(before, Weights.of(runner.block())));
                                }
                            })
                    .fit();
        }
        assertThat(changed.get(0)).contains("fc1.weight").doesNotContain("conv1.weight");
        assertThat(changed.get(1)).contains("fc1.weight", "conv1.weight", "conv2.bias");
    }

    @Test
    void takesANewLastLayerWhereTheClassesAreOthers() {
        Path given = weights("lenet", 3);
        Weights source = Safetensors.read(given);
        try (TrainerRunner runner = open("model.weights=" + given);
                TrainerRunner fresh = open()) {
            Weights start = Weights.of(runner.block());
            assertThat(runner.plan().notes())
                    .containsExactly(
                            "The last layer, fc3, is new: the weights in %s are for other classes."
                                    .formatted(given));
            assertThat(changes(source, start)).containsExactly("fc3.bias", "fc3.weight");
            assertThat(start.tensors().get("fc3.weight"))
                    .isEqualTo(Weights.of(fresh.block()).tensors().get("fc3.weight"));
        }
    }

    /** The files are digits; what counts here is the names that their classes have. */
    @Test
    void theCommittedModelKeepsItsFrozenConvolutionsForAsManyOtherClasses() {
        Path model = Path.of("models", "lenet-mnist");
        Weights digits = WeightFiles.read(model);
        try (TrainerRunner runner =
                open(
                        "data.name=fashion-mnist",
                        "model.weights=" + model,
                        "model.freeze=[conv*]",
                        "optimizer.momentum=0.9",
                        "optimizer.weight-decay=0.1")) {
            assertThat(runner.plan().notes())
                    .containsExactly(
                            "Frozen for the whole run: conv1.weight, conv1.bias, conv2.weight,"
                                    + " conv2.bias.",
                            "The last layer, fc3, is new: the weights in models/lenet-mnist are for"
                                    + " other classes.",
                            "The weights in models/lenet-mnist were trained on pictures normalised by"
                                    + " mean 0.1307 and deviation 0.3081, and those of this run are"
                                    + " normalised by 0.2860 and 0.3530.");
            assertThat(changes(digits, Weights.of(runner.block())))
                    .containsExactly("fc3.bias", "fc3.weight");
            runner.fit();
            Weights clothes = Weights.of(runner.block());
            assertThat(changes(digits, clothes))
                    .containsExactly(
                            "fc1.bias",
                            "fc1.weight",
                            "fc2.bias",
                            "fc2.weight",
                            "fc3.bias",
                            "fc3.weight");
            for (String frozen : List.of("conv1.weight", "conv2.bias")) {
                assertThat(bytes(clothes, frozen)).isEqualTo(bytes(digits, frozen));
            }
        }
    }

    @Test
    void keepsTheLastLayerOfAModelForTheSameClasses() {
        Path model = Path.of("models", "lenet-mnist");
        try (TrainerRunner runner = open("model.weights=" + model)) {
            assertThat(runner.plan().notes()).isEmpty();
            assertThat(Weights.of(runner.block())).isEqualTo(WeightFiles.read(model));
        }
    }

    @ParameterizedTest
    @MethodSource("listedModels")
    void everyListedModelHasALastLayerForOtherClasses(String name) {
        Architecture ten = SmallModels.architecture(name);
        Architecture three = new Architecture(name, ten.inputShape(), 3, ten.arguments());
        try (NDManager manager = Engines.open().newManager()) {
            Weights given = Weights.of(Models.create(ten, manager, 7));
            Block block = Models.create(three, manager, 8);
            assertThat(given.areForMoreOrFewerClassesThan(block)).isTrue();
            Weights fresh = Weights.of(block);
            given.withLastLayerOf(block).copyInto(block, "ten");
            assertThat(changes(fresh, Weights.of(block)))
                    .noneMatch(parameter -> parameter.startsWith(Weights.lastLayer(block) + "."));
            assertThat(given.areForMoreOrFewerClassesThan(Models.create(ten, manager, 9)))
                    .isFalse();
        }
    }

    static Collection<String> listedModels() {
        return Models.names();
    }

    @Test
    void saysNothingOfALastLayerThatFits() {
        try (TrainerRunner runner = open("model.weights=" + weights("lenet", 10))) {
            assertThat(runner.plan().notes()).isEmpty();
        }
    }

    @Test
    void refusesWeightsOfAnotherNetworkAsBefore() {
        Path given = weights("mlp", 3);
        assertThatThrownBy(() -> open("model.weights=" + given))
                .isInstanceOf(TrainkitException.class)
                .hasMessageStartingWith("The weights in " + given + " do not fit the network: ");
    }

    @Test
    void multipliesTheRateOfAGroup() {
        String[] oneStep = {"train.epochs=1", "budget.max-steps=1", "optimizer.learning-rate=0.5"};
        float[] whole = firstStep("fc3.weight", oneStep);
        float[] half = firstStep("fc3.weight", with("optimizer.rate-factors=[fc3=0.5]", oneStep));
        for (int i = 0; i < whole.length; i++) {
            assertThat(half[i]).isCloseTo(whole[i] / 2, Offset.offset(1e-6f));
        }
        assertThat(firstStep("fc2.bias", with("optimizer.rate-factors=[fc3=0.5]", oneStep)))
                .isEqualTo(firstStep("fc2.bias", oneStep));
        assertThat(firstStep("fc3.bias", with("optimizer.rate-factors=['fc*=0.0']", oneStep)))
                .containsOnly(0);
    }

    @Test
    void saysWhichPatternNamesNothing() {
        String all =
                "They are: conv1.weight, conv1.bias, conv2.weight, conv2.bias, fc1.weight, fc1.bias,"
                        + " fc2.weight, fc2.bias, fc3.weight, fc3.bias.";
        assertThatThrownBy(() -> open("model.freeze=[conv3]"))
                .isInstanceOf(TrainkitException.class)
                .hasMessage("model.freeze names 'conv3', but no parameter has such a name. " + all);
        assertThatThrownBy(() -> open("optimizer.rate-factors=[head=2]"))
                .isInstanceOf(TrainkitException.class)
                .hasMessage(
                        "optimizer.rate-factors names 'head', but no parameter has such a name. "
                                + all);
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.freeze-epochs=null", "model.freeze-epochs=1"})
    void saysThatNothingIsLeftToTrain(String epochs) {
        assertThatThrownBy(() -> open("model.freeze=['*']", epochs))
                .isInstanceOf(TrainkitException.class)
                .hasMessage("model.freeze leaves nothing to train. Take a pattern out of it.");
    }

    @Test
    void aPatternNamesParametersAndTheLayersThatTheyAreIn() {
        assertThat(new NamePattern("layer1").matches("layer1.0.conv1.weight")).isTrue();
        assertThat(new NamePattern("layer1.0").matches("layer1.0.conv1.weight")).isTrue();
        assertThat(new NamePattern("layer").matches("layer1.0.conv1.weight")).isFalse();
        assertThat(new NamePattern("*.bias").matches("fc1.bias")).isTrue();
        assertThat(new NamePattern("*.bias").matches("fc1.weight")).isFalse();
        assertThat(new NamePattern("conv*").matches("conv1.weight")).isTrue();
        assertThat(new NamePattern("fc1.w.ight").matches("fc1.weight")).isFalse();
    }

    private static byte[] bytes(Weights weights, String name) {
        return Safetensors.encode(new Weights(Map.of(name, weights.tensors().get(name))));
    }

    /** What the first step adds to a parameter. */
    private static float[] firstStep(String name, String... settings) {
        try (TrainerRunner runner = open(settings)) {
            float[] before = Weights.of(runner.block()).tensors().get(name).values();
            runner.fit();
            float[] after = Weights.of(runner.block()).tensors().get(name).values();
            for (int i = 0; i < after.length; i++) {
                after[i] -= before[i];
            }
            return after;
        }
    }

    private static String[] with(String first, String... others) {
        String[] all = Arrays.copyOf(others, others.length + 1);
        all[others.length] = first;
        return all;
    }

    /** The parameters that a run changes. */
    private static Set<String> changed(String... settings) {
        try (TrainerRunner runner = open(settings)) {
            Weights before = Weights.of(runner.block());
            runner.fit();
            return changes(before, Weights.of(runner.block()));
        }
    }

    private static Set<String> changes(Weights before, Weights after) {
        Set<String> names = new TreeSet<>(after.tensors().keySet());
        names.removeIf(name -> after.tensors().get(name).equals(before.tensors().get(name)));
        return names;
    }

    /** Of an untrained network of another seed. */
    private static Path weights(String model, int classes) {
        try (NDManager manager = Engines.open().newManager()) {
            Architecture architecture = new Architecture(model, List.of(1, 32, 32), classes);
            Weights weights = Weights.of(Models.create(architecture, manager, 7));
            return Files.write(
                    folder.resolve(model + classes + ".safetensors"), Safetensors.encode(weights));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TrainerRunner open(String... settings) {
        List<String> all = new ArrayList<>(List.of("data.limit=200", "train.epochs=2"));
        all.add("data.path=" + folder);
        all.addAll(List.of(settings));
        return TrainerRunner.open(RunConfig.of(all.toArray(String[]::new)));
    }
}
