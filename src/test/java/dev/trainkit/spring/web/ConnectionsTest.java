package dev.trainkit.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainkit.Slow;
import dev.trainkit.predict.SmallModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server of three connections that waits 300 ms for a request, and clients that take longer. */
@Timeout(60)
@Slow
class ConnectionsTest {

    private static final String MODELS = "GET /v1/models HTTP/1.1\r\nHost: localhost\r\n";
    private static final String LAST = "Connection: close\r\n\r\n";
    private static final int PATIENCE_MILLIS = 20_000;

    @TempDir private static Path folder;
    private static Server server;

    @BeforeAll
    static void start() {
        server =
                Server.start(
                        new ServerConfig(
                                List.of(SmallModel.saying(folder.resolve("bees"), 1, 3, 2)),
                                "127.0.0.1",
                                0,
                                folder,
                                null,
                                false,
                                "cpu",
                                List.of(
                                        "server.tomcat.max-connections=3",
                                        "trainkit.web.request-timeout=300ms")));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void letsOneThatIsTooManyWaitUntilAnotherEnds() throws IOException {
        try (Socket first = connect();
                Socket second = connect();
                Socket third = connect()) {
            send(first, MODELS + LAST);
            assertThat(all(first)).startsWith("HTTP/1.1 200");
            try (Socket idle = connect();
                    Socket waiting = connect()) {
                send(waiting, MODELS + LAST);
                assertThat(all(waiting)).startsWith("HTTP/1.1 200");
                second.setSoTimeout(100); // it was cut before, for nothing else made room
                assertThat(all(second) + all(third) + all(idle)).isEmpty();
            }
        }
    }

    @Test
    void answersManyMoreThanItMayHaveAtATime() throws IOException {
        Socket[] sockets = new Socket[20];
        for (int i = 0; i < sockets.length; i++) {
            sockets[i] = connect();
            send(sockets[i], MODELS + LAST);
        }
        for (Socket socket : sockets) {
            try (socket) {
                assertThat(all(socket)).startsWith("HTTP/1.1 200").contains("\"name\":\"bees\"");
            }
        }
    }

    @Test
    void cutsAHeaderThatComesInDrops() throws IOException {
        assertThat(drip(MODELS + "X-Long: ")).doesNotContain("HTTP/1.1 200");
    }

    @Test
    void cutsABodyThatComesInDropsWhereNobodyReadsIt() throws IOException {
        String length = "Content-Length: 10000\r\n\r\n";
        assertThat(drip("POST /v1/predict?model=none HTTP/1.1\r\nHost: localhost\r\n" + length))
                .startsWith("HTTP/1.1 404");
        assertThat(drip(MODELS + length)).startsWith("HTTP/1.1 200");
    }

    @Test
    void letsAFollowerOfRunsStay() throws IOException {
        try (Socket follower = connect()) {
            send(follower, "GET /v1/runs/events HTTP/1.1\r\nHost: localhost\r\n\r\n");
            awaitText(follower, "\"name\":\"bees\"");
            drip(MODELS + "X-Long: "); // which takes as long as a request may
            Files.writeString(
                    Files.createDirectory(folder.resolve("new")).resolve("history.jsonl"),
                    "{\"epoch\":1,\"trainLoss\":2.0}\n");
            awaitText(follower, "\"name\":\"new\"");
        }
    }

    /** What the server sends to a byte every 20 ms until it ends the connection. */
    private static String drip(String head) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        try (Socket socket = connect()) {
            send(socket, head);
            socket.setSoTimeout(20);
            for (int drop = 0; drop < 250; drop++) {
                try {
                    send(socket, "a");
                    int one = socket.getInputStream().read();
                    if (one < 0) {
                        return answer.toString(StandardCharsets.UTF_8);
                    }
                    answer.write(one);
                    answer.write(
                            socket.getInputStream()
                                    .readNBytes(socket.getInputStream().available()));
                } catch (SocketTimeoutException e) {
                    // no answer yet, so another drop
                } catch (SocketException e) {
                    return answer.toString(StandardCharsets.UTF_8); // reset
                }
            }
        }
        throw new AssertionError("The server took 250 drops.");
    }

    private static Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String all(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static void awaitText(Socket socket, String text) throws IOException {
        StringBuilder read = new StringBuilder();
        InputStream in = socket.getInputStream();
        while (read.indexOf(text) < 0) {
            int one = in.read();
            assertThat(one).as("the stream ended after " + read).isNotNegative();
            read.append((char) one);
        }
    }
}
