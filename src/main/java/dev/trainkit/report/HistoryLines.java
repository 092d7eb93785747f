package dev.trainkit.report;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainkit.TrainkitException;
import dev.trainkit.inspect.LayerStatistics;
import dev.trainkit.store.Reasons;
import dev.trainkit.train.EpochResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What {@code history.jsonl} tells of a run.
 *
 * @param steps empty where the run did not write them down
 */
record HistoryLines(List<EpochResult> epochs, List<Step> steps) {

    private static final ObjectMapper MAPPER =
            new ObjectMapper()
                    .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false)
                    .configure(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES, true);

    /**
     * A step.
     *
     * @param layers null where gradients were not watched
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Step(int step, float loss, double learningRate, List<LayerStatistics> layers) {}

    HistoryLines {
        epochs = List.copyOf(epochs);
        steps = List.copyOf(steps);
    }

    /**
     * @throws TrainkitException when the file cannot be read, or a line of it
     */
    static HistoryLines read(Path file) {
        List<EpochResult> epochs = new ArrayList<>();
        List<Step> steps = new ArrayList<>();
        int number = 0;
        try {
            for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                number++;
                JsonNode json = MAPPER.readTree(line);
                if (json.has("epoch")) {
                    epochs.add(MAPPER.treeToValue(json, EpochResult.class));
                } else {
                    steps.add(MAPPER.treeToValue(json, Step.class));
                }
            }
        } catch (JsonProcessingException e) {
            throw new TrainkitException(
                    String.format(
                            Locale.ROOT,
                            "%s:%d is damaged: %s. Copy the model again, or train it again.",
                            file,
                            number,
                            e.getOriginalMessage()),
                    e);
        } catch (IOException e) {
            throw new TrainkitException(
                    "Cannot read %s: %s. Check the path and its permissions."
                            .formatted(file, Reasons.of(e)),
                    e);
        }
        return new HistoryLines(epochs, steps);
    }
}
