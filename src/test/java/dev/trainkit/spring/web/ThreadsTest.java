package dev.trainkit.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainkit.Slow;
import dev.trainkit.data.DigitPictures;
import dev.trainkit.engine.Engines;
import dev.trainkit.engine.NativeMemory;
import dev.trainkit.predict.SmallModel;
import jakarta.servlet.Filter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.apache.coyote.ProtocolHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.tomcat.TomcatProtocolHandlerCustomizer;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Predictions on threads that are not kept: nothing of a call may stay with the one it ran on. */
@Slow
class ThreadsTest {

    private static final int REQUESTS = 64;
    private static final byte[] DIGIT = DigitPictures.png(new DigitPictures().asItIs(0));

    @TempDir private static Path folder;

    /** Notes on which thread each request is answered. */
    @Configuration(proxyBeanMethods = false)
    static class Noted {

        private final Queue<String> threads = new ConcurrentLinkedQueue<>();

        @Bean
        Filter noting() {
            return (request, response, chain) -> {
                threads.add(Thread.currentThread().toString());
                chain.doFilter(request, response);
            };
        }
    }

    /** As virtual threads are, on a Java that has none. */
    @Configuration(proxyBeanMethods = false)
    static class OneThreadEach {

        @Bean
        TomcatProtocolHandlerCustomizer<ProtocolHandler> oneThreadEach() {
            return handler -> handler.setExecutor(task -> new Thread(task).start());
        }
    }

    @Test
    void answersOnAThreadForEachRequest() {
        assertThat(threadsOfAnswers("each", OneThreadEach.class))
                .hasSize(REQUESTS)
                .doesNotHaveDuplicates();
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void answersOnVirtualThreads() {
        assertThat(
                        threadsOfAnswers(
                                "virtual", Noted.class, "--spring.threads.virtual.enabled=true"))
                .hasSize(REQUESTS)
                .allMatch(thread -> thread.startsWith("VirtualThread["));
    }

    /** Where each of many requests at once was answered, rightly and without a trace. */
    private static Queue<String> threadsOfAnswers(
            String model, Class<?> configuration, String... arguments) {
        SpringApplication application =
                new SpringApplication(Server.Application.class, Noted.class, configuration);
        application.setDefaultProperties(
                Map.of(
                        "server.port", "0",
                        "spring.jmx.enabled", "false",
                        "spring.servlet.multipart.enabled", "false",
                        "server.tomcat.max-keep-alive-requests",
                                "1", // no thread goes on to another
                        "trainkit.model.queue-timeout", "1m",
                        "trainkit.web.enabled", "true",
                        "trainkit.model.location",
                                "file:" + SmallModel.saying(folder.resolve(model), 1, 3, 2)));
        try (var context = (ServletWebServerApplicationContext) application.run(arguments)) {
            int before = NativeMemory.liveArrays(Engines.open().engine());
            URI uri =
                    URI.create(
                            "http://localhost:" + context.getWebServer().getPort() + "/v1/predict");
            assertThat(answers(uri))
                    .hasSize(REQUESTS)
                    .allMatch(answer -> answer.contains("\"label\":\"bee\""));
            assertThat(NativeMemory.liveArrays(Engines.open().engine())).isEqualTo(before);
            return context.getBean(Noted.class).threads;
        }
    }

    private static List<String> answers(URI uri) {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request =
                HttpRequest.newBuilder(uri)
                        .header("Content-Type", "image/png")
                        .POST(BodyPublishers.ofByteArray(DIGIT))
                        .build();
        List<CompletableFuture<HttpResponse<String>>> coming =
                IntStream.range(0, REQUESTS)
                        .mapToObj(i -> client.sendAsync(request, BodyHandlers.ofString()))
                        .toList();
        return coming.stream().map(answer -> answer.join().body()).toList();
    }
}
