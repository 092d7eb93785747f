package dev.trainkit.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainkit.TrainkitException;
import dev.trainkit.inspect.LayerStatistics;
import dev.trainkit.train.EpochResult;
import dev.trainkit.train.StepResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryTest {

    private static final EpochResult EPOCH =
            new EpochResult(
                    1, 844, 0.25, 0.925, 0.125, 0.9625, 0.05, 12.5, 4320.0, 500_000_000L, 31);

    @TempDir private Path folder;
    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("history.jsonl");
    }

    @Test
    void writesALineForEachEpochAtOnce() {
        try (History history = History.create(file, false)) {
            history.stepEnded(step(1, 2.3f));
            assertThat(file).isEmptyFile();
            history.epochEnded(EPOCH);
            assertThat(file)
                    .hasContent(
                            "{\"epoch\":1,\"step\":844,\"trainLoss\":0.25,\"trainAccuracy\":0.925,"
                                    + "\"validationLoss\":0.125,\"validationAccuracy\":0.9625,"
                                    + "\"learningRate\":0.05,\"seconds\":12.5,"
                                    + "\"imagesPerSecond\":4320.0,"
                                    + "\"residentBytes\":500000000,\"liveArrays\":31}\n");
        }
    }

    /** A kill left lines of steps after the checkpoint, and half of one. */
    @Test
    void goesOnAfterTheLastStepThatCounts() throws IOException {
        Files.writeString(
                file,
                """
                {"step":843,"loss":0.5}
                {"step":844,"loss":0.4}
                {"epoch":1,"step":844}
                {"step":845,"loss":0.3}
                {"step":846,"loss":0.2}
                {"step":847,"lo""");
        try (History history = History.resume(file, true, 845, List.of(EPOCH))) {
            history.stepEnded(step(846, 0.25f));
        }
        assertThat(Files.readAllLines(file))
                .containsExactly(
                        "{\"step\":843,\"loss\":0.5}",
                        "{\"step\":844,\"loss\":0.4}",
                        JsonLine.of(EPOCH),
                        "{\"step\":845,\"loss\":0.3}",
                        "{\"step\":846,\"loss\":0.25,\"learningRate\":0.05}");
    }

    @Test
    void goesBackWithTheRun() throws IOException {
        try (History history = History.create(file, true)) {
            history.stepEnded(step(1, 0.5f));
            history.stepEnded(step(2, 0.4f));
            history.rolledBack(1, List.of());
            history.stepEnded(step(2, 0.3f));
        }
        assertThat(Files.readAllLines(file))
                .containsExactly(
                        "{\"step\":1,\"loss\":0.5,\"learningRate\":0.05}",
                        "{\"step\":2,\"loss\":0.3,\"learningRate\":0.05}");
    }

    @Test
    void isMadeAnewWhereItWasLost() throws IOException {
        History.resume(file, true, 844, List.of(EPOCH)).close();
        assertThat(Files.readAllLines(file)).containsExactly(JsonLine.of(EPOCH));
    }

    @Test
    void writesNullWhereNothingWasKeptOutForValidation() {
        try (History history = History.create(file, false)) {
            history.epochEnded(
                    new EpochResult(1, 844, 0.25, 0.925, null, null, 0.05, 12.5, 1, null, 31));
        }
        assertThat(file).content().contains("\"validationLoss\":null,\"validationAccuracy\":null");
    }

    @Test
    void writesALineForEachStepWhereAsked() {
        try (History history = History.create(file, true)) {
            history.stepEnded(step(1, 2.3014455f));
            assertThat(file).hasContent("{\"step\":1,\"loss\":2.3014455,\"learningRate\":0.05}\n");
            history.epochEnded(EPOCH);
            history.stepEnded(step(2, 2));
        }
        assertThat(file)
                .content()
                .hasLineCount(3)
                .endsWith("\n{\"step\":2,\"loss\":2.0,\"learningRate\":0.05}\n");
    }

    @Test
    void writesEachLayersFiguresWhereGradientsAreWatched() {
        LayerStatistics conv1 = new LayerStatistics("conv1", 0.5, 2, 0.01, 0.25);
        LayerStatistics fc3 = new LayerStatistics("fc3", 0.5, 0, null, null);
        try (History history =
                History.create(file, false).withLayers(() -> Optional.of(List.of(conv1, fc3)))) {
            history.stepEnded(step(1, 2.5f));
        }
        assertThat(file)
                .hasContent(
                        "{\"step\":1,\"loss\":2.5,\"learningRate\":0.05,\"layers\":[{\"layer\":\"conv1\","
                                + "\"gradientNorm\":0.5,\"weightNorm\":2.0,\"updateRatio\":0.01,"
                                + "\"deadRelus\":0.25},{\"layer\":\"fc3\",\"gradientNorm\":0.5,"
                                + "\"weightNorm\":0.0,\"updateRatio\":null,\"deadRelus\":null}]}\n");
    }

    @ParameterizedTest
    @ValueSource(floats = {0.1f, 2.3025851f, Float.MIN_VALUE, Float.MAX_VALUE, 1e-7f, 16777216f})
    void writesALossThatReadsBackAsTheSameFloat(float loss) throws IOException {
        try (History history = History.create(file, true)) {
            history.stepEnded(step(1, loss));
        }
        JsonNode line = new ObjectMapper().readTree(file.toFile());
        assertThat(Float.parseFloat(line.get("loss").asText())).isEqualTo(loss);
        assertThat((float) line.get("loss").doubleValue()).isEqualTo(loss);
    }

    @Test
    void startsAnewWhereAHistoryIs() {
        try (History first = History.create(file, false)) {
            first.epochEnded(EPOCH);
        }
        History.create(file, false).close();
        assertThat(file).isEmptyFile();
    }

    @Test
    @EnabledOnOs(OS.LINUX) // where /dev/full is a disk that is always full
    void stopsTheRunWhenALineIsLost() {
        History history = History.create(Path.of("/dev/full"), false);
        assertThatThrownBy(() -> history.epochEnded(EPOCH))
                .isInstanceOf(TrainkitException.class)
                .hasMessage(
                        "The history could not be written to /dev/full: No space left on device."
                                + " Check the directory, its permissions and the free space, and"
                                + " resume the run; where it has no checkpoint yet, start it"
                                + " again.");
    }

    @Test
    void saysWhyItCannotBegin() {
        Path missing = folder.resolve("none/history.jsonl");
        assertThatThrownBy(() -> History.create(missing, false))
                .isInstanceOf(TrainkitException.class)
                .hasMessageStartingWith(
                        "The history could not be written to " + missing + ": it does not exist.");
    }

    private static StepResult step(int step, float loss) {
        return new StepResult(1, step, step, loss, 0.05, loss, 0.5, 64);
    }
}
