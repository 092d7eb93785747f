package dev.trainkit.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trainkit.Slow;
import dev.trainkit.predict.SmallModel;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may ask what: of a server for this machine, one for others, and one with names and a key. */
@Slow
class GuardTest {

    private static final String NO_NAME =
            "The server does not answer to the name that the header Host has. Ask it as localhost,"
                    + " 127.0.0.1 or [::1], or list the name in trainkit.web.hosts.";
    private static final String NO_ORIGIN =
            "A page of another origin asked this. Ask from the server's own pages, or list the origin"
                    + " in trainkit.web.cors.allowed-origins.";

    @TempDir private static Path folder;
    private static Server local;
    private static Server everywhere;
    private static Server named;

    @BeforeAll
    static void start() {
        Path model = SmallModel.saying(folder.resolve("bees"), 1, 3, 2);
        local = serve(model, "127.0.0.1", null);
        everywhere = serve(model, "0.0.0.0", null);
        named =
                serve(
                        model,
                        "127.0.0.1",
                        "secret",
                        "trainkit.web.hosts=models.example.org",
                        "trainkit.web.cors.allowed-origins=https://app.example.org,http://localhost:3000",
                        "trainkit.web.runs=" + folder,
                        "trainkit.training.folder=" + folder.resolve("trained"),
                        "trainkit.training.web.enabled=true");
    }

    private static Server serve(Path model, String address, String key, String... properties) {
        return Server.start(
                new ServerConfig(
                        List.of(model), address, 0, null, key, false, "cpu", List.of(properties)));
    }

