package dev.trainkit.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainkit.TrainkitException;
import dev.trainkit.config.ResolvedConfig;
import dev.trainkit.config.RunConfig;
import dev.trainkit.data.ImageData;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class ClassBalanceTest {

    private static final JsonNode GOLDEN = Goldens.read("losses.json").get("balanced");

    private static final int[] LABELS =
            StreamSupport.stream(GOLDEN.get("labels").spliterator(), false)
                    .mapToInt(JsonNode::asInt)
                    .toArray();

    @Test
    void givesTheWeightsOfScikitLearn() {
        double[] expected = Goldens.numbers(GOLDEN.get("weights"));
        List<Double> weights = ClassBalance.weights(pictures(LABELS)).numbers().orElseThrow();
        assertThat(weights).hasSize(5);
        for (int i = 0; i < 5; i++) {
            assertThat(weights.get(i)).isCloseTo(expected[i], within(1e-8 * expected[i]));
        }
    }

    @Test
    void putsNumbersInThePlaceOfTheWordThatTheConfigurationKeeps() {
        ResolvedConfig resolved =
                RunConfig.resolve(
                        null, List.of("loss.class-weights=balanced", "loss.label-smoothing=0.1"));
        RunConfig config = resolved.config();
        ResolvedConfig balanced =
                ClassBalance.inNumbers(resolved, pictures(0, 0, 0, 1, 2, 3, 3, 4));
        RunConfig numbers = balanced.config();
        assertThat(balanced.origins()).isEqualTo(resolved.origins());
        assertThat(numbers.loss().classWeights())
                .hasToString("[0.5333333333333333, 1.6, 1.6, 0.8, 1.6]");
        assertThat(RunConfig.parse("config.yaml", numbers.toYaml(), List.of())).isEqualTo(numbers);
        assertThat(config.toYaml()).contains("class-weights: balanced\n");
        assertThat(RunConfig.parse("config.yaml", config.toYaml(), List.of())).isEqualTo(config);
    }

    @Test
    void leavesOtherConfigurationsAsTheyAre() {
        for (String weights : List.of("null", "[1, 2, 3, 4, 5]")) {
            ResolvedConfig config =
                    ResolvedConfig.of(RunConfig.of("loss.class-weights=" + weights));
            assertThat(ClassBalance.inNumbers(config, pictures(LABELS))).isSameAs(config);
        }
    }

    @Test
    void namesAClassWithoutPictures() {
        ResolvedConfig config = ResolvedConfig.of(RunConfig.of("loss.class-weights=balanced"));
        assertThatThrownBy(() -> ClassBalance.inNumbers(config, pictures(0, 1, 2, 4)))
                .isInstanceOf(TrainkitException.class)
                .hasMessage(
                        "loss.class-weights is balanced, but no training picture is of class 'd'."
                                + " Add some, or give a weight for each class.");
    }

    @Test
    void saysThatALossWithoutPicturesHasNoNumbers() {
        assertThatThrownBy(() -> Losses.create(RunConfig.of("loss.class-weights=balanced")))
                .isInstanceOf(TrainkitException.class)
                .hasMessage(
                        "loss.class-weights is balanced, which only training pictures tell in"
                                + " numbers. Give a weight for each class.");
    }

    private static ImageData pictures(int... labels) {
        return new ImageData(
                new byte[labels.length], labels, 1, 1, 1, List.of("a", "b", "c", "d", "e"));
    }
}
