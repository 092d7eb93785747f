package dev.trainkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainkit.model.Models;
import org.junit.jupiter.api.Test;

class GraphCommandTest {

    @Test
    void printsTheGraphOfAListedModelAsText() {
        Ran ran = Ran.here("graph", "mlp", "--loss", "mse");

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.err()).isEmpty();
        assertThat(ran.out())
                .isEqualToNormalizingNewlines(
                        """
                          0  MseLossBackward0 ()                    -> 1
                          1  AddmmBackward0 (1, 10)                 -> 2 3 8
                          2  AccumulateGrad fc2.bias (10)
                          3  ReluBackward0 (1, 128)                 -> 4
                          4  AddmmBackward0 (1, 128)                -> 5 6
                          5  AccumulateGrad fc1.bias (128)
                          6  TBackward0 (1024, 128)                 -> 7
                          7  AccumulateGrad fc1.weight (128, 1024)
                          8  TBackward0 (128, 10)                   -> 9
                          9  AccumulateGrad fc2.weight (10, 128)
                        """);
    }

    @Test
    void drawsAPictureOfARunsLoss() {
        Ran ran =
                Ran.here(
                        "graph",
                        Ran.HOME.resolve("config/mlp-mnist.yaml").toString(),
                        "--format=svg");

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out())
                .startsWith("<svg xmlns=\"http://www.w3.org/2000/svg\"")
                .contains("LogSoftmaxBackward0")
                .endsWith("</svg>\n");
    }

    @Test
    void listsTheFormatsWhenOneIsUnknown() {
        Ran ran = Ran.here("graph", "--format", "png");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err().lines())
                .containsExactly(
                        "Unknown format 'png'. The formats are: text, dot, svg, mermaid, json. Set"
                                + " --format to one of them.");
    }

    @Test
    void listsTheModelsWhenOneIsUnknown() {
        Ran ran = Ran.here("graph", "lenet6");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err().lines())
                .containsExactly(
                        "There is neither a file nor a model named 'lenet6'. The models are: "
                                + String.join(", ", Models.names())
                                + ". Name one of them, a model directory or a YAML file.");
    }
}
