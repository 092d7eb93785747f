package dev.trainkit.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Answers as MLflow's REST interface does, and refuses what that would refuse. */
public final class MlFlowServer implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String API = "/api/2.0/mlflow/";
    private static final String FILES = "/api/2.0/mlflow-artifacts/artifacts/3/run-1/artifacts/";

    public final Map<String, String> params = new HashMap<>();
    public final Map<String, Map<Long, Double>> metrics = new HashMap<>();
    public final Map<String, byte[]> files = new HashMap<>();
    public final List<String> faults = new ArrayList<>();
    public String experiment;
    public JsonNode created;
    public JsonNode updated;

    private final HttpServer server;

    public MlFlowServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    public String address() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        int status = 200;
        String answer;
        try {
            answer = answer(exchange, body);
        } catch (Refused e) {
            status = e.status;
            answer = e.getMessage();
        } catch (RuntimeException | AssertionError e) {
            faults.add(exchange.getRequestURI() + ": " + e);
            status = 400;
            answer = "{}";
        }
        byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static final class Refused extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final int status;

        Refused(int status, String body) {
            super(body);
            this.status = status;
        }
    }

    private String answer(HttpExchange exchange, byte[] body) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String request = exchange.getRequestMethod() + " " + path;
        if (request.startsWith("PUT " + FILES)) {
            files.put(path.substring(FILES.length()), body);
            return "{}";
        }
        if (request.equals("GET " + API + "experiments/get-by-name")) {
            require(exchange.getRequestURI().getQuery().startsWith("experiment_name="));
            throw new Refused(404, "{\"error_code\": \"RESOURCE_DOES_NOT_EXIST\"}");
        }
        require("application/json".equals(exchange.getRequestHeaders().getFirst("Content-Type")));
        JsonNode json = JSON.readTree(body);
        return switch (request.replace("POST " + API, "")) {
            case "experiments/create" -> {
                requireKeys(json, Set.of("name"));
                experiment = json.path("name").asText();
                yield "{\"experiment_id\": \"3\"}";
            }
            case "runs/create" -> {
                requireKeys(json, Set.of("experiment_id", "run_name", "start_time", "tags"));
                require(json.path("experiment_id").asText().equals("3"));
                require(json.path("start_time").isIntegralNumber());
                created = json;
                yield "{\"run\": {\"info\": {\"run_id\": \"run-1\", \"artifact_uri\":"
                        + " \"mlflow-artifacts:/3/run-1/artifacts\"}}}";
            }
            case "runs/log-batch" -> {
                requireKeys(json, Set.of("run_id", "metrics", "params"));
                require(json.path("run_id").asText().equals("run-1"));
                require(json.path("metrics").size() <= 1000);
                require(json.path("params").size() <= 100);
                json.path("metrics").forEach(this::add);
                json.path("params").forEach(this::set);
                yield "{}";
            }
            case "runs/update" -> {
                requireKeys(json, Set.of("run_id", "status", "end_time"));
                updated = json;
                yield "{\"run_info\": {}}";
            }
            default -> throw new AssertionError("nobody asks for " + request);
        };
    }

    private void add(JsonNode metric) {
        requireKeys(metric, Set.of("key", "value", "timestamp", "step"));
        require(metric.path("value").isNumber());
        require(metric.path("timestamp").asLong() > 1_600_000_000_000L);
        metrics.computeIfAbsent(metric.path("key").asText(), key -> new HashMap<>())
                .put(metric.path("step").asLong(), metric.path("value").asDouble());
    }

    /** A parameter that is set may not change. */
    private void set(JsonNode param) {
        requireKeys(param, Set.of("key", "value"));
        require(param.path("key").asText().matches("[\\w. /-]{1,250}"));
        require(param.path("value").isTextual() && param.path("value").asText().length() <= 500);
        require(params.put(param.path("key").asText(), param.path("value").asText()) == null);
    }

    private static void requireKeys(JsonNode json, Set<String> keys) {
        List<String> found = new ArrayList<>();
        json.fieldNames().forEachRemaining(found::add);
        if (!Set.copyOf(found).equals(keys)) {
            throw new AssertionError("keys " + found);
        }
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw new AssertionError("not as MLflow wants it");
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
