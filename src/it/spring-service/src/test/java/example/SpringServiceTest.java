package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class SpringServiceTest {

    @Value("${local.server.port}")
    private int port;

    @Value("${trainkit.home:../../..}")
    private String home;

    @Test
    void saysWhichDigitIsOnAPicture() throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/digit"))
                        .header("Content-Type", "image/png")
                        .POST(HttpRequest.BodyPublishers.ofFile(
                                Path.of(home, "src/main/dist/samples/digit-7.png")))
                        .build();
        assertEquals("7", HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body());
    }

    @Test
    void hasNothingOfTheCommandLine() {
        List<String> jars = Arrays.asList(System.getProperty("surefire.test.class.path").split(":"));
        System.out.println("The class path of the service:\n" + String.join("\n", jars));
        assertFalse(jars.isEmpty());
        for (String jar : jars) {
            assertFalse(jar.matches(".*(picocli|basicdataset|model-zoo|slf4j-simple).*"), jar);
        }
    }
}
