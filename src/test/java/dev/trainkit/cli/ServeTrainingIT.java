package dev.trainkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainkit.data.SmallMnist;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Trains in a server that is a process of its own, over HTTP. */
@DisabledOnOs(OS.WINDOWS) // where the launcher's process is not the server's
class ServeTrainingIT {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir private static Path folder;
    private static Path data;

    @BeforeAll
    static void writeData() throws IOException {
        data = SmallMnist.write(folder.resolve("data"), 300, 50);
    }

    /** So many that a run is killed in its first ones, and never after its last. */
    private static final int EPOCHS = 60;

    /** A server with its runs under a folder. */
    private record Serving(Process process, URI address) implements AutoCloseable {

        static Serving start(Path runs) throws IOException {
            Process process =
                    Ran.process(
                                    folder,
                                    Ran.HOME.resolve("scripts/trainkit"),
                                    Map.of(),
                                    "serve",
                                    "--port=0",
                                    "--runs=" + runs,
                                    "--property=trainkit.training.folder=" + runs,
                                    "--property=trainkit.training.web.folders=" + folder,
                                    "--property=trainkit.training.web.enabled=true")
                            .redirectError(folder.resolve("err.txt").toFile())
                            .start();
            BufferedReader out = process.inputReader();
            String line = out.readLine();
            return new Serving(process, URI.create(line.substring(line.indexOf("http"))));
        }

        HttpResponse<String> send(String path, HttpRequest.Builder request)
                throws IOException, InterruptedException {
            return CLIENT.send(
                    request.uri(address.resolve("v1/trainings/" + path)).build(),
                    BodyHandlers.ofString());
        }

        void submit(String name, int epochs) throws IOException, InterruptedException {
            String yaml =
                    String.format(
                            Locale.ROOT,
                            """
                    data: {path: %s}
                    train: {epochs: %d, batch-size: 50}
                    schedule: {name: constant}
                    checkpoint: {every-steps: 2}
                    engine: {device: cpu, threads: 1}
                    report: {html: false}
                    """,
                            data,
                            epochs);
            HttpRequest.Builder request =
                    HttpRequest.newBuilder()
                            .header("Content-Type", "application/yaml")
                            .POST(BodyPublishers.ofString(yaml));
            assertThat(send(name, request).statusCode()).isEqualTo(202);
        }

        /** Waits for an event of the run that holds this. */
        void await(String run, String part) throws IOException, InterruptedException {
            HttpRequest request = HttpRequest.newBuilder(address.resolve("v1/runs/events")).build();
            try (Stream<String> events = CLIENT.send(request, BodyHandlers.ofLines()).body()) {
                boolean came =
                        events.anyMatch(
                                line -> line.contains("\"" + run + "\"") && line.contains(part));
                assertThat(came).isTrue();
            }
        }

        String state(String run) throws IOException, InterruptedException {
            String status = send(run, HttpRequest.newBuilder()).body();
            return new ObjectMapper().readTree(status).get("state").asText();
        }

        @Override
        public void close() {
            process.destroy();
            process.onExit().join();
        }
    }

    @Test
    void goesOnAfterAKillToTheSameBytes() throws Exception {
        Path runs = folder.resolve("runs");
        try (Serving serving = Serving.start(runs)) {
            serving.submit("killed", EPOCHS);
            serving.submit("waiting", 1);
            serving.await("killed", "\"epoch\":2");
            serving.process().destroyForcibly().waitFor(); // SIGKILL
        }
        assertThat(runs.resolve("killed/checkpoints")).isNotEmptyDirectory();
        assertThat(runs.resolve("killed/model.json")).doesNotExist();

        try (Serving serving = Serving.start(runs)) {
            serving.await("waiting", "\"state\":\"trained\"");
            serving.submit("whole", EPOCHS);
            serving.await("whole", "\"state\":\"trained\"");
            assertThat(serving.state("killed")).isEqualTo("TRAINED");
        }
        assertThat(runs.resolve("killed/weights.safetensors"))
                .hasSameBinaryContentAs(runs.resolve("whole/weights.safetensors"));
        assertThat(epochs(runs.resolve("killed")))
                .isEqualTo(IntStream.rangeClosed(1, EPOCHS).boxed().toList());
    }

    private static List<Integer> epochs(Path run) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        try (Stream<String> lines = Files.lines(run.resolve("history.jsonl"))) {
            return lines.map(line -> readInt(mapper, line)).toList();
        }
    }

    private static int readInt(ObjectMapper mapper, String line) {
        try {
            return mapper.readTree(line).get("epoch").asInt();
        } catch (IOException e) {
            throw new AssertionError(line, e);
        }
    }

    @Test
    void cancelsARunAndFinishesTheNext() throws Exception {
        Path runs = folder.resolve("cancelled");
        try (Serving serving = Serving.start(runs)) {
            serving.submit("endless", 100_000);
            serving.submit("next", 1);
            serving.await("endless", "\"epoch\":1");
            assertThat(serving.state("next")).isEqualTo("WAITING");

            assertThat(serving.send("endless", HttpRequest.newBuilder().DELETE()).statusCode())
                    .isEqualTo(200);

            serving.await("next", "\"state\":\"trained\"");
            assertThat(serving.state("endless")).isEqualTo("CANCELLED");
        }
        assertThat(runs.resolve("next/weights.safetensors")).isNotEmptyFile();
        assertThat(runs.resolve("endless/model.json")).doesNotExist();
    }
}
