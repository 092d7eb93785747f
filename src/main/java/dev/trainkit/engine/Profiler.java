package dev.trainkit.engine;

import ai.djl.pytorch.jni.JniUtils;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainkit.TemporaryFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.StreamSupport;

/** Reads from libtorch's profiler which nodes a backward pass ran. */
final class Profiler {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The engine's work on one node; inside of it the node itself, and what follows from it. */
    private static final String NODE = "autograd::engine::evaluate_function: ";

    private static final String NAMESPACE = "torch::autograd::";

    /**
     * One call, from the profiler's file, which lists each after those made inside of it.
     *
     * @param ts microseconds at which it began
     * @param shape of each tensor among its arguments
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Call(String name, double ts, JsonNode shape) {

        boolean isNode() {
            return name.startsWith(NODE);
        }

        boolean isAddition() {
            return name.equals("aten::add") || name.equals("aten::add_");
        }
    }

    private Profiler() {}

    /** The nodes that {@code backward} runs on this thread, in order. */
    static synchronized List<BackwardPass.Step> steps(Runnable backward) {
        Path file = TemporaryFiles.file("trainkit-profile", ".json");
        try {
            try {
                record(backward, file);
                return steps(JSON.readValue(file.toFile(), new TypeReference<List<Call>>() {}));
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw TemporaryFiles.noRoom(e);
        }
    }

    private static void record(Runnable backward, Path file) {
        JniUtils.startProfile(false, true, false);
        try {
            backward.run();
        } finally {
            JniUtils.stopProfile(file.toString());
        }
    }

    private static List<BackwardPass.Step> steps(List<Call> calls) {
        List<BackwardPass.Step> steps = new ArrayList<>();
        Deque<Call> unclaimed = new ArrayDeque<>();
        for (Call call : calls) {
            List<Call> inside = new ArrayList<>();
            while (!unclaimed.isEmpty() && unclaimed.peek().ts() >= call.ts()) {
                inside.add(unclaimed.pop());
            }
            unclaimed.push(call);
            if (call.isNode()) {
                steps.add(step(call, inside));
            }
        }
        return steps;
    }

    private static BackwardPass.Step step(Call call, List<Call> inside) {
        String name = call.name().substring(NODE.length());
        List<Long> shape =
                inside.stream()
                        .filter(inner -> inner.name().equals(name))
                        .findFirst()
                        .map(inner -> firstShape(inner.shape()))
                        .orElse(List.of());
        int accumulations = (int) inside.stream().filter(Call::isAddition).count();
        return new BackwardPass.Step(name.replace(NAMESPACE, ""), shape, accumulations);
    }

    private static List<Long> firstShape(JsonNode shapes) {
        return StreamSupport.stream(shapes.path(0).spliterator(), false)
                .map(JsonNode::asLong)
                .toList();
    }
}
