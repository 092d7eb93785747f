package dev.trainkit.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import dev.trainkit.TrainkitException;
import dev.trainkit.engine.Engines;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RenamingTest {

    private static final List<String> LAYERS = List.of("conv1", "conv2", "fc1", "fc2", "fc3");

    private static NDManager manager;
    private static Block lenet;
    private static Weights weights;

    @BeforeAll
    static void create() {
        manager = Engines.open().newManager();
        lenet = Models.create(new Architecture("lenet", List.of(1, 32, 32), 10), manager, 1);
        weights = Weights.of(lenet);
    }

    @AfterAll
    static void close() {
        manager.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "module.=            | module.conv1.weight  | conv1.weight",
                "module=             | module.conv1.weight  | conv1.weight",
                "0=conv1             | 0.weight             | conv1.weight",
                "0=conv1             | 01.weight            | 01.weight",
                "0=conv1, 0.1=norm   | 0.1.bias             | norm.bias",
                "0=1,1=0             | 1.bias               | 0.bias",
                "a.weight=b.kernel   | a.weight             | b.kernel",
                "=features           | conv1.weight         | features.conv1.weight",
                "aux=-               | aux.weight           | none",
            })
    void followsTheLongestRule(String rules, String from, String to) {
        Weights one = new Weights(Map.of(from, new Tensor(new long[] {1}, new float[] {1})));

        assertThat(Renaming.parse(rules).apply(one).tensors().keySet())
                .isEqualTo(to == null ? Collections.emptySet() : Collections.singleton(to));
    }

    @Test
    void refusesToPutTwoUnderOneName() {
        Weights two = renamed(name -> name);
        assertThatThrownBy(() -> Renaming.parse("conv2=conv1").apply(two))
                .isInstanceOf(TrainkitException.class)
                .hasMessage(
                        "By the rules for names, both conv1.weight and conv2.weight would be"
                                + " conv1.weight. Leave one of them out with conv2.weight=-.");
    }

    @Test
    void refusesWhatIsNoRule() {
        assertThatThrownBy(() -> Renaming.parse("module."))
                .isInstanceOf(TrainkitException.class)
                .hasMessage(
                        "'module.' is no rule for names. Write OLD=NEW, such as module.= or 0=conv1,"
                                + " several with a comma between.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"module.", "model.net.", "_orig_mod."})
    void findsThePrefixThatAWrapperPutInFront(String prefix) {
        Weights wrapped = renamed(name -> prefix + name);
        String rule = prefix.substring(0, prefix.length() - 1) + "=";

        assertThat(wrapped.likelyRenaming(lenet)).hasToString("Optional[" + rule + "]");
        assertThatThrownBy(() -> wrapped.copyInto(lenet, "w.pth"))
                .hasMessageStartingWith(
                        "The weights in w.pth do not fit the network: conv1.weight is missing; ")
                .hasMessageContaining("; " + prefix + "fc3.bias is not in the network. ")
                .hasMessageEndingWith(
                        "They would fit under other names: give `trainkit import` --map "
                                + rule
                                + ".");
    }

    @Test
    void findsTheLayersOfASequenceByTheirShapes() {
        List<String> numbers = List.of("0", "3", "7", "9", "11");
        Weights sequence =
                renamed(name -> numbers.get(LAYERS.indexOf(layer(name))) + parameter(name));

        Renaming found = sequence.likelyRenaming(lenet).orElseThrow();

        assertThat(found).hasToString("11=fc3,0=conv1,3=conv2,7=fc1,9=fc2");
        assertThat(found.apply(sequence)).isEqualTo(weights);
    }

    /** As a file has them whose names are in alphabetical order: 10 before 2. */
    @Test
    void findsLayersOfEqualShapeByTheirNumbers() {
        Map<String, Tensor> network = new LinkedHashMap<>();
        Map<String, Tensor> file = new LinkedHashMap<>();
        for (String number : List.of("10", "2")) {
            file.put(number + ".weight", new Tensor(new long[] {1}, new float[] {1}));
        }
        for (String name : List.of("a", "b")) {
            network.put(name + ".weight", new Tensor(new long[] {1}, new float[] {0}));
        }

        assertThat(
                        LikelyRenaming.of(
                                new Weights(file), LikelyRenaming.shapes(new Weights(network))))
                .hasToString("Optional[10=a,2=b]");
    }

    @Test
    void suggestsNothingThatDoesNotFitWhole() {
        Map<String, Tensor> more = new LinkedHashMap<>(renamed(name -> "m." + name).tensors());
        more.put("aux.weight", new Tensor(new long[] {1}, new float[] {1}));

        assertThat(new Weights(more).likelyRenaming(lenet)).isEmpty();
        assertThatThrownBy(() -> new Weights(more).copyInto(lenet, "w"))
                .hasMessageEndingWith(
                        "Take weights of the same model, or set model.name to theirs.");
    }

    /** Names out of a file can hold anything, and this is printed to be pasted into a shell. */
    @Test
    void suggestsNothingThatAShellWouldRun() {
        assertThat(renamed(name -> "$(rm x)." + name).likelyRenaming(lenet)).isEmpty();
    }

    @Test
    void listsAThousandDifferencesInAFew() {
        Map<String, Tensor> many = new LinkedHashMap<>();
        for (int i = 0; i < 1000; i++) {
            many.put("w" + i, new Tensor(new long[] {1}, new float[] {1}));
        }
        assertThatThrownBy(() -> new Weights(many).copyInto(lenet, "w"))
                .hasMessageContaining("; w189 is not in the network; and 810 more. Take ");
    }

    private static Weights renamed(UnaryOperator<String> rename) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        List<String> names = new ArrayList<>(weights.tensors().keySet());
        names.forEach(name -> tensors.put(rename.apply(name), weights.tensors().get(name)));
        return new Weights(tensors);
    }

    private static String layer(String name) {
        return name.substring(0, name.lastIndexOf('.'));
    }

    private static String parameter(String name) {
        return name.substring(name.lastIndexOf('.'));
    }
}
