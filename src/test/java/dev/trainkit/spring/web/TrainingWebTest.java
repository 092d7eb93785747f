package dev.trainkit.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainkit.Slow;
import dev.trainkit.data.SmallMnist;
import dev.trainkit.predict.SmallModel;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs that somebody asks for over HTTP who should not read the whole machine. */
@Slow
class TrainingWebTest {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir private static Path folder;
    private static Path shared;
    private static Server server;

    @BeforeAll
    static void start() throws IOException {
        shared = Files.createDirectory(folder.resolve("shared"));
        SmallMnist.write(shared.resolve("digits"), 60, 10);
        Path secret = Files.createDirectory(folder.resolve("secret"));
        Files.writeString(secret.resolve("password.csv"), "label,path\nhunter2,hunter3\n");
        Files.createSymbolicLink(shared.resolve("link"), secret);
        Files.createSymbolicLink(shared.resolve("dangling"), secret.resolve("none"));
        Files.writeString(shared.resolve("own.csv"), "label,path\nhunter2,hunter3\n");
        server =
                Server.start(
                        new ServerConfig(
                                List.of(SmallModel.saying(folder.resolve("bees"), 1, 3, 2)),
                                "127.0.0.1",
                                0,
                                null,
                                null,
                                false,
                                "cpu",
                                List.of(
                                        "trainkit.training.folder=" + folder.resolve("trained"),
                                        "trainkit.training.web.enabled=true",
                                        "trainkit.training.web.folders=" + shared,
                                        "trainkit.training.web.mlflow=http://localhost:9",
                                        "trainkit.training.web.queue-capacity=1")));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** In the same words, whether it is there or not. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "secret/password.csv",
                "secret/none",
                "shared/../secret/password.csv",
                "shared/none/../../secret",
                "shared/link/password.csv",
                "shared/link/none",
                "shared/dangling",
                "sharedbutother",
                "",
                "../../../../../../../../etc/passwd"
            })
    void readsNothingButWhatIsBelowAFolderThatIsListed(String path) throws Exception {
        for (String key : List.of("data.path", "model.weights", "data.split-file")) {
            String[] parts = key.split("\\.", 2);
            String yaml = parts[0] + ": {" + parts[1] + ": \"" + folder.resolve(path) + "\"}\n";
            assertProblem(
                    submit("outside", yaml),
                    403,
                    key
                            + " must be below a folder that trainkit.training.web.folders lists. Name"
                            + " another, or have it listed.");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:1", "http://localhost:9/x", "https://localhost:9"})
    void callsNoServerThatIsNotListed(String address) throws Exception {
        assertProblem(
                submit("calling", "report: {mlflow: \"" + address + "\"}\n"),
                403,
                "report.mlflow must be a server that trainkit.training.web.mlflow lists. Name another,"
                        + " or have it listed.");
    }

    @Test
    void tellsNobodyOutsideWhatAFileIsMadeOf() throws Exception {
        String yaml = "data: {name: csv, path: \"" + shared.resolve("own.csv") + "\"}\n";
        assertThat(submit("failing", yaml).statusCode()).isEqualTo(202);
        assertThat(awaitState("failing", "FAILED").get("failure").asText())
                .isEqualTo("The run failed, and the server's log says why. Ask its operator.");
        assertThat(send(request("")).body()).contains("failing").doesNotContain("hunter");
    }

    @Test
    void takesNoLargeOrGarbledConfiguration() throws Exception {
        assertProblem(
                submit("large", "# " + "a".repeat(256 * 1024)),
                413,
                "The body is longer than the 262,144 bytes that are read. State only what differs from"
                        + " the defaults.");
        HttpResponse<String> garbled =
                send(
                        request("garbled")
                                .header("Content-Type", "application/yaml")
                                .POST(
                                        BodyPublishers.ofByteArray(
                                                "# é".getBytes(StandardCharsets.ISO_8859_1))));
        assertProblem(garbled, 422, "The configuration is not UTF-8 text. Send it as UTF-8.");
    }

    @Test
    void refusesARunWhereAsManyWaitAsMay() throws Exception {
        String yaml =
                "data: {path: \""
                        + shared.resolve("digits")
                        + "\"}\ntrain: {epochs: 100000}\nengine: {device: cpu, threads: 1}\n";
        assertThat(submit("endless", yaml).statusCode()).isEqualTo(202);
        awaitState("endless", "TRAINING");
        assertThat(submit("waiting", yaml).statusCode()).isEqualTo(202);

        HttpResponse<String> refused = submit("more", yaml);

        assertProblem(
                refused,
                503,
                "As many runs wait as may: 1. Submit it again when some have been trained, or cancel"
                        + " one.");
        assertThat(refused.headers().firstValue("Retry-After")).contains("60");
        send(request("waiting").DELETE());
        send(request("endless").DELETE());
        awaitState("waiting", "CANCELLED");
    }

    private static JsonNode awaitState(String name, String state) throws Exception {
        while (true) {
            JsonNode run = new ObjectMapper().readTree(send(request(name)).body());
            if (run.get("state").asText().equals(state)) {
                return run;
            }
        }
    }

    private static HttpResponse<String> submit(String name, String yaml) throws Exception {
        return send(
                request(name)
                        .header("Content-Type", "application/yaml")
                        .POST(BodyPublishers.ofString(yaml)));
    }

    private static HttpRequest.Builder request(String name) {
        String path = name.isEmpty() ? "/v1/trainings" : "/v1/trainings/" + name;
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }

    private static void assertProblem(HttpResponse<String> response, int status, String detail)
            throws IOException {
        assertThat(new ObjectMapper().readTree(response.body()).get("detail").asText())
                .isEqualTo(detail);
        assertThat(response.statusCode()).isEqualTo(status);
    }
}
