package dev.trainkit.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainkit.Slow;
import dev.trainkit.data.DigitPictures;
import dev.trainkit.predict.SmallModel;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** A service of somebody else's, with pages of its own, that answers over HTTP with a model too. */
@Slow
class ServiceTest {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir private static Path folder;
    private static ServletWebServerApplicationContext service;

    /** What the service has besides. */
    @RestController
    static class Own {

        @GetMapping("/own")
        String own() {
            return "own";
        }

        @GetMapping("/v1/own")
        String ownBesideOurs() {
            return "own too";
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Own.class)
    static class Service {}

    @BeforeAll
    static void start() {
        SpringApplication application = new SpringApplication(Service.class);
        application.setDefaultProperties(
                Map.of(
                        "server.port", "0",
                        "server.address", "127.0.0.1",
                        "trainkit.model.location",
                                "file:" + SmallModel.saying(folder.resolve("bees"), 1, 3, 2),
                        "trainkit.web.enabled", "true",
                        "trainkit.web.api-key", "secret",
                        "management.endpoints.web.exposure.include", "health,info,metrics,trainkit",
                        "management.endpoint.health.show-details", "always"));
        service = (ServletWebServerApplicationContext) application.run();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void keepsItsOwnPagesAsTheyAre() throws Exception {
        for (String path : new String[] {"/own", "/v1/own"}) {
            HttpResponse<String> own = send(request(path));
            assertThat(own.body()).startsWith("own");
            assertThat(own.headers().map())
                    .doesNotContainKeys("Content-Security-Policy", "X-Frame-Options");
        }
        assertThat(send(request("/v1/models")).statusCode()).isEqualTo(401);
    }

    @Test
    void tellsHealthAndMetersOfItsModelOverHttp() throws Exception {
        HttpRequest.Builder digit =
                request("/v1/predict")
                        .header("X-Api-Key", "secret")
                        .header("Content-Type", "image/png")
                        .POST(
                                BodyPublishers.ofByteArray(
                                        DigitPictures.png(new DigitPictures().asItIs(0))));
        assertThat(send(digit).body()).contains("\"label\":\"bee\"");

        JsonNode model = json("/actuator/health").at("/components/trainkit/details/models/0");
        assertThat(model.path("model").asText()).isEqualTo("bees");
        assertThat(model.has("lastPrediction")).isTrue();
        assertThat(json("/actuator/info").at("/trainkit/bees").asText()).matches("[0-9a-f]{64}");
        assertThat(
                        json("/actuator/metrics/trainkit.predictions?tag=model:bees,outcome:answered")
                                .at("/measurements/0/value")
                                .asInt())
                .isPositive();
    }

    @Test
    void reloadsAndRollsBackOverHttp() throws Exception {
        assertThat(change("cows", "reload").statusCode()).isEqualTo(404);
        int first = version();
        assertThat(change("bees", "reload").statusCode()).isEqualTo(200);
        assertThat(version()).isEqualTo(first + 1);
        assertThat(change("bees", "rollback").statusCode()).isEqualTo(200);
        assertThat(version()).isEqualTo(first);
        assertThat(change("bees", "nonsense").statusCode()).isEqualTo(400);
    }

    private static int version() throws Exception {
        return json("/actuator/trainkit").at("/0/version/number").asInt();
    }

    private static HttpResponse<String> change(String model, String action) throws Exception {
        return send(
                request("/actuator/trainkit/" + model + "/" + action)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.noBody()));
    }

    private static JsonNode json(String path) throws Exception {
        return MAPPER.readTree(send(request(path)).body());
    }

    private static HttpRequest.Builder request(String path) {
        int port = service.getWebServer().getPort();
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }
}
