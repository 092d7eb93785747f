package dev.trainkit.bench;

import ai.djl.pytorch.jni.JniUtils;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Where time goes, by libtorch's profiler: each operation's own share, on the thread that asks. */
final class OwnTimes implements AutoCloseable {

    private static final int ROWS = 20;

    private final Path profile;
    private long start;
    private double micros;

    /** By an operation's name: its own microseconds, and how often it was called. */
    private final Map<String, double[]> own = new HashMap<>();

    OwnTimes() throws IOException {
        profile = Files.createTempFile("trainkit-profile", ".json");
    }

    /** One call, and how much of its time went to those that it made. */
    private static final class Call {

        private final String name;
        private final double end;
        private double own;

        private Call(JsonNode event) {
            name = event.path("name").asText();
            own = event.path("dur").asDouble();
            end = event.path("ts").asDouble() + own;
        }
    }

    void start() {
        JniUtils.startProfile(false, false, false);
        start = System.nanoTime();
    }

    void stop() {
        micros = (System.nanoTime() - start) / 1e3;
        JniUtils.stopProfile(profile.toString());
    }

    /**
     * A table of the operations that took most.
     *
     * @param of what was done so many times
     */
    void print(String of, int times) throws IOException {
        Map<String, List<JsonNode>> threads = new HashMap<>();
        for (JsonNode event : new ObjectMapper().readTree(profile.toFile())) {
            threads.computeIfAbsent(event.path("tid").asText(), tid -> new ArrayList<>())
                    .add(event);
        }
        threads.values().forEach(this::count);
        double inside = own.values().stream().mapToDouble(sum -> sum[0]).sum();
        System.out.printf("| operation, %s | us | share | calls |%n|---|---|---|---|%n", of);
        row("outside of libtorch's operations (Java, JNI)", micros - inside, 0, times);
        own.entrySet().stream()
                .sorted(Comparator.comparingDouble(entry -> -entry.getValue()[0]))
                .limit(ROWS)
                .forEach(sum -> row(sum.getKey(), sum.getValue()[0], sum.getValue()[1], times));
        row("all", micros, own.values().stream().mapToDouble(sum -> sum[1]).sum(), times);
    }

    private void count(List<JsonNode> events) {
        events.sort(
                Comparator.comparingDouble((JsonNode event) -> event.path("ts").asDouble())
                        .thenComparingDouble(event -> -event.path("dur").asDouble()));
        Deque<Call> open = new ArrayDeque<>();
        List<Call> calls = new ArrayList<>();
        for (JsonNode event : events) {
            Call call = new Call(event);
            while (!open.isEmpty() && open.peek().end <= event.path("ts").asDouble()) {
                open.pop();
            }
            if (!open.isEmpty()) {
                open.peek().own -= call.own;
            }
            open.push(call);
            calls.add(call);
        }
        for (Call call : calls) {
            double[] sum = own.computeIfAbsent(call.name, name -> new double[2]);
            sum[0] += call.own;
            sum[1]++;
        }
    }

    private void row(String name, double sum, double calls, int times) {
        System.out.printf(
                Locale.ROOT,
                "| %s | %.1f | %.1f %% | %.1f |%n",
                name,
                sum / times,
                100 * sum / micros,
                calls / times);
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(profile);
    }
}
