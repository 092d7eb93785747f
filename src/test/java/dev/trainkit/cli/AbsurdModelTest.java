package dev.trainkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A model directory comes from anywhere, and its manifest may describe any network. */
class AbsurdModelTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"name": "mlp", "arguments": {"layers": [1000000000]}}   | The network mlp cannot be built from its arguments: model.layers must be a list of at most 100 whole numbers from 1 to 65536, but was [1000000000].
                    {"name": "mlp", "arguments": {"layers": [65536, 65536]}} | The network is too large: up to a layer with weights of (65536, 65536) it has 4,3
                    {"name": "cnn", "arguments": {"convolutions": 1000000}}  | The network cnn cannot be built from its arguments: model.convolutions must be from 1 to 16, but was 1000000.
                    {"inputShape": [1, 2000000000, 2000000000]}              | takes pictures of [1, 2000000000, 2000000000] (channels, height, width), but its preprocessing makes [1, 32, 32].
                    {"inputShape": [32, 32]}                                 | architecture: inputShape must be channels, height and width, but was [32, 32]
                    {"classes": 2147483647}                                  | has 2147483647 outputs, but names for 10 classes.
                    {"classes": -1}                                          | architecture: classes must be at least 1, but was -1
                    """)
    void isRefusedWithASentence(String change, String sentence) throws IOException {
        Path model = lenetWith(change);

        Ran ran =
                Ran.here(
                        "predict",
                        "--model=" + model,
                        Ran.HOME.resolve("src/main/dist/samples/digit-7.png").toString());

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).contains(sentence);
        assertThat(ran.err().lines()).hasSize(1);
    }

    private Path lenetWith(String change) throws IOException {
        try (Stream<Path> files = Files.list(Ran.HOME.resolve("models/lenet-mnist"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
        Path manifest = folder.resolve("model.json");
        ObjectNode json = (ObjectNode) JSON.readTree(manifest.toFile());
        json.withObject("/architecture").setAll((ObjectNode) JSON.readTree(change));
        JSON.writeValue(manifest.toFile(), json);
        return folder;
    }
}
