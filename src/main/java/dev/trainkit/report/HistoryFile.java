package dev.trainkit.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainkit.store.AtomicFile;
import dev.trainkit.train.EpochResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Cuts {@code history.jsonl} back to where a run goes on. */
final class HistoryFile {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private HistoryFile() {}

    /**
     * Keeps the lines of steps up to {@code step}; those of epochs are written anew, for the run
     * knows them and the file may have lost them.
     */
    static void cut(Path file, int step, List<EpochResult> epochs) throws IOException {
        NavigableMap<Integer, String> steps = stepLines(file, step);
        List<String> lines = new ArrayList<>();
        for (EpochResult epoch : epochs) {
            lines.addAll(steps.headMap(epoch.step(), true).values());
            steps.headMap(epoch.step(), true).clear();
            lines.add(JsonLine.of(epoch));
        }
        lines.addAll(steps.values());
        String text = lines.stream().map(line -> line + "\n").collect(Collectors.joining());
        AtomicFile.write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    private static NavigableMap<Integer, String> stepLines(Path file, int last) throws IOException {
        NavigableMap<Integer, String> lines = new TreeMap<>();
        if (Files.exists(file)) {
            String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            text.lines().forEach(line -> addStep(line, last, lines));
        }
        return lines;
    }

    /** A line that a kill cut short is no JSON, and is left out. */
    private static void addStep(String line, int last, Map<Integer, String> lines) {
        try {
            JsonNode json = MAPPER.readTree(line);
            int step = json.path("step").asInt(Integer.MAX_VALUE);
            if (!json.has("epoch") && step <= last) {
                lines.put(step, line);
            }
        } catch (JsonProcessingException e) {
            return;
        }
    }
}