    @AfterAll
    static void stop() {
        local.close();
        everywhere.close();
        named.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST",
                "localhost.",
                "localhost:8080",
                "127.0.0.1",
                "127.0.0.1:1",
                "127.1.2.3:80",
                "[::1]",
                "[::1]:8080"
            })
    void answersToTheNamesOfTheLoopback(String host) throws IOException {
        for (Server server : List.of(local, everywhere)) {
            assertThat(get(server, "/v1/models", "Host: " + host)).startsWith("HTTP/1.1 200");
        }
        assertThat(get(named, "/v1/models", "Host: " + host)).startsWith("HTTP/1.1 401");
    }

    /** Whatever else it says of itself: a page can set the headers of proxies. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:8080",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "evil.example\r\nX-Forwarded-Host: localhost",
                "evil.example\r\nForwarded: host=localhost"
            })
    void answersToNoForeignNameWhereItIsForThisMachine(String host) throws IOException {
        for (String path : List.of("/", "/v1/models", "/assets/draw.js", "/v3/api-docs")) {
            assertProblem(get(local, path, "Host: " + host), 403, NO_NAME);
            assertProblem(get(named, path, "Host: " + host), 403, NO_NAME);
        }
        assertProblem(post(local, "Host: " + host), 403, NO_NAME);
        assertThat(get(everywhere, "/v1/models", "Host: " + host)).startsWith("HTTP/1.1 200");
    }

    /** A name server leads nobody to another place by an address. */
    @ParameterizedTest
    @ValueSource(strings = {"models.example.org", "Models.Example.org:443", "10.0.0.7:8080"})
    void answersToTheNamesThatAreListedAndToAddresses(String host) throws IOException {
        String answer = get(named, "/v1/models", "Host: " + host, "X-Api-Key: secret");
        assertThat(answer).startsWith("HTTP/1.1 200");
        assertProblem(get(local, "/v1/models", "Host: " + host), 403, NO_NAME);
    }

    @Test
    void answersAClientThatKnowsNoNames() throws IOException {
        assertThat(raw(local, "GET /v1/models HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 200");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // what a browser says, of whose page it is, whether it is let through
                "-, -, true",
                "http://localhost, -, true",
                "http://localhost, same-origin, true",
                "https://localhost, -, true", // something in front of the server encrypts
                "https://of.a.proxy, same-origin, true", // which gives it another name
                "-, none, true",
                "http://evil.example, -, false",
                "http://evil.example, cross-site, false",
                "http://localhost:3000, -, false",
                "http://localhost:3000, same-site, false",
                "null, cross-site, false",
                "null, -, false",
                "-, cross-site, false"
            })
    void letsNoForeignPageAskForWork(String origin, String site, boolean isLet) throws IOException {
        String answer =
                post(
                        everywhere,
                        "Host: localhost",
                        origin == null ? "X-None: 1" : "Origin: " + origin,
                        site == null ? "X-No-Site: 1" : "Sec-Fetch-Site: " + site);
        if (isLet) {
            assertThat(answer).startsWith("HTTP/1.1 422"); // the body is no picture
        } else {
            assertProblem(answer, 403, NO_ORIGIN);
        }
    }

    @Test
    void letsThePagesOfAListedOriginAsk() throws IOException {
        String answer =
                post(
                        named,
                        "Host: models.example.org",
                        "Origin: https://app.example.org",
                        "Sec-Fetch-Site: same-site",
                        "X-Api-Key: secret");
        assertThat(answer)
                .startsWith("HTTP/1.1 422")
                .contains("\r\nAccess-Control-Allow-Origin: https://app.example.org\r\n")
                .contains("\r\nVary: Origin\r\n");
        assertThat(post(named, "Host: localhost", "Origin: https://evil.example"))
                .startsWith("HTTP/1.1 403")
                .doesNotContain("Access-Control-Allow-Origin");
    }

    /** Also that the key is missing is for the page to read. */
    @Test
    void letsThePagesOfAListedOriginReadWhatIsWrong() throws IOException {
        assertThat(post(named, "Host: localhost", "Origin: https://app.example.org"))
                .startsWith("HTTP/1.1 401")
                .contains("\r\nAccess-Control-Allow-Origin: https://app.example.org\r\n");
    }

    @Test
    void saysBeforehandWhatAListedOriginMayAskAtEachAddress() throws IOException {
        String description = get(local, "/v3/api-docs", "Host: localhost");
        JsonNode paths = new ObjectMapper().readTree(body(description)).get("paths");
        JsonNode ours = paths.deepCopy();
        ((ObjectNode) ours).remove(List.of("/health", "/health/live", "/health/ready"));
        ours.fieldNames()
                .forEachRemaining(
                        path ->
                                paths.get(path)
                                        .fieldNames()
                                        .forEachRemaining(method -> assertPermitted(path, method)));
    }

    private static void assertPermitted(String path, String method) {
        String[] headers = {
            "Host: localhost",
            "Access-Control-Request-Method: " + method.toUpperCase(Locale.ROOT),
            "Access-Control-Request-Headers: content-type,x-api-key"
        };
        String address = path.replace("{name}", "a");
        assertThat(options(named, address, "https://app.example.org", headers))
                .startsWith("HTTP/1.1 200")
                .contains("\r\nAccess-Control-Allow-Origin: https://app.example.org\r\n")
                .containsIgnoringCase("\r\nAccess-Control-Allow-Headers: content-type, x-api-key");
        assertThat(options(named, address, "https://evil.example", headers))
                .doesNotContain("Access-Control-Allow");
        assertThat(options(local, address, "https://app.example.org", headers))
                .doesNotContain("Access-Control-Allow");
    }

    /** As a container is asked: by its address of the moment, without a key. */
    @Test
    void saysToAnybodyThatItIsWell() throws IOException {
        for (String path : List.of("/health", "/health/live", "/health/ready")) {
            String answer = get(named, path, "Host: health.example");
            assertThat(answer).startsWith("HTTP/1.1 200");
            assertThat(body(answer)).contains("{\"status\":\"UP\"}");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization: Bearer secret",
                "authorization: bearer secret",
                "Authorization: BEARER   secret",
                "X-Api-Key: secret",
                "x-api-key:   secret  "
            })
    void takesTheKeyHoweverItsHeaderIsWritten(String header) throws IOException {
        assertThat(get(named, "/v1/models", "Host: localhost", header)).startsWith("HTTP/1.1 200");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization: Bearersecret",
                "Authorization: Bearer secret2",
                "Authorization: Bearer Secret",
                "Authorization: Basic secret",
                "Authorization: secret",
                "X-Api-Key:"
            })
    void takesNoOtherKey(String header) throws IOException {
        assertThat(get(named, "/v1/models", "Host: localhost", header)).startsWith("HTTP/1.1 401");
    }

    private static String get(Server server, String path, String... headers) throws IOException {
        return raw(server, "GET " + path + " HTTP/1.1\r\n" + lines(headers) + "\r\n");
    }

    private static String post(Server server, String... headers) throws IOException {
        return raw(
                server,
                "POST /v1/predict HTTP/1.1\r\nContent-Type: image/png\r\nContent-Length: 1\r\n"
                        + lines(headers)
                        + "\r\n.");
    }

    private static String options(Server server, String path, String origin, String... headers) {
        try {
            return raw(
                    server,
                    "OPTIONS "
                            + path
                            + " HTTP/1.1\r\nOrigin: "
                            + origin
                            + "\r\n"
                            + lines(headers)
                            + "\r\n");
        } catch (IOException e) {
            throw new AssertionError(path, e);
        }
    }

    private static String lines(String... headers) {
        return String.join("\r\n", headers) + "\r\nConnection: close\r\n";
    }

    private static String body(String answer) {
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }

    private static void assertProblem(String answer, int status, String detail) {
        assertThat(answer)
                .startsWith("HTTP/1.1 " + status)
                .contains("\r\nContent-Type: application/problem+json")
                .contains("\"detail\":\"" + detail + "\"");
    }

    /** What the server sends until it closes the connection. */
    private static String raw(Server server, String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            try (InputStream in = socket.getInputStream()) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        }
    }
}
