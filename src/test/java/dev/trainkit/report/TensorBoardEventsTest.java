package dev.trainkit.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.hash.Hashing;
import dev.trainkit.Slow;
import dev.trainkit.TrainkitException;
import dev.trainkit.config.RunConfig;
import dev.trainkit.data.SmallMnist;
import dev.trainkit.train.EpochResult;
import dev.trainkit.train.TrainerRunner;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.framework.HistogramProto;
import org.tensorflow.framework.Summary;
import org.tensorflow.util.Event;

/** TensorFlow's own classes read what was written, and Guava's CRC-32C checks the frames. */
@Slow
class TensorBoardEventsTest {

    private static final int MASK = 0xa282ead8;

    @TempDir private static Path folder;
    private static List<Event> events;
    private static HistoryLines history;

    @BeforeAll
    static void train() throws IOException {
        RunConfig config =
                RunConfig.of(
                        "train.epochs=2",
                        "train.log-steps=true",
                        "data.limit=200",
                        "data.path=" + SmallMnist.write(folder.resolve("data"), 200, 100));
        Path lines = folder.resolve("history.jsonl");
        try (TrainerRunner runner = TrainerRunner.open(config);
                History written = History.create(lines, true);
                TensorBoardEvents board =
                        TensorBoardEvents.of(runner, folder.resolve("tensorboard"))) {
            runner.listen(board).listen(written).fit();
        }
        history = HistoryLines.read(lines);
        events = read(onlyFile(folder.resolve("tensorboard")));
    }

    @Test
    void beginsWithTheFormatsVersion() {
        assertThat(events.get(0).getFileVersion()).isEqualTo("brain.Event:2");
    }

    @Test
    void hasTheStepsOfTheHistory() {
        assertThat(scalars("step/loss"))
                .isNotEmpty()
                .isEqualTo(
                        history.steps().stream()
                                .map(step -> Map.entry((long) step.step(), step.loss()))
                                .toList());
        assertThat(scalars("step/learning-rate"))
                .isEqualTo(
                        history.steps().stream()
                                .map(
                                        step ->
                                                Map.entry(
                                                        (long) step.step(),
                                                        (float) step.learningRate()))
                                .toList());
    }

    @Test
    void hasTheEpochsOfTheHistory() {
        assertThat(history.epochs()).hasSize(2);
        assertEpochs("epoch/train-loss", EpochResult::trainLoss);
        assertEpochs("epoch/train-accuracy", EpochResult::trainAccuracy);
        assertEpochs("epoch/validation-loss", EpochResult::validationLoss);
        assertEpochs("epoch/validation-accuracy", EpochResult::validationAccuracy);
        assertEpochs("epoch/learning-rate", EpochResult::learningRate);
        assertEpochs("epoch/seconds", EpochResult::seconds);
        assertEpochs("epoch/images-per-second", EpochResult::imagesPerSecond);
    }

    @Test
    void countsEveryWeightAndGradientOfEachEpoch() {
        for (String tag : List.of("weights/conv1.weight", "gradients/conv1.weight")) {
            List<HistogramProto> histograms = values(tag).map(Summary.Value::getHisto).toList();
            assertThat(histograms).hasSize(2);
            for (HistogramProto histogram : histograms) {
                assertThat(histogram.getNum()).isEqualTo(6 * 3 * 3);
                assertThat(
                                histogram.getBucketList().stream()
                                        .mapToDouble(Double::doubleValue)
                                        .sum())
                        .isEqualTo(6 * 3 * 3);
                assertThat(histogram.getBucketLimitList())
                        .isSorted()
                        .last()
                        .isEqualTo(histogram.getMax());
            }
        }
    }

    @Test
    void hasPicturesThatCanBeOpened() throws IOException {
        for (String tag : List.of("inputs", "confusion")) {
            Summary.Image image = values(tag).findFirst().orElseThrow().getImage();
            var read =
                    ImageIO.read(
                            new ByteArrayInputStream(image.getEncodedImageString().toByteArray()));
            assertThat(read.getWidth()).isEqualTo(image.getWidth());
            assertThat(read.getHeight()).isEqualTo(image.getHeight());
        }
    }

