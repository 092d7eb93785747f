package dev.trainkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code train.watch} as a person sets it: 144 pictures, 64, 64 and 16 a step. */
class WatchIT {

    @TempDir private Path folder;

    @Test
    void writesEachLayersFiguresOfEachStepIntoTheHistory() throws IOException {
        Ran ran = train("--set", "train.watch=[gradients, anomalies]");

        assertThat(ran.exitCode()).isZero();
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("model/history.jsonl"))) {
            lines.add(new ObjectMapper().readTree(line));
        }
        assertThat(lines).hasSize(4); // three steps and an epoch
        for (JsonNode step : lines.subList(0, 3)) {
            assertThat(step.get("layers").findValuesAsText("layer"))
                    .containsExactly("conv1", "conv2", "fc1", "fc2", "fc3");
            for (JsonNode layer : step.get("layers")) {
                assertThat(layer.get("gradientNorm").doubleValue()).isPositive();
                assertThat(layer.get("updateRatio").doubleValue()).isBetween(1e-6, 1.0);
            }
        }
    }

    /** The step of this rate makes the weights so large that their products are infinite. */
    @Test
    void endsARunAtTheFirstLayerThatIsNotFinite() {
        Ran ran = train("--set", "train.watch=[anomalies]", "--learning-rate", "1e30");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err())
                .containsPattern(
                        "In step 2, the output of (conv2|fc1) is the first that is not finite: of"
                                + " [0-9]+ numbers, [0-9]+ are NaN and [0-9]+ infinite\\. Lower"
                                + " optimizer\\.learning-rate, or look at the pictures of that"
                                + " step\\.");
        assertThat(folder.resolve("model")).doesNotExist();
    }

    private Ran train(String... options) {
        List<String> command =
                Stream.concat(
                                Stream.of("train", "--out=model", "--epochs=1"),
                                Stream.concat(
                                        Stream.of("--set=data.limit=160"), Stream.of(options)))
                        .toList();
        return Ran.launched(
                folder,
                Ran.HOME.resolve("scripts/trainkit"),
                Map.of("OMP_NUM_THREADS", "1"),
                command.toArray(String[]::new));
    }
}
