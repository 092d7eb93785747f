package dev.trainkit.spring.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainkit.Slow;
import dev.trainkit.TrainkitException;
import dev.trainkit.data.DigitPictures;
import dev.trainkit.predict.ImageClassifier;
import dev.trainkit.predict.SmallModel;
import java.awt.image.BufferedImage;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;

/** Servers on ports of their own, asked by a real client: open, with a key, and impatient. */
@Slow
class ServerTest {

    private static final DigitPictures DIGITS = new DigitPictures();
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String FORM = "multipart/form-data; boundary=xyz";
    private static final String TOO_SLOW =
            "The request did not come in time. Send it again, or over a faster line.";
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final byte[] DIGIT = DigitPictures.png(DIGITS.asItIs(0));

    @TempDir private static Path folder;
    private static Path bees;
    private static Server server;
    private static Server locked;
    private static Server impatient;

    @BeforeAll
    static void start() throws IOException {
        bees = SmallModel.saying(folder.resolve("bees"), 1, 3, 2);
        Path ants = SmallModel.saying(folder.resolve("ants"), 3, 1, 2);
        Path cows = SmallModel.saying(folder.resolve("a cow & calf"), 1, 2, 3);
        Files.writeString(bees.resolve("report.html"), "<p>a report</p>");
        Files.writeString(
                bees.resolve("history.jsonl"),
                "{\"step\":1,\"loss\":2.5}\n{\"epoch\":1,\"trainLoss\":0.5,\"validationLoss\":null}\n{\"epo");
        server =
                Server.start(
                        new ServerConfig(
                                List.of(bees, ants, cows),
                                "127.0.0.1",
                                0,
                                folder,
                                null,
                                false,
                                "cpu",
                                List.of(
                                        "trainkit.web.max-body-size=100KB",
                                        "trainkit.web.max-pixels=10000",
                                        "trainkit.web.max-pictures=3")));
        locked =
                Server.start(
                        new ServerConfig(
                                List.of(bees),
                                "127.0.0.1",
                                0,
                                null,
                                "secret",
                                false,
                                "cpu",
                                List.of(
                                        "trainkit.training.folder=" + folder.resolve("trained"),
                                        "trainkit.training.web.folders=" + folder,
                                        "trainkit.training.web.enabled=true")));
        impatient =
                Server.start(
                        new ServerConfig(
                                List.of(bees),
                                "127.0.0.1",
                                0,
                                null,
                                null,
                                false,
                                "cpu",
                                List.of("trainkit.web.request-timeout=300ms")));
    }

    @AfterAll
    static void stop() {
        server.close();
        impatient.close();
        locked.close();
    }

    @Test
    void answersAsTheClassifierDoes() throws Exception {
        HttpResponse<String> response = post("/v1/predict?top=2", "image/png", DIGIT);
        assertThat(response.statusCode()).isEqualTo(200);
        try (ImageClassifier classifier = ImageClassifier.load(bees)) {
            JsonNode answer = MAPPER.readTree(response.body());
            assertThat(answer.fieldNames())
                    .toIterable()
                    .containsExactly("image", "label", "probability", "top");
            assertThat(answer.get("label").asText()).isEqualTo("bee");
            assertThat(answer.get("probability").asDouble())
                    .isEqualTo(classifier.classify(DIGITS.asItIs(0)).probability());
            assertThat(answer.get("top")).hasSize(2);
        }
    }

    @Test
    void answersForEachPictureOfAForm() throws Exception {
        HttpResponse<String> response = post("/v1/predict", FORM, form(DIGIT, DIGIT));
        assertThat(MAPPER.readTree(response.body()).findValuesAsText("image"))
                .containsExactly("0.png", "1.png");
        assertProblem(
                post("/v1/predict", FORM, form(DIGIT, DIGIT, DIGIT, DIGIT)),
                413,
                "The form has more than the 3 pictures that are read at once. Send fewer.");
        assertProblem(
                post("/v1/predict", FORM, form()),
                400,
                "The form has no picture. Add one, as `curl -F picture=@FILE` does.");
        assertProblem(
                post("/v1/predict", "multipart/form-data", DIGIT),
                400,
                "The multipart form is damaged. Send it again, as `curl -F picture=@FILE` does.");
    }