    @Test
    void hasTheConfigurationAsTextAndAsHyperParameters() {
        Summary.Value text = values("configuration").findFirst().orElseThrow();
        assertThat(text.getMetadata().getPluginData().getPluginName()).isEqualTo("text");
        assertThat(text.getTensor().getStringVal(0).toStringUtf8())
                .contains("    optimizer:\n      name: sgd");
        assertThat(
                        values("_hparams_/session_start_info")
                                .map(value -> value.getMetadata().getPluginData()))
                .singleElement()
                .satisfies(
                        plugin -> {
                            assertThat(plugin.getPluginName()).isEqualTo("hparams");
                            assertThat(plugin.getContent().toStringUtf8())
                                    .contains("optimizer.learning-rate");
                        });
        assertThat(values("_hparams_/session_end_info")).hasSize(1);
    }

    @Test
    void voidsWhatWasWrittenAfterTheStepThatARunGoesOnFrom() throws IOException {
        Path another = folder.resolve("another");
        try (EventFile file = EventFile.create(another, () -> 1.5)) {
            file.restartAt(7);
        }
        Event restart = read(onlyFile(another)).get(1);
        assertThat(restart.getStep()).isEqualTo(7);
        assertThat(restart.getWallTime()).isEqualTo(1.5);
        assertThat(restart.getSessionLog().getStatus().name()).isEqualTo("START");
    }

    @Test
    void saysWhereItCannotBeWritten() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> EventFile.create(file, () -> 0))
                .isInstanceOf(TrainkitException.class)
                .hasMessage(
                        "TensorBoard's events could not be written to %s: a file of that name is in the way. Check the directory and the free space and resume the run, or turn them off with --set report.tensorboard=false.",
                        file);
    }

    private interface Figure {
        double of(EpochResult epoch);
    }

    private static void assertEpochs(String tag, Figure figure) {
        assertThat(scalars(tag))
                .as(tag)
                .isEqualTo(
                        history.epochs().stream()
                                .map(
                                        epoch ->
                                                Map.entry(
                                                        (long) epoch.step(),
                                                        (float) figure.of(epoch)))
                                .toList());
    }

    private static List<Map.Entry<Long, Float>> scalars(String tag) {
        return events.stream()
                .flatMap(
                        event ->
                                event.getSummary().getValueList().stream()
                                        .filter(value -> value.getTag().equals(tag))
                                        .map(
                                                value ->
                                                        Map.entry(
                                                                event.getStep(),
                                                                value.getSimpleValue())))
                .collect(Collectors.toList());
    }

    private static Stream<Summary.Value> values(String tag) {
        return events.stream()
                .flatMap(event -> event.getSummary().getValueList().stream())
                .filter(value -> value.getTag().equals(tag));
    }

    private static Path onlyFile(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> all = files.toList();
            assertThat(all).hasSize(1);
            return all.get(0);
        }
    }

    private static List<Event> read(Path file) throws IOException {
        ByteBuffer records =
                ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        List<Event> read = new ArrayList<>();
        while (records.hasRemaining()) {
            byte[] length = new byte[8];
            records.get(length);
            assertThat(records.getInt()).isEqualTo(checksum(length));
            byte[] content =
                    new byte
                            [(int)
                                    ByteBuffer.wrap(length)
                                            .order(ByteOrder.LITTLE_ENDIAN)
                                            .getLong()];
            records.get(content);
            assertThat(records.getInt()).isEqualTo(checksum(content));
            read.add(Event.parseFrom(content));
        }
        return read;
    }

    private static int checksum(byte[] bytes) {
        int crc = Hashing.crc32c().hashBytes(bytes).asInt();
        return ((crc >>> 15) | (crc << 17)) + MASK;
    }
}
