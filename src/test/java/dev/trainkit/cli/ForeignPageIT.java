package dev.trainkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.trainkit.data.SmallMnist;
import dev.trainkit.predict.SmallModel;
import dev.trainkit.spring.web.Server;
import dev.trainkit.spring.web.ServerConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.chrome.ChromeDriver;

/** A page of somebody else's in a browser on this machine, beside a server that is for it alone. */
class ForeignPageIT {

    /** Asks for everything, and tells what came of it: a status, or that it could not be read. */
    private static final String ASK =
            """
            const [root, data, done] = arguments;
            const yaml = 'data: {path: "' + data + '"}\\ntrain: {epochs: 1}\\n';
            const form = new FormData();
            form.append('picture', new Blob(['no picture']), 'a.png');
            const posted = (type, body) => ({method: 'POST', headers: {'Content-Type': type}, body});
            const asked = [
              ['v1/models'], ['v1/runs'], ['v1/runs/bees/report'], ['v1/runs/events'], ['v1/trainings'], [''],
              ['v1/predict', {method: 'POST', body: form}],
              ['v1/predict', {method: 'POST', body: form, mode: 'no-cors'}],
              ['v1/predict', posted('image/png', 'no picture')],
              ['v1/trainings/evil', posted('application/yaml', yaml)],
              ['v1/trainings/evil', {...posted('text/plain', yaml), mode: 'no-cors'}],
              ['v1/trainings/bees', {method: 'DELETE'}],
            ];
            Promise.all(asked.map(([path, options]) =>
              fetch(root + path, options).then(answer => String(answer.status), error => 'nothing')))
              .then(done);""";

    @TempDir private static Path folder;
    private static Path data;
    private static ChromeDriver browser;

    @BeforeAll
    static void start() throws IOException {
        data = SmallMnist.write(folder.resolve("data"), 20, 10);
        SmallModel.saying(folder.resolve("bees"), 1, 3, 2);
        browser = Chromium.start("--host-resolver-rules=MAP evil.example 127.0.0.1");
        browser.manage().timeouts().scriptTimeout(Duration.ofMinutes(1));
    }

    @AfterAll
    static void end() {
        browser.quit();
    }

    /** Its name leads to another server first, and then to ours (DNS rebinding). */
    @Test
    void readsAndStartsNothingWhereItsNameLeadsToOurServer() throws Exception {
        HttpServer theirs = theirs();
        int port = theirs.getAddress().getPort();
        browser.get("http://evil.example:" + port + "/");
        theirs.stop(0);
        try (Server ours = serve(port)) {
            assertThat(ask("/")).containsOnly("403", "415"); // refused, or no type that is taken
            assertNothingWasDone(ours);
            browser.get("http://evil.example:" + port + "/runs");
            assertThat(browser.getPageSource())
                    .contains("The server does not answer to the name that the header Host has.");
        }
    }

    @Test
    void readsAndStartsNothingAcrossOrigins() throws Exception {
        HttpServer theirs = theirs();
        browser.get("http://evil.example:" + theirs.getAddress().getPort() + "/");
        try (Server ours = serve(0)) {
            assertThat(ask("http://127.0.0.1:" + ours.port() + "/")).containsOnly("nothing");
            assertNothingWasDone(ours);
        } finally {
            theirs.stop(0);
        }
    }

    private static HttpServer theirs() throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    byte[] page =
                            "<!doctype html><title>evil</title>".getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders().set("Content-Type", "text/html");
                    exchange.getResponseHeaders().set("Connection", "close");
                    exchange.sendResponseHeaders(200, page.length);
                    exchange.getResponseBody().write(page);
                    exchange.close();
                });
        server.start();
        return server;
    }

    private static Server serve(int port) {
        return Server.start(
                new ServerConfig(
                        List.of(folder.resolve("bees")),
                        "127.0.0.1",
                        port,
                        folder,
                        null,
                        false,
                        "cpu",
                        List.of(
                                "trainkit.training.folder=" + folder.resolve("trained"),
                                "trainkit.training.web.enabled=true")));
    }

    private static List<String> ask(String root) {
        List<?> answers = (List<?>) browser.executeAsyncScript(ASK, root, data.toString());
        return answers.stream().map(String::valueOf).toList();
    }

    private static void assertNothingWasDone(Server ours) throws Exception {
        assertThat(get(ours, "v1/trainings")).isEqualTo("[]");
        assertThat(get(ours, "v1/models")).contains("bees").doesNotContain("lastPrediction");
        assertThat(folder.resolve("trained/evil")).doesNotExist();
    }

    private static String get(Server ours, String path) throws Exception {
        URI address = URI.create("http://127.0.0.1:" + ours.port() + "/" + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
                .body();
    }
}