    @Test
    void answersAPictureWhoseNameHasANulInIt() throws Exception {
        String form = new String(form(DIGIT), StandardCharsets.ISO_8859_1);
        byte[] odd = form.replace("0.png", "a\0b.png").getBytes(StandardCharsets.ISO_8859_1);
        HttpResponse<String> response = post("/v1/predict", FORM, odd);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(MAPPER.readTree(response.body()).at("/0/image").asText()).isEqualTo("ab.png");
    }

    @Test
    void saysWhichPicturesOfAFormHaveNoAnswer() throws Exception {
        byte[] large = DigitPictures.png(new BufferedImage(101, 100, BufferedImage.TYPE_BYTE_GRAY));
        HttpResponse<String> response =
                post("/v1/predict", FORM, form(large, DIGIT, new byte[] {1, 2}));
        assertThat(response.statusCode()).isEqualTo(207);
        JsonNode entries = MAPPER.readTree(response.body());
        assertThat(entries.findValuesAsText("image")).containsExactly("0.png", "1.png", "2.png");
        assertThat(entries.at("/1/label").asText()).isEqualTo("bee");
        assertThat(entries.findValuesAsText("status")).containsExactly("413", "422");
        assertThat(entries.findValuesAsText("detail"))
                .containsExactly(
                        "Picture 1 of 3, 0.png: the picture has 10,100 pixels, more than the 10,000"
                                + " that are read. Scale it down.",
                        "Picture 3 of 3, 2.png: this is not a picture in a format that can be read"
                                + " here (BMP, GIF, JPEG, PNG, PNM, TIFF, WebP). Save the picture as"
                                + " PNG or JPEG.");
        JsonNode schemas = MAPPER.readTree(get("/v3/api-docs").body()).at("/components/schemas");
        assertDescribed(entries.get(0), schemas.get("Refusal"));
        assertDescribed(entries.at("/0/problem"), schemas.get("Problem"));
        assertProblem(
                post("/v1/predict", FORM, form(new byte[] {1}, large)),
                422,
                "Picture 1 of 2, 0.png: this is not a picture in a format that can be read here"
                        + " (BMP, GIF, JPEG, PNG, PNM, TIFF, WebP). Save the picture as PNG or JPEG.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "X-GZIP", "identity, gzip", "deflate", "identity"})
    void readsABodyThatIsPacked(String coding) throws Exception {
        byte[] form = form(DIGIT, DIGIT);
        assertThat(packed(coding, "image/png", packed(coding, DIGIT)).body())
                .isEqualTo(post("/v1/predict", "image/png", DIGIT).body());
        assertThat(packed(coding, FORM, packed(coding, form)).body())
                .isEqualTo(post("/v1/predict", FORM, form).body());
    }

    @Test
    void countsWhatComesOutOfAPackedBody() throws Exception {
        assertProblem(
                packed("gzip", "image/png", packed("gzip", new byte[102_401])),
                413,
                "The body is longer than the 102,400 bytes that are read. Scale the picture down, or"
                        + " send fewer at once.");
    }

    @Test
    void refusesABodyThatIsPackedOtherwise() throws Exception {
        String notRead =
                "The body's Content-Encoding is none that is read. Send the body as it is, or packed"
                        + " with gzip or deflate.";
        assertProblem(packed("zstd", "image/png", DIGIT), 415, notRead);
        assertProblem(packed("gzip, gzip", "image/png", DIGIT), 415, notRead);
        String damaged =
                "The body is not packed as its Content-Encoding says, or it is not whole. Pack it"
                        + " again, or send it as it is.";
        byte[] gzip = packed("gzip", DIGIT);
        assertProblem(packed("gzip", "image/png", DIGIT), 400, damaged);
        assertProblem(packed("deflate", "image/png", gzip), 400, damaged);
        assertProblem(packed("gzip", "image/png", new byte[0]), 400, damaged);
        assertProblem(
                packed("gzip", "image/png", Arrays.copyOf(gzip, gzip.length / 2)), 400, damaged);
    }

    private static byte[] packed(String coding, byte[] body) throws IOException {
        if (coding.equals("identity")) {
            return body;
        }
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out =
                coding.equals("deflate")
                        ? new DeflaterOutputStream(packed)
                        : new GZIPOutputStream(packed)) {
            out.write(body);
        }
        return packed.toByteArray();
    }

    private static HttpResponse<String> packed(String coding, String type, byte[] body)
            throws Exception {
        return send(
                HttpRequest.newBuilder(uri(server, "/v1/predict"))
                        .header("Content-Type", type)
                        .header("Content-Encoding", coding)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    @Test
    void answersWithTheModelThatIsNamed() throws Exception {
        assertThat(post("/v1/predict?model=ants", "image/png", DIGIT).body())
                .contains("\"label\":\"ant\"");
        assertThat(MAPPER.readTree(get("/v1/models").body()).findValuesAsText("name"))
                .containsExactly("bees", "ants", "a cow & calf");
        assertThat(get("/v1/models/ants").body()).contains("\"name\":\"ants\"");
        for (String name : List.of("a%20cow%20%26%20calf", "a+cow+%26+calf")) {
            assertThat(post("/v1/predict?model=" + name, "image/png", DIGIT).body())
                    .contains("\"label\":\"cow\"");
        }
        String broken =
                "POST /v1/predict?model=bee%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        assertThat(raw(server, broken))
                .startsWith("HTTP/1.1 400")
                .contains(
                        "A parameter has a % that two hexadecimal digits do not follow. Encode it as");
        String sentence =
                "There is no model of that name. GET /v1/models lists those that are served.";
        assertProblem(post("/v1/predict?model=cows", "image/png", DIGIT), 404, sentence);
        assertProblem(get("/v1/models/.."), 404, sentence);
        assertProblem(get("/v1/models/bees.json"), 404, sentence);
    }

    @Test
    void refusesWhatIsNoPicture() throws Exception {
        assertProblem(
                post("/v1/predict", "image/png", new byte[] {1, 2, 3}),
                422,
                "The picture: this is not a picture in a format that can be read here (BMP, GIF, JPEG,"
                        + " PNG, PNM, TIFF, WebP). Save the picture as PNG or JPEG.");
        assertProblem(
                post("/v1/predict", "image/png", new byte[0]),
                422,
                "The picture: the file is empty. Copy it again from where it came from.");
        assertProblem(
                post("/v1/predict", "application/json", DIGIT),
                415,
                "The body's Content-Type is no picture's. Send a picture as image/png or image/jpeg,"
                        + " or several as multipart/form-data.");
        assertProblem(
                post("/v1/predict?top=all", "image/png", DIGIT),
                400,
                "The parameter top must be a whole number of at least 1, such as ?top=3.");
    }

    @Test
    void refusesWhatIsTooBigBeforeItIsDecoded() throws Exception {
        BufferedImage large = new BufferedImage(101, 100, BufferedImage.TYPE_BYTE_GRAY);
        assertProblem(
                post("/v1/predict", "image/png", DigitPictures.png(large)),
                413,
                "The picture has 10,100 pixels, more than the 10,000 that are read. Scale it down.");
        String sentence =
                "The body is longer than the 102,400 bytes that are read. Scale the picture down, or"
                        + " send fewer at once.";
        assertProblem(post("/v1/predict", "image/png", new byte[102_401]), 413, sentence);
        assertProblem(chunked(102_401), 413, sentence);
    }

    private static HttpResponse<String> chunked(int size) throws Exception {
        return CLIENT.send(
                HttpRequest.newBuilder(uri(server, "/v1/predict"))
                        .POST(
                                HttpRequest.BodyPublishers.fromPublisher(
                                        HttpRequest.BodyPublishers.ofByteArray(new byte[size])))
                        .build(),
                BodyHandlers.ofString());
    }

    @Test
    void cutsABodyThatDoesNotCome() throws Exception {
        String request =
                "POST /v1/predict HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nabc";
        assertThat(raw(impatient, request)).startsWith("HTTP/1.1 408").contains(TOO_SLOW);
    }

    @Test
    void cutsABodyThatComesInDrops() throws Exception {
        String head =
                "POST /v1/predict HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10000\r\n\r\n";
        assertThat(dripped(head)).startsWith("HTTP/1.1 408").contains(TOO_SLOW);
    }

    /** What the server answers to a byte every 20 ms, each soon enough for a limit on reads. */
    private static String dripped(String head) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), impatient.port())) {
            socket.setSoTimeout(20);
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            for (int drop = 0; drop < 1000; drop++) {
                socket.getOutputStream().write(0);
                try {
                    byte[] answer = new byte[4096];
                    int length = socket.getInputStream().read(answer);
                    return new String(answer, 0, length, StandardCharsets.UTF_8);
                } catch (SocketTimeoutException e) {
                    // no answer yet, so another drop
                }
            }
            return "no answer to 1000 bytes";
        }
    }

    @Test
    void answersWhatIsNoHttpWithAProblemToo() throws Exception {
        String problem = "\"detail\":\"The request is not HTTP as it should be.";
        assertThat(raw(server, "NONSENSE\r\n\r\n")).startsWith("HTTP/1.1 400").contains(problem);
        assertThat(raw(server, "GET /v1/models/..%2f..%2fetc HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                .startsWith("HTTP/1.1 400")
                .contains(problem)
                .contains("X-Content-Type-Options: nosniff")
                .doesNotContain("Apache");
        assertThat(
                        raw(
                                server,
                                "GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: "
                                        + "a".repeat(20_000)
                                        + "\r\n\r\n"))
                .startsWith("HTTP/1.1 400")
                .contains(problem);
        assertProblem(
                get("/nothing"),
                404,
                "There is nothing here. /v3/api-docs describes what there is.");
        assertProblem(
                get("/v1/predict"),
                405,
                "This address takes another method, which the header Allow names.");
    }

    @Test
    void wantsTheKeyWhereThereIsOne() throws Exception {
        URI uri = uri(locked, "/v1/models");
        String sentence =
                "The key is missing or wrong. Send it as X-Api-Key, or as Authorization: Bearer.";
        assertProblem(send(HttpRequest.newBuilder(uri)), 401, sentence);
        assertProblem(
                send(HttpRequest.newBuilder(uri).header("X-Api-Key", "secre")), 401, sentence);
        assertProblem(
                send(HttpRequest.newBuilder(uri).header("Authorization", "Bearer secrets")),
                401,
                sentence);
        assertThat(send(HttpRequest.newBuilder(uri).header("X-Api-Key", "secret")).statusCode())
                .isEqualTo(200);
        assertThat(
                        send(HttpRequest.newBuilder(uri).header("Authorization", "Bearer secret"))
                                .statusCode())
                .isEqualTo(200);
        assertThat(send(HttpRequest.newBuilder(uri(locked, "/"))).statusCode()).isEqualTo(200);
    }

    /** However it is written: each of these leads to an address that wants the key, or nowhere. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/models",
                "/%761/models",
                "/v1;a=b/models",
                "//v1/models",
                "/v1//models",
                "/x/../v1/models",
                "/./v1/models",
                "/v1/models/bees",
                "/v1/%6dodels/bees;a=b",
                "/v1/trainings",
                "/%76%31/trainings/run"
            })
    void wantsTheKeyHoweverAnAddressIsWritten(String path) throws Exception {
        String answer =
                raw(
                        locked,
                        "GET "
                                + path
                                + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 4").doesNotContain("\"name\"");
    }

    @Test
    void takesRunsWhereItIsToldTo() throws Exception {
        String yaml = "data: {path: " + folder.resolve("none") + "}\ntrain: {epochs: 3}\n";
        assertThat(get("/v1/trainings").statusCode()).isEqualTo(404);
        assertThat(send(training("run", "text/plain", yaml)).statusCode()).isEqualTo(415);
        assertProblem(
                send(training(".run", "application/yaml", yaml)),
                422,
                "The name of a run is 1 to 100 letters, digits, dots, hyphens and underscores, and"
                        + " starts with a letter or a digit. Choose such a name.");
        HttpResponse<String> taken = send(training("run", "application/yaml", yaml));
        assertThat(taken.statusCode()).isEqualTo(202);
        assertThat(taken.body())
                .startsWith("{\"name\":\"run\",\"state\":")
                .contains("\"epochs\":3");
        assertThat(
                        send(HttpRequest.newBuilder(uri(locked, "/v1/trainings/none"))
                                        .header("X-Api-Key", "secret")
                                        .DELETE())
                                .statusCode())
                .isEqualTo(404);
    }

    @Test
    void takesNoRunsUnlessItIsToldTo() throws Exception {
        ServerConfig config =
                new ServerConfig(
                        List.of(bees),
                        "127.0.0.1",
                        0,
                        null,
                        null,
                        false,
                        "cpu",
                        List.of("trainkit.training.folder=" + folder.resolve("off")));
        try (Server off = Server.start(config)) {
            for (String path : List.of("/v1/trainings", "/v1/trainings/run")) {
                assertProblem(
                        send(HttpRequest.newBuilder(uri(off, path))),
                        404,
                        "There is nothing here. /v3/api-docs describes what there is.");
            }
        }
    }

    @Test
    void letsAPropertyThatIsGivenWin() throws Exception {
        ServerConfig config =
                new ServerConfig(
                        List.of(bees),
                        "127.0.0.1",
                        0,
                        null,
                        null,
                        false,
                        "cpu",
                        List.of("server.tomcat.threads.max=3", "trainkit.model.name=hive"));
        try (Server small = Server.start(config)) {
            assertThat(small.models()).containsExactly("hive");
        }
    }

    @Test
    void saysWhereItIsUnderAPath() throws Exception {
        ServerConfig config =
                new ServerConfig(
                        List.of(bees),
                        "127.0.0.1",
                        0,
                        null,
                        null,
                        false,
                        "cpu",
                        List.of("server.servlet.context-path=/ml"));
        try (Server under = Server.start(config)) {
            assertThat(under.address()).isEqualTo("http://127.0.0.1:" + under.port() + "/ml/");
            URI models = URI.create(under.address() + "v1/models");
            assertThat(send(HttpRequest.newBuilder(models)).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void saysThatItEncrypts() throws Exception {
        Path keys = folder.resolve("keys.p12");
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "a",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=localhost",
                                "-storetype",
                                "PKCS12",
                                "-storepass",
                                "secret",
                                "-keystore",
                                keys.toString())
                        .start();
        assertThat(keytool.waitFor()).isZero();
        ServerConfig config =
                new ServerConfig(
                        List.of(bees),
                        "127.0.0.1",
                        0,
                        null,
                        null,
                        false,
                        "cpu",
                        List.of(
                                "server.ssl.key-store=" + keys,
                                "server.ssl.key-store-password=secret"));
        try (Server encrypting = Server.start(config)) {
            assertThat(encrypting.address())
                    .isEqualTo("https://127.0.0.1:" + encrypting.port() + "/");
        }
    }

    /** As who has gone is found by what is sent, often enough to be found before the next asks. */
    @Test
    void givesASignToWhoeverFollowsEachTimeItLooks() throws Exception {
        try (Socket listener = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            listener.setSoTimeout(4000); // less than what it was silent for
            listener.getOutputStream()
                    .write(
                            "GET /v1/runs/events HTTP/1.1\r\nHost: localhost\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
            BufferedReader lines =
                    new BufferedReader(
                            new InputStreamReader(
                                    listener.getInputStream(), StandardCharsets.UTF_8));
            assertThat(lines.lines().filter(":here"::equals).limit(3)).hasSize(3);
        }
    }

    private static HttpRequest.Builder training(String name, String type, String yaml) {
        return HttpRequest.newBuilder(uri(locked, "/v1/trainings/" + name))
                .header("X-Api-Key", "secret")
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(yaml));
    }

    @Test
    void keepsBrowsersFromWhatAnswersAreNotFor() throws Exception {
        HttpResponse<String> answer =
                send(
                        HttpRequest.newBuilder(uri(server, "/v1/models"))
                                .header("Origin", "http://example.org"));
        assertThat(answer.headers().map())
                .doesNotContainKey("Access-Control-Allow-Origin")
                .doesNotContainKey("Server")
                .containsEntry("X-Content-Type-Options", List.of("nosniff"))
                .containsEntry("X-Frame-Options", List.of("DENY"))
                .containsEntry("Cache-Control", List.of("no-store"));
        assertThat(get("/").headers().firstValue("Content-Security-Policy").orElseThrow())
                .startsWith("default-src 'none'; script-src 'self'; style-src 'self'");
    }

    @Test
    void showsTheRunsUnderAFolder() throws Exception {
        assertThat(get("/v1/runs").body())
                .contains("\"name\":\"bees\",\"state\":\"trained\",\"report\":true")
                .contains("\"epochs\":[{\"epoch\":1,\"trainLoss\":0.5,\"validationLoss\":null,");
        HttpResponse<String> report = get("/v1/runs/bees/report");
        assertThat(report.body()).isEqualTo("<p>a report</p>");
        assertThat(report.headers().firstValue("Content-Security-Policy").orElseThrow())
                .startsWith("sandbox");
        assertProblem(
                get("/v1/runs/ants/report"),
                404,
                "There is no report of a run of that name. GET /v1/runs lists the runs.");
        assertThat(
                        send(HttpRequest.newBuilder(uri(locked, "/v1/runs"))
                                        .header("X-Api-Key", "secret"))
                                .statusCode())
                .isEqualTo(404);
    }

    @Test
    void tellsAFollowerOfARunThatGrows() throws Exception {
        HttpResponse<Stream<String>> events =
                CLIENT.send(
                        HttpRequest.newBuilder(uri(server, "/v1/runs/events")).build(),
                        BodyHandlers.ofLines());
        Path run = Files.createDirectory(folder.resolve("live"));
        Path history = run.resolve("history.jsonl");
        Files.writeString(history, "{\"epoch\":1,\"trainLoss\":2.0}\n");
        List<String> grown = new ArrayList<>();
        for (String line : (Iterable<String>) events.body()::iterator) {
            if (line.startsWith("data:{\"name\":\"live\"")) {
                grown.add(line);
                if (grown.size() == 2) {
                    break;
                }
                Files.writeString(
                        history,
                        "{\"epoch\":1,\"trainLoss\":2.0}\n{\"epoch\":2,\"trainLoss\":1.0}\n");
            }
        }
        assertThat(grown.get(0)).contains("\"state\":\"training\"").doesNotContain("\"epoch\":2");
        assertThat(grown.get(1)).contains("\"epoch\":2,\"trainLoss\":1.0");
    }

    @Test
    void describesEveryAddressOfItsControllers() throws Exception {
        TreeSet<String> described = new TreeSet<>();
        JsonNode paths = MAPPER.readTree(get("/v3/api-docs").body()).get("paths");
        paths.fieldNames()
                .forEachRemaining(
                        path ->
                                paths.get(path)
                                        .fieldNames()
                                        .forEachRemaining(
                                                method -> described.add(method + " " + path)));
        TreeSet<String> there = new TreeSet<>();
        for (Class<?> controller :
                List.of(
                        PredictController.class,
                        RunsController.class,
                        TrainingController.class,
                        HealthController.class)) {
            for (var method : controller.getDeclaredMethods()) {
                GetMapping get = method.getAnnotation(GetMapping.class);
                PostMapping post = method.getAnnotation(PostMapping.class);
                if (get != null) {
                    Stream.of(get.value(), get.path())
                            .flatMap(Stream::of)
                            .forEach(path -> there.add("get " + path));
                }
                if (post != null) {
                    Stream.of(post.value(), post.path())
                            .flatMap(Stream::of)
                            .forEach(path -> there.add("post " + path));
                }
                DeleteMapping delete = method.getAnnotation(DeleteMapping.class);
                if (delete != null) {
                    Stream.of(delete.value()).forEach(path -> there.add("delete " + path));
                }
            }
        }
        assertThat(described).isEqualTo(there);
    }

    @Test
    void saysWhyItDoesNotStart() {
        int port = server.port();
        assertThatThrownBy(() -> Server.start(on(port, bees)))
                .isInstanceOf(TrainkitException.class)
                .hasMessage(
                        "Port "
                                + port
                                + " of 127.0.0.1 is in use. Choose another with --port, or 0 for any"
                                + " that is free.");
        Path none = folder.resolve("none");
        assertThatThrownBy(() -> Server.start(on(0, none)))
                .isInstanceOf(TrainkitException.class)
                .hasMessageStartingWith("There is no model in " + none + ": it has no model.json.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    trainkit.web.max-pictures=abc | The property trainkit.web.max-pictures=abc cannot be used, for it is no whole number, such as 16. Set it to one that is.
                    trainkit.web.request-timeout=soon | The property trainkit.web.request-timeout=soon cannot be used, for it is no time, such as 10s. Set it to one that is.
                    spring.lifecycle.timeout-per-shutdown-phase=soon | The property spring.lifecycle.timeout-per-shutdown-phase=soon cannot be used, for it is no time, such as 10s. Set it to one that is.
                    trainkit.model.background=blue | The property trainkit.model.background=blue cannot be used, for it is no Background. Set it to one that is.
                    server.address=here.invalid | The property server.address=here.invalid cannot be used, for it is no address, such as 127.0.0.1. Set it to one that is.
                    trainkit.web.max-pictures=0 | max-pictures must be at least 1, but was 0.
                    trainkit.web.max-body-size=5XB | The property trainkit.web.max-body-size=5XB cannot be used, for it is no size, such as 5MB. Set it to one that is.
                    trainkit.web.max-body-size=2GB | max-body-size must be between 1 byte and 1 GB, but was 2147483648B.
                    trainkit.web.api-key= | api-key must not be blank.
                    trainkit.web.api-key=gehéim | api-key must be of letters, digits and signs of ASCII, without spaces: a header carries no other.
                    trainkit.web.api-key=a key | api-key must be of letters, digits and signs of ASCII, without spaces: a header carries no other.
                    trainkit.web.hosts=http://a.example | hosts must be names without a port, such as models.example.org, but was http://a.example.
                    trainkit.web.cors.allowed-origins=https://a.example/app | cors.allowed-origins must be origins without a path, such as https://example.org, but was https://a.example/app.
                    trainkit.reload-interval=-5s | reload-interval must not be negative, but was PT-5S.
                    trainkit.model.batching.max-size=0 | batching.max-size must be between 1 and 1024, but was 0.
                    """)
    void saysWhichPropertyIsWrong(String property, String sentence) {
        ServerConfig config =
                new ServerConfig(
                        List.of(bees), "127.0.0.1", 0, null, null, false, "cpu", List.of(property));
        assertThatThrownBy(() -> Server.start(config).close())
                .isInstanceOf(TrainkitException.class)
                .hasMessage(sentence);
    }

    @Test
    void saysThatThereIsNoPropertyOfAName() {
        for (String name :
                List.of("trainkit.web.max-pixel", "trainkit.models.bees.locatoin", "trainkit.x")) {
            assertThatThrownBy(() -> DescribedProperties.require(List.of("server.port", name)))
                    .isInstanceOf(TrainkitException.class)
                    .hasMessageStartingWith(
                            "There is no property " + name + ", but: trainkit.engine.device, ")
                    .hasMessageEndingWith(", trainkit.web.runs. Set one of these.");
        }
        DescribedProperties.require(
                List.of(
                        "spring.whatever",
                        "trainkit.web.max-pixels",
                        "trainkit.web.maxPixels",
                        "trainkit.models.bees.batching.max-size"));
    }

    @Test
    void describesItsAnswersAsTheyAre() throws Exception {
        JsonNode schemas = MAPPER.readTree(get("/v3/api-docs").body()).at("/components/schemas");
        JsonNode answer = MAPPER.readTree(post("/v1/predict", "image/png", DIGIT).body());
        assertDescribed(answer, schemas.get("Answer"));
        assertDescribed(answer.at("/top/0"), schemas.at("/Answer/properties/top/items"));
        assertDescribed(MAPPER.readTree(get("/v1/models/bees").body()), schemas.get("Model"));
        assertDescribed(MAPPER.readTree(get("/nothing").body()), schemas.get("Problem"));
        send(
                training(
                        "described",
                        "application/yaml",
                        "data: {path: " + folder.resolve("none") + "}\n"));
        URI training = uri(locked, "/v1/trainings/described");
        assertDescribed(
                MAPPER.readTree(
                        send(HttpRequest.newBuilder(training).header("X-Api-Key", "secret"))
                                .body()),
                schemas.get("Training"));
    }

    /** What is required is there, and nothing that is not described. */
    private static void assertDescribed(JsonNode json, JsonNode schema) {
        TreeSet<String> described = new TreeSet<>();
        schema.get("properties").fieldNames().forEachRemaining(described::add);
        TreeSet<String> required = new TreeSet<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        TreeSet<String> there = new TreeSet<>();
        json.fieldNames().forEachRemaining(there::add);
        assertThat(there).containsAll(required).isSubsetOf(described);
    }

    @Test
    void allowsNoOtherOrigin() throws Exception {
        HttpResponse<String> asked =
                send(
                        HttpRequest.newBuilder(uri(server, "/v1/predict"))
                                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                                .header("Origin", "http://example.org")
                                .header("Access-Control-Request-Method", "POST"));
        assertThat(asked.headers().map()) // without which a browser does not send the request
                .doesNotContainKeys("Access-Control-Allow-Origin", "Access-Control-Allow-Methods");
    }

    @Test
    void saysThatAnAddressIsNotOfThisMachine() {
        ServerConfig config =
                new ServerConfig(
                        List.of(bees), "192.0.2.1", 0, null, null, false, "cpu", List.of());
        assertThatThrownBy(() -> Server.start(config).close())
                .isInstanceOf(TrainkitException.class)
                .hasMessageMatching(
                        "The server cannot listen on 192\\.0\\.2\\.1, port 0: .+\\. Choose an address of"
                                + " this machine with --address, such as 127\\.0\\.0\\.1 or 0\\.0\\.0\\.0\\.");
    }

    private static ServerConfig on(int port, Path model) {
        return new ServerConfig(
                List.of(model), "127.0.0.1", port, null, null, false, "cpu", List.of());
    }

    private static void assertProblem(HttpResponse<String> response, int status, String detail)
            throws IOException {
        JsonNode problem = MAPPER.readTree(response.body());
        assertThat(response.headers().firstValue("Content-Type")).contains(Problem.MEDIA_TYPE);
        assertThat(problem.get("detail").asText()).isEqualTo(detail);
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(problem.get("status").asInt()).isEqualTo(status);
    }

    private static byte[] form(byte[]... pictures) throws IOException {
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        for (int i = 0; i < pictures.length; i++) {
            String head =
                    String.format(
                            Locale.ROOT,
                            "--xyz\r\nContent-Disposition: form-data; name=\"p\"; filename=\"%d.png\"\r\n\r\n",
                            i);
            form.write(head.getBytes(StandardCharsets.UTF_8));
            form.write(pictures[i]);
            form.write("\r\n".getBytes(StandardCharsets.UTF_8));
        }
        form.write("--xyz--\r\n".getBytes(StandardCharsets.UTF_8));
        return form.toByteArray();
    }

    private static HttpResponse<String> post(String path, String type, byte[] body)
            throws Exception {
        return send(
                HttpRequest.newBuilder(uri(server, path))
                        .header("Content-Type", type)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return send(HttpRequest.newBuilder(uri(server, path)));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }

    private static URI uri(Server server, String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    /** What the server sends until it closes the connection. */
    private static String raw(Server server, String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            try (InputStream in = socket.getInputStream()) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        }
    }
}
