package dev.trainkit.bench;

import ai.djl.pytorch.jni.JniUtils;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.trainkit.train.StepResult;
import dev.trainkit.train.TrainListener;
import dev.trainkit.train.TrainerRunner;

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

/** Where the time of a training step goes, by libtorch's profiler: each operation's own share. */
final class Operations implements TrainListener {

    private static final int FIRST = 200;
    private static final int STEPS = 200;

    private final TrainerRunner runner;
    private final Path profile;
    private long start;
    private double micros;

    private Operations(TrainerRunner runner, Path profile) {
        this.runner = runner;
        this.profile = profile;
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

    public static void main(String[] arguments) throws IOException {
        Path profile = Files.createTempFile("trainkit-profile", ".json");
        try (TrainerRunner runner = TrainerRunner.open(OursTrain.config(Work.of(arguments)))) {
            Operations operations = new Operations(runner, profile);
            runner.listen(operations).fit();
            Map<String, double[]> own = new HashMap<>();
            operations.count(new ObjectMapper().readTree(profile.toFile()), own);
            operations.print(own);
        } finally {
            Files.delete(profile);
        }
    }

    @Override
    public void stepEnded(StepResult step) {
        if (step.step() == FIRST) {
            JniUtils.startProfile(false, false, false);
            start = System.nanoTime();
        } else if (step.step() == FIRST + STEPS) {
            micros = (System.nanoTime() - start) / 1e3;
            JniUtils.stopProfile(profile.toString());
            runner.stop();
        }
    }

    private void count(JsonNode events, Map<String, double[]> own) {
        Map<String, List<JsonNode>> threads = new HashMap<>();
        for (JsonNode event : events) {
            threads.computeIfAbsent(event.path("tid").asText(), tid -> new ArrayList<>())
                    .add(event);
        }
        threads.values().forEach(calls -> countThread(calls, own));
    }

    private void countThread(List<JsonNode> events, Map<String, double[]> own) {
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

    private void print(Map<String, double[]> own) {
        double inside = own.values().stream().mapToDouble(sum -> sum[0]).sum();
        System.out.printf(
                Locale.ROOT,
                "| operation, batch of 64 | us a step | share | calls a step"
                    + " |%n|---|---|---|---|%n");
        row("outside of libtorch's operations (Java, JNI)", micros - inside, 0);
        own.entrySet().stream()
                .sorted(Comparator.comparingDouble(entry -> -entry.getValue()[0]))
                .limit(20)
                .forEach(entry -> row(entry.getKey(), entry.getValue()[0], entry.getValue()[1]));
        row("all", micros, own.values().stream().mapToDouble(sum -> sum[1]).sum());
    }

    private void row(String name, double sum, double calls) {
        System.out.printf(
                Locale.ROOT,
                "| %s | %.1f | %.1f %% | %.1f |%n",
                name,
                sum / STEPS,
                100 * sum / micros,
                calls / STEPS);
    }
}
