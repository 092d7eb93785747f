package dev.trainkit.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainkit.Slow;
import dev.trainkit.train.EpochResult;
import dev.trainkit.train.StepResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Slow
class FlightEventsTest {

    @TempDir private Path folder;

    @Test
    void putsStepsAndEpochsIntoARecording() throws IOException {
        Path file = folder.resolve("run.jfr");
        try (Recording recording = new Recording()) {
            recording.enable("dev.trainkit.Step").withoutThreshold();
            recording.enable("dev.trainkit.Epoch").withoutThreshold();
            recording.start();
            FlightEvents events = new FlightEvents();
            events.stepEnded(new StepResult(1, 1, 1, 0.5f, 0.1, 0.5, 0.75, 64));
            events.stepEnded(new StepResult(1, 2, 2, 0.25f, 0.05, 0.4, 0.8, 128));
            events.epochEnded(new EpochResult(1, 2, 0.4, 0.8, null, null, 0.05, 1.5, 85, null, 31));
            recording.stop();
            recording.dump(file);
        }

        List<RecordedEvent> steps = events(file, "dev.trainkit.Step");
        assertThat(steps).extracting(step -> step.getInt("step")).containsExactly(1, 2);
        assertThat(steps).extracting(step -> step.getFloat("loss")).containsExactly(0.5f, 0.25f);
        assertThat(steps)
                .extracting(step -> step.getDouble("learningRate"))
                .containsExactly(0.1, 0.05);
        assertThat(events(file, "dev.trainkit.Epoch"))
                .singleElement()
                .satisfies(
                        epoch -> {
                            assertThat(epoch.getDouble("trainLoss")).isEqualTo(0.4);
                            assertThat(epoch.getDouble("validationLoss")).isNaN();
                            assertThat(epoch.getDouble("imagesPerSecond")).isEqualTo(85);
                            assertThat(epoch.getStartTime()).isBefore(epoch.getEndTime());
                        });
    }

    private static List<RecordedEvent> events(Path file, String name) throws IOException {
        return RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().equals(name))
                .toList();
    }
}
