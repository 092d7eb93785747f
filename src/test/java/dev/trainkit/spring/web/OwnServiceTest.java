package dev.trainkit.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainkit.Slow;
import dev.trainkit.data.DigitPictures;
import dev.trainkit.predict.SmallModel;
import jakarta.servlet.Filter;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.servlet.autoconfigure.MultipartAutoConfiguration;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** Somebody's own application on a real Tomcat, with what Spring Boot configures by itself. */
@Timeout(60)
@Slow
class OwnServiceTest {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final byte[] DIGIT = DigitPictures.png(new DigitPictures().asItIs(0));
    private static final int MEGABYTE = 1024 * 1024;

    @TempDir private static Path folder;

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration(MultipartAutoConfiguration.class)
    static class Application extends Server.Application {

        @Bean
        Uploads uploads() {
            return new Uploads();
        }
    }

    /** A form of the application's own. */
    @RestController
    static class Uploads {

        @PostMapping("/upload")
        String upload(MultipartFile file) {
            return file.getOriginalFilename();
        }
    }

    /** As some filters of security and of hidden methods do. */
    @Configuration(proxyBeanMethods = false)
    static class AsksForParameters {

        @Bean
        Filter asking() {
            return (request, response, chain) -> {
                request.getParameter("_method");
                chain.doFilter(request, response);
            };
        }
    }

    /** Notes how each request ended. */
    @Configuration(proxyBeanMethods = false)
    static class Notes {

        private final BlockingQueue<String> ends = new LinkedBlockingQueue<>();

        @Bean
        Filter noting() {
            return (request, response, chain) -> {
                try {
                    chain.doFilter(request, response);
                    ends.add("ended");
                } catch (Exception e) {
                    ends.add(e.toString());
                    throw e;
                }
            };
        }
    }

    @BeforeAll
    static void saveAModel() {
        SmallModel.saying(folder.resolve("bees"), 1, 3, 2);
    }

    @Test
    void answersAFormWhateverTheApplicationDoesWithForms() {
        for (String property :
                List.of(
                        "spring.servlet.multipart.enabled=true",
                        "spring.servlet.multipart.enabled=false",
                        "spring.servlet.multipart.resolve-lazily=true")) {
            with(Application.class, OwnServiceTest::requireAnswers, "--" + property);
            with(AsksForParameters.class, OwnServiceTest::requireAnswers, "--" + property);
        }
    }

    private static void requireAnswers(ServletWebServerApplicationContext context) {
        HttpResponse<String> answer = post(context, "/v1/predict", form(DIGIT, DIGIT));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .startsWith("[{\"image\":\"a\\\"0.png\",\"label\":\"bee\"")
                .contains("{\"image\":\"a\\\"1.png\",\"label\":\"bee\"");
        assertThat(post(context, "/v1/predict", form()).body())
                .contains("The form has no picture. Add one, as `curl -F picture=@FILE` does.");
    }

    @Test
    void takesPicturesLargerThanTheApplicationsFiles() {
        byte[] large = largeDigit();
        assertThat(large.length).isBetween(MEGABYTE, 2 * MEGABYTE); // which is Spring's limit
        with(
                Application.class,
                context -> {
                    assertThat(post(context, "/v1/predict", form(large)).statusCode())
                            .isEqualTo(200);
                    assertThat(post(context, "/upload", form(DIGIT)).body()).isEqualTo("a\"0.png");
                    assertThat(post(context, "/upload", form(large)).statusCode()).isEqualTo(413);
                });
        with(
                AsksForParameters.class,
                context ->
                        assertThat(post(context, "/v1/predict", form(large)).body())
                                .contains("The body is too long. Send less at once."));
    }

    @Test
    void saysThatABodyWasReadAsParameters() {
        with(
                AsksForParameters.class,
                context ->
                        assertThat(
                                        post(
                                                        context,
                                                        "/v1/predict",
                                                        "application/x-www-form-urlencoded",
                                                        DIGIT)
                                                .body())
                                .contains(
                                        "The body was read as a form's parameters before it came"
                                                + " here. Send the picture as image/png or"
                                                + " image/jpeg."));
    }

    @Test
    void takesNoticeOfNobodyWhoLeavesInTheMiddleOfAnAnswer() throws Exception {
        Files.write(folder.resolve("bees").resolve("report.html"), new byte[16 * MEGABYTE]);
        with(
                Notes.class,
                context -> {
                    BlockingQueue<String> ends = context.getBean(Notes.class).ends;
                    leave(context, "/v1/runs/bees/report");
                    assertThat(next(ends)).isEqualTo("ended");
                },
                "--trainkit.web.runs=" + folder);
    }

    private static String next(BlockingQueue<String> ends) {
        try {
            return ends.poll(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reads the beginning of an answer that is longer than a connection holds, and resets it. */
    private static void leave(ServletWebServerApplicationContext context, String path) {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), context.getWebServer().getPort())) {
            String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            assertThat(new String(in.readNBytes(12), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 200");
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void with(
            Class<?> besides,
            Consumer<ServletWebServerApplicationContext> test,
            String... arguments) {
        SpringApplication application = new SpringApplication(Application.class, besides);
        application.setDefaultProperties(
                Map.of(
                        "server.port", "0",
                        "spring.jmx.enabled", "false",
                        "trainkit.web.enabled", "true",
                        "trainkit.reload-interval", "0",
                        "trainkit.model.location", "file:" + folder.resolve("bees")));
        try (var context = (ServletWebServerApplicationContext) application.run(arguments)) {
            test.accept(context);
        }
    }

    private static HttpResponse<String> post(
            ServletWebServerApplicationContext context, String path, byte[] form) {
        return post(context, path, "multipart/form-data; boundary=xyz", form);
    }

    private static HttpResponse<String> post(
            ServletWebServerApplicationContext context, String path, String type, byte[] body) {
        URI uri = URI.create("http://localhost:" + context.getWebServer().getPort() + path);
        try {
            return CLIENT.send(
                    HttpRequest.newBuilder(uri)
                            .header("Content-Type", type)
                            .POST(BodyPublishers.ofByteArray(body))
                            .build(),
                    BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] form(byte[]... files) {
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        List<byte[]> parts = new ArrayList<>();
        for (int i = 0; i < files.length; i++) {
            String head =
                    "--xyz\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\\\""
                            + i
                            + ".png\"\r\n\r\n";
            parts.addAll(
                    Arrays.asList(
                            head.getBytes(StandardCharsets.UTF_8), files[i], new byte[] {13, 10}));
        }
        parts.forEach(form::writeBytes);
        form.writeBytes("--xyz--\r\n".getBytes(StandardCharsets.UTF_8));
        return form.toByteArray();
    }

    /** A digit of a thousand rows with what no format makes smaller: noise. */
    private static byte[] largeDigit() {
        BufferedImage picture = new BufferedImage(1000, 1000, BufferedImage.TYPE_INT_RGB);
        picture.createGraphics().drawImage(new DigitPictures().asItIs(0), 0, 0, 1000, 1000, null);
        Random random = new Random(7);
        for (int y = 0; y < 1000; y++) {
            for (int x = 0; x < 1000; x++) {
                picture.setRGB(x, y, picture.getRGB(x, y) ^ (0x0F0F0F & random.nextInt()));
            }
        }
        return DigitPictures.png(picture);
    }
}
