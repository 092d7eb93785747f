package dev.trainkit.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainkit.Quoted;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What is asked of an MLflow server.
 *
 * @see <a href="https://mlflow.org/docs/latest/api_reference/rest-api.html">its REST interface</a>
 */
final class MlFlowApi {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int LONGEST_ANSWER = 1 << 20;
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int SERVER_FAULT = 500;

    private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final String root;

    MlFlowApi(String address) {
        root = address.replaceFirst("/+$", "") + "/api/2.0/";
    }

    /** The server answers, and does not want what it was sent; it will not another time either. */
    static final class RejectedException extends IOException {

        private static final long serialVersionUID = 1L;

        private final int status;

        RejectedException(int status, String body) {
            super(String.format(Locale.ROOT, "it answers %d, %s", status, body));
            this.status = status;
        }

        /** What MLflow says of itself; whatever else answers there is not for a log. */
        static RejectedException of(int status, String body) {
            return new RejectedException(
                    status,
                    "and says " + Quoted.of(said(body).orElse("nothing that MLflow would")));
        }

        private static Optional<String> said(String body) {
            try {
                return Optional.ofNullable(JSON.readTree(body).path("message").textValue());
            } catch (JsonProcessingException e) {
                return Optional.empty();
            }
        }
    }

    /**
     * A value at a step.
     *
     * @param timestamp milliseconds since 1970
     */
    record Metric(String key, double value, long timestamp, long step) {}

    /** A setting. */
    record Param(String key, String value) {}

    /** The number of the experiment, which is made where it is not there. */
    String experiment(String name) throws IOException, InterruptedException {
        try {
            String query = "experiment_name=" + URLEncoder.encode(name, StandardCharsets.UTF_8);
            HttpRequest.Builder get = request("mlflow/experiments/get-by-name?" + query).GET();
            return field(send(get), "/experiment/experiment_id");
        } catch (RejectedException e) {
            if (e.status != NOT_FOUND) {
                throw e;
            }
            return field(post("mlflow/experiments/create", Map.of("name", name)), "/experiment_id");
        }
    }

    /**
     * A run that is going on.
     *
     * @param id by which it is asked for
     * @param artifacts where its files go
     */
    record Run(String id, String artifacts) {}

    Run create(String experiment, String name, long started)
            throws IOException, InterruptedException {
        JsonNode created =
                post(
                        "mlflow/runs/create",
                        Map.of(
                                "experiment_id",
                                experiment,
                                "run_name",
                                name,
                                "start_time",
                                started,
                                "tags",
                                List.of(new Param("mlflow.source.name", "trainkit"))));
        return new Run(
                field(created, "/run/info/run_id"), field(created, "/run/info/artifact_uri"));
    }

    void log(Run run, List<Metric> metrics, List<Param> params)
            throws IOException, InterruptedException {
        post(
                "mlflow/runs/log-batch",
                Map.of("run_id", run.id(), "metrics", metrics, "params", params));
    }

    /**
     * @param status FINISHED, FAILED or KILLED
     */
    void end(Run run, String status, long ended) throws IOException, InterruptedException {
        post("mlflow/runs/update", Map.of("run_id", run.id(), "status", status, "end_time", ended));
    }

    /**
     * Stores a file with the run, through the server.
     *
     * @throws RejectedException where the server has its files stored without it
     */
    void store(Run run, Path file) throws IOException, InterruptedException {
        URI artifacts = URI.create(run.artifacts());
        if (!"mlflow-artifacts".equals(artifacts.getScheme())) {
            throw new RejectedException(
                    OK, "and takes no files itself, but keeps them in " + run.artifacts());
        }
        String path = artifacts.getPath().replaceFirst("^/+", "");
        send(
                request("mlflow-artifacts/artifacts/" + path + "/" + file.getFileName())
                        .PUT(HttpRequest.BodyPublishers.ofFile(file)));
    }

    private JsonNode post(String path, Object body) throws IOException, InterruptedException {
        return send(
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(
                                HttpRequest.BodyPublishers.ofByteArray(
                                        JSON.writeValueAsBytes(body))));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(root + path)).timeout(PATIENCE);
    }

    private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<InputStream> response =
                client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        String body;
        try (InputStream in = response.body()) {
            body = new String(in.readNBytes(LONGEST_ANSWER), StandardCharsets.UTF_8);
        }
        if (response.statusCode() >= SERVER_FAULT) {
            throw new IOException("it answers " + response.statusCode());
        }
        if (response.statusCode() != OK) {
            throw RejectedException.of(response.statusCode(), body);
        }
        return json(body);
    }

    private static JsonNode json(String body) throws RejectedException {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new RejectedException(OK, "and what follows is no JSON");
        }
    }

    private static String field(JsonNode answer, String path) throws RejectedException {
        JsonNode field = answer.at(path);
        if (!field.isTextual()) {
            throw new RejectedException(OK, "and names no " + path);
        }
        return field.asText();
    }
}
