package dev.trainkit.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
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
    @Timeout(120)
    @DisabledOnOs(OS.WINDOWS) // where no process is told to end
    void answersWhatRunsWhenItIsToldToEndAndTakesNothingNew() throws Exception {
        byte[] picture = Files.readAllBytes(Ran.HOME.resolve("src/main/dist/samples/digit-7.png"));
        Process process = serving();
        try (BufferedReader out = process.inputReader()) {
            int port = port(out.readLine());
            try (Socket running = connect(port);
                    Socket idle = connect(port)) {
                send(idle, "GET /v1/models HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII));
                assertThat(readUntil(idle, "}]")).startsWith("HTTP/1.1 200");
                begin(running, picture.length);
                send(running, Arrays.copyOf(picture, 100));

                process.destroy(); // SIGTERM
                awaitRefusal(port);

                assertThat(process.isAlive()).isTrue();
                send(idle, "GET /v1/models HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII));
                assertThat(rest(idle)).doesNotContain(" 200");
                send(running, Arrays.copyOfRange(picture, 100, picture.length));
                assertThat(rest(running))
                        .startsWith("HTTP/1.1 200")
                        .contains("{\"image\":\"-\",\"label\":\"7\",");
            }
            assertThat(process.waitFor()).isEqualTo(143);
            assertThat(folder.resolve("err.txt")).content().doesNotContain("Exception");
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    @Timeout(120)
    @DisabledOnOs(OS.WINDOWS)
    void endsWithoutAnAnswerWhereARequestDoesNotEnd() throws Exception {
        Process process =
                serving(
                        "--property=spring.lifecycle.timeout-per-shutdown-phase=1s",
                        "--property=trainkit.web.request-timeout=1h"); // longer than this test
        try (BufferedReader out = process.inputReader();
                Socket running = connect(port(out.readLine()))) {
            begin(running, 1000);

            process.destroy();

            assertThat(process.waitFor()).isEqualTo(143);
            assertThat(rest(running)).doesNotContain(" 200");
        } finally {
            process.destroyForcibly();
        }
    }

    private Process serving(String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("serve", "--port=0"));
        arguments.addAll(List.of(options));
        return Ran.process(
                        folder,
                        Ran.HOME.resolve("scripts/trainkit"),
                        Map.of(),
                        arguments.toArray(String[]::new))
                .redirectError(folder.resolve("err.txt").toFile())
                .start();
    }

    private static int port(String line) {
        return URI.create(line.substring(line.indexOf("http"))).getPort();
    }

    private static Socket connect(int port) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), port);
    }

    /** Begins a request, and returns when the server waits for its body. */
    private static void begin(Socket socket, int length) throws IOException {
        String head =
                "POST /v1/predict HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nExpect: 100-continue"
                        + "\r\nContent-Length: %d\r\n\r\n";
        send(socket, head.formatted(length).getBytes(US_ASCII));
        assertThat(readUntil(socket, "\r\n\r\n")).startsWith("HTTP/1.1 100");
    }

    private static void send(Socket socket, byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    private static String readUntil(Socket socket, String end) throws IOException {
        StringBuilder read = new StringBuilder();
        while (read.indexOf(end) < 0) {
            int one = socket.getInputStream().read();
            assertThat(one).as("the end came after " + read).isNotNegative();
            read.append((char) one);
        }
        return read.toString();
    }

    /** What comes until the connection ends, in whatever way. */
    private static String rest(Socket socket) throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        try {
            socket.getInputStream().transferTo(read);
        } catch (SocketException e) {
            // it was reset
        }
        return read.toString(UTF_8);
    }

    /** Returns when nobody listens at the port any more. */
    private static void awaitRefusal(int port) throws IOException {
        while (true) {
            try {
                connect(port).close();
            } catch (ConnectException e) {
                return;
            }
        }
    }

    @Test
    void refusesAPortThatIsNone() {
        assertThat(Ran.here("serve", "--port=70000").err())
                .startsWith("--port must be between 0 and 65535, but was 70000\n");
    }

    @Test
    void refusesAPropertyWithoutAValue() {
        assertThat(Ran.here("serve", "--property=server.port").err())
                .startsWith("--property must be NAME=VALUE, but was server.port\n");
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
