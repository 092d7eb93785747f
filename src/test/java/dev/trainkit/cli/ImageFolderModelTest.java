package dev.trainkit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainkit.Slow;
import dev.trainkit.data.PngFolder;
import dev.trainkit.data.SmallMnist;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models of real digits in PNG files, from training to an answer, by the commands alone. */
@Slow
class ImageFolderModelTest {

    private static final int TEST_PICTURES = 100;

    @TempDir private static Path folder;
    private static Path pictures;
    private static Path model;

    @BeforeAll
    static void train() throws IOException {
        pictures = PngFolder.writeMnist(folder.resolve("pictures"), 1000, TEST_PICTURES);
        model = folder.resolve("model");
        train("image-folder", pictures, model);
    }

    private static void train(String name, Path data, Path out) {
        List<String> arguments = new ArrayList<>();
        arguments.add("train");
        if (name.equals("image-folder")) {
            arguments.add("--set=data.image.size=28x28");
            arguments.add("--set=data.image.channels=1");
            arguments.add("--set=data.image.padding=2");
            arguments.add("--set=data.image.mean=[0.1307]");
            arguments.add("--set=data.image.std=[0.3081]");
        }
        arguments.add("--set=data.name=" + name);
        arguments.add("--set=data.path='" + data + "'");
        arguments.add("--set=report.html=false");
        arguments.add("--set=engine.threads=1");
        arguments.add("--epochs=3");
        arguments.add("--out=" + out);
        Ran ran = Ran.here(arguments.toArray(String[]::new));
        assertThat(ran.exitCode()).as(ran.err()).isZero();
    }

    @Test
    void trainsToTheBytesOfTheSameDigitsInMnistsFiles() throws IOException {
        Path digits = SmallMnist.write(folder.resolve("idx"), 1000, TEST_PICTURES);
        Path other = folder.resolve("idx-model");
        train("mnist", digits, other);

        assertThat(other.resolve("weights.safetensors"))
                .hasSameBinaryContentAs(model.resolve("weights.safetensors"));
    }

    @Test
    void answersAndMeasuresAsItWasTrained() throws IOException {
        Ran evaluated = Ran.here("evaluate", "--model=" + model, "--json");
        assertThat(evaluated.exitCode()).as(evaluated.err()).isZero();
        JsonNode found = new ObjectMapper().readTree(evaluated.out());
        assertThat(found.get("pictures").asInt()).isEqualTo(TEST_PICTURES);
        double accuracy = found.get("accuracy").asDouble();
        assertThat(accuracy).isGreaterThan(0.7); // a tenth by chance
        JsonNode manifest = new ObjectMapper().readTree(model.resolve("model.json").toFile());
        assertThat(accuracy)
                .isCloseTo(manifest.get("test").get("accuracy").asDouble(), within(1e-9));

        Map<String, String> answers = answers();
        assertThat(answers).hasSize(TEST_PICTURES);
        long right =
                answers.entrySet().stream()
                        .filter(answer -> folderOf(answer.getKey()).equals(answer.getValue()))
                        .count();
        assertThat((double) right / TEST_PICTURES).isCloseTo(accuracy, within(1e-9));
    }

    /** What {@code predict} says of each test picture, by its file. */
    private static Map<String, String> answers() throws IOException {
        Map<String, String> answers = new HashMap<>();
        for (int digit = 0; digit < 10; digit++) {
            String files = pictures.resolve("test").resolve(String.valueOf(digit)).toString();
            Ran ran = Ran.here("predict", "--model=" + model, "--json", files);
            assertThat(ran.exitCode()).as(ran.err()).isZero();
            for (String line : ran.out().lines().toList()) {
                JsonNode answer = new ObjectMapper().readTree(line);
                answers.put(answer.get("image").asText(), answer.get("label").asText());
            }
        }
        return answers;
    }

    private static String folderOf(String file) {
        return Path.of(file).getParent().getFileName().toString();
    }

    /** The same pictures as files that were not there in training, and of another size. */
    @Test
    void answersToAPictureOfAnySize() throws IOException {
        Path large = folder.resolve("large.png");
        Files.write(large, PngFolder.enlarged(pictures.resolve("test/7/00000.png"), 5));
        Ran ran = Ran.here("predict", "--model=" + model, "--json", large.toString());
        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(new ObjectMapper().readTree(ran.out()).get("label").asText()).isEqualTo("7");
    }
}
