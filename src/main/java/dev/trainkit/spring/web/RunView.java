package dev.trainkit.spring.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What the page of runs shows of one.
 *
 * @param state {@code trained}, {@code training} or {@code stopped}
 * @param report whether it has one
 */
record RunView(String name, String state, boolean report, List<Epoch> epochs) {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration LIVE = Duration.ofMinutes(2);

    /** A line of the history; what was not measured is null. */
    record Epoch(
            int epoch,
            Double trainLoss,
            Double validationLoss,
            Double trainAccuracy,
            Double validationAccuracy) {}

    static RunView of(Path directory) throws IOException {
        Path history = directory.resolve("history.jsonl");
        return new RunView(
                directory.getFileName().toString(),
                state(directory, history),
                Files.isRegularFile(directory.resolve("report.html")),
                Files.isRegularFile(history) ? epochs(Files.readString(history)) : List.of());
    }

    private static String state(Path directory, Path history) throws IOException {
        if (Files.isRegularFile(directory.resolve("model.json"))) {
            return "trained";
        }
        Path newest = Files.isRegularFile(history) ? history : directory;
        Instant written = Files.getLastModifiedTime(newest).toInstant();
        return written.isAfter(Instant.now().minus(LIVE)) ? "training" : "stopped";
    }

    private static List<Epoch> epochs(String lines) {
        List<Epoch> epochs = new ArrayList<>();
        for (String line : whole(lines)) {
            try {
                JsonNode json = MAPPER.readTree(line);
                if (json.has("epoch")) { // and not a step
                    epochs.add(epoch(json));
                }
            } catch (IOException e) {
                // a damaged line is none
            }
        }
        return epochs;
    }

    /** Without the one that is being written. */
    private static List<String> whole(String lines) {
        return lines.substring(0, lines.lastIndexOf('\n') + 1).lines().toList();
    }

    private static Epoch epoch(JsonNode json) {
        return new Epoch(
                json.path("epoch").asInt(),
                number(json.path("trainLoss")),
                number(json.path("validationLoss")),
                number(json.path("trainAccuracy")),
                number(json.path("validationAccuracy")));
    }

    private static Double number(JsonNode json) {
        return json.isNumber() ? json.asDouble() : null;
    }
}
