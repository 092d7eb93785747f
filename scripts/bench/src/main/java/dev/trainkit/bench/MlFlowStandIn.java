package dev.trainkit.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** Takes what a run tells an MLflow server, and answers as little as that has to. */
final class MlFlowStandIn implements AutoCloseable {

    private final HttpServer server;

    MlFlowStandIn() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", MlFlowStandIn::handle);
        server.start();
    }

    String address() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    private static void handle(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        String path = exchange.getRequestURI().getPath();
        String answer = "{}";
        if (path.endsWith("/experiments/get-by-name")) {
            answer = "{\"experiment\": {\"experiment_id\": \"1\", \"lifecycle_stage\": \"active\"}}";
        } else if (path.endsWith("/runs/create")) {
            answer =
                    "{\"run\": {\"info\": {\"run_id\": \"one\","
                            + " \"artifact_uri\": \"mlflow-artifacts:/1/one/artifacts\"}}}";
        }
        byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
