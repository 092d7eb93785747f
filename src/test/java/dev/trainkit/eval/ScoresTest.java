package dev.trainkit.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainkit.TrainkitException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares with what scikit-learn says; {@code scripts/goldens/figures.py} asked it. */
class ScoresTest {

    private static final double SAME = 1e-9;
    private static final ObjectMapper JSON = new ObjectMapper();

    static List<JsonNode> cases() throws IOException {
        Path goldens = Path.of(System.getProperty("trainkit.home"), "src/test/resources/goldens");
        JsonNode cases = JSON.readTree(goldens.resolve("figures.json").toFile()).get("cases");
        return StreamSupport.stream(cases.spliterator(), false).toList();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void areThoseOfScikitLearn(JsonNode golden) {
        JsonNode scores = JSON.valueToTree(Scores.of(predictions(golden)));

        List<String> compared = compare("", scores, golden);
        assertThat(scores.at("/calibration/error").asDouble())
                .isCloseTo(golden.get("calibrationError").asDouble(), within(SAME));
        assertThat(scores.at("/confusion/counts").toString())
                .isEqualTo(golden.get("confusion").toString());
        assertThat(compared).contains("/accuracy", "/logLoss", "/brier", "/matthews", "/macro/f1");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void areAlwaysNumbersOrNull(JsonNode golden) {
        String json = JSON.valueToTree(Scores.of(predictions(golden))).toString();

        assertThat(json).doesNotContain("NaN", "Infinity");
    }

    @Test
    void saysWhatTheFiguresCouldNotBeComputedFrom() {
        float[][] always = {{1, 0, 0}, {1, 0, 0}};
        Scores scores = Scores.of(new Predictions(List.of("a", "b", "c"), new int[2], always));

        assertThat(scores.kappa()).isZero();
        assertThat(scores.matthews()).isZero();
        assertThat(scores.classFigures().get(1).rocArea()).isNull();
        assertThat(scores.macro().rocArea()).isNull();
        assertThat(scores.notes())
                .containsExactly(
                        "Every answer is a: Matthews' coefficient counts as 0.",
                        "Nothing tells a from the rest here: it has no ROC and PR areas.",
                        "No picture shows b: its recall counts as 0.",
                        "b was never answered: its precision counts as 0.",
                        "Nothing tells b from the rest here: it has no ROC and PR areas.",
                        "No picture shows c: its recall counts as 0.",
                        "c was never answered: its precision counts as 0.",
                        "Nothing tells c from the rest here: it has no ROC and PR areas.",
                        "Chance would always be right too: Cohen's kappa counts as 0.");
    }

    @Test
    void ranksMistakesByTheirConfidenceAndConfusionsByTheirNumber() {
        float[][] logits = {{1, 0, 0}, {0, 3, 0}, {0, 2, 0}, {0, 0, 9}};
        Scores scores =
                Scores.of(new Predictions(List.of("a", "b", "c"), new int[] {0, 0, 0, 1}, logits));

        assertThat(scores.mistakes()).extracting(Mistake::picture).containsExactly(3, 1, 2);
        Mistake second = scores.mistakes().get(1);
        assertThat(second.label() + " as " + second.guess()).isEqualTo("a as b");
        assertThat(second.probability()).isCloseTo(Math.exp(3) / (Math.exp(3) + 2), within(1e-15));
        assertThat(second.labelProbability()).isCloseTo(1 / (Math.exp(3) + 2), within(1e-15));
        assertThat(scores.mostConfused())
                .containsExactly(
                        new ConfusionMatrix.Confusion("a", "b", 2),
                        new ConfusionMatrix.Confusion("b", "c", 1));
    }

    @Test
    void refusesAnswersThatAreNoNumbers() {
        float[][] logits = {{1, 0}, {Float.NaN, 0}};

        assertThatThrownBy(() -> Scores.of(new Predictions(List.of("a", "b"), new int[2], logits)))
                .isInstanceOf(TrainkitException.class)
                .hasMessageStartingWith(
                        "The network computes NaN for picture 1: its weights are damaged.");
    }

    @Test
    void scalesByTheTemperatureThatScipyFinds() throws IOException {
        JsonNode golden = cases().get(0);
        Predictions predictions = predictions(golden);

        double temperature = TemperatureScaling.fit(predictions);

        assertThat(temperature).isCloseTo(golden.get("temperature").asDouble(), within(1e-7));
        Scores scaled = Scores.of(predictions.atTemperature(temperature));
        assertThat(scaled.logLoss()).isLessThan(Scores.of(predictions).logLoss());
        assertThat(scaled.accuracy()).isEqualTo(Scores.of(predictions).accuracy());
    }

    @Test
    void givesNoInfiniteTemperature() {
        List<String> classes = List.of("a", "b");
        float[][] logits = {{1, 0}, {2, 0}};

        assertThat(TemperatureScaling.fit(new Predictions(classes, new int[] {0, 0}, logits)))
                .isCloseTo(0.05, within(1e-9));
        assertThat(TemperatureScaling.fit(new Predictions(classes, new int[] {1, 1}, logits)))
                .isCloseTo(20, within(1e-6));
    }

    @Test
    void keepsTheTemperatureOfAllPicturesWhereHalvesOfThemHelpEachOther() throws IOException {
        Predictions predictions = predictions(cases().get(0));

        assertThat(TemperatureScaling.fitWhereItHelps(predictions, 42))
                .contains(TemperatureScaling.fit(predictions));
    }

    /** By either half, the other's log-loss would be 20 in the place of 1.3, or 0.67 of 0.31. */
    @Test
    void keepsNoTemperatureThatMakesOtherPicturesWorse() {
        float[][] logits = {{1, 0}, {1, 0}};
        Predictions predictions = new Predictions(List.of("a", "b"), new int[] {0, 1}, logits);

        assertThat(TemperatureScaling.fitWhereItHelps(predictions, 42)).isEmpty();
    }

    @Test
    void keepsNoTemperatureOfOnePicture() {
        float[][] logits = {{1, 0}};
        Predictions predictions = new Predictions(List.of("a", "b"), new int[] {0}, logits);

        assertThat(TemperatureScaling.fitWhereItHelps(predictions, 42)).isEmpty();
    }

    /** Every number of the golden that ours has a name for; gives these names. */
    private static List<String> compare(String path, JsonNode ours, JsonNode golden) {
        List<String> compared = new ArrayList<>();
        golden.properties()
                .forEach(
                        field -> {
                            String name = path + "/" + field.getKey();
                            JsonNode value = ours.get(field.getKey());
                            if (value != null && field.getValue().isNumber()) {
                                assertThat(value.asDouble())
                                        .as(name)
                                        .isCloseTo(field.getValue().asDouble(), within(SAME));
                                compared.add(name);
                            } else if (value != null && field.getValue().isObject()) {
                                compared.addAll(compare(name, value, field.getValue()));
                            }
                        });
        for (int c = 0; c < golden.path("classFigures").size(); c++) {
            compared.addAll(
                    compare(
                            "/classFigures/" + c,
                            ours.get("classFigures").get(c),
                            golden.get("classFigures").get(c)));
        }
        return compared;
    }

    private static Predictions predictions(JsonNode golden) {
        int classes = golden.get("classes").asInt();
        int[] labels = JSON.convertValue(golden.get("labels"), int[].class);
        float[] values = JSON.convertValue(golden.get("logits"), float[].class);
        float[][] logits = new float[labels.length][];
        for (int i = 0; i < labels.length; i++) {
            logits[i] = Arrays.copyOfRange(values, i * classes, (i + 1) * classes);
        }
        return new Predictions(
                IntStream.range(0, classes).mapToObj(Integer::toString).toList(), labels, logits);
    }
}
