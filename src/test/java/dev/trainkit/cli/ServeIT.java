package dev.trainkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServeIT {

    @TempDir private Path folder;

    @Test
    void answersUntilItIsToldToEnd() throws Exception {
        Process process =
                Ran.process(
                                folder,
                                Ran.HOME.resolve("scripts/trainkit"),
                                Map.of("TRAINKIT_API_KEY", "secret"),
                                "serve",
                                "--port=0")
                        .redirectError(folder.resolve("err.txt").toFile())
                        .start();
        try (BufferedReader out = process.inputReader()) {
            String line = out.readLine();
            assertThat(line).matches("lenet-mnist at http://127\\.0\\.0\\.1:\\d+/");
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(
                            URI.create(line.substring(line.indexOf("http")) + "v1/predict"));
            HttpResponse<String> answer =
                    HttpClient.newHttpClient()
                            .send(
                                    request.header("X-Api-Key", "secret")
                                            .POST(
                                                    HttpRequest.BodyPublishers.ofFile(
                                                            Ran.HOME.resolve(
                                                                    "src/main/dist/samples/digit-7.png")))
                                            .build(),
                                    BodyHandlers.ofString());
            assertThat(answer.body()).startsWith("{\"image\":\"-\",\"label\":\"7\",");
            process.destroy(); // SIGTERM
            assertThat(process.waitFor()).isEqualTo(143);
            assertThat(folder.resolve("err.txt"))
                    .content()
                    .contains("\"POST /v1/predict HTTP/1.1\" 200")
                    .doesNotContain("Exception");
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void refusesAPortThatIsNone() {
        assertThat(Ran.here("serve", "--port=70000").err())
                .startsWith("--port must be between 0 and 65535, but was 70000\n");
    }

    @Test
    void saysThatThereIsNoModel() {
        Ran ran = Ran.launched(folder, "serve", "--port=0", "--model=none");
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err())
                .startsWith("There is no model in ")
                .contains("none: it has no model.json.");
    }
}
