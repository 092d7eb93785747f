package dev.trainkit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainkit.Slow;
import dev.trainkit.model.Tensor;
import dev.trainkit.model.Weights;
import dev.trainkit.store.Manifest;
import dev.trainkit.store.ModelDirectory;
import dev.trainkit.store.Safetensors;
import dev.trainkit.store.TrainedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Slow
class ImportCommandTest {

    private static final Path GOLDENS = Ran.HOME.resolve("src/test/resources/goldens");
    private static final Path LENET = GOLDENS.resolve("lenet.safetensors");

    @TempDir private Path folder;
    private Path out;
    private Path data;

    @BeforeEach
    void writeData() throws IOException {
        out = folder.resolve("imported");
        data = IdxFixture.write(folder.resolve("data"));
    }

    /** The weights score what PyTorch says that they score, on all 10,000 pictures. */
    @Test
    void scoresOnTheTestSetWhatPyTorchSays() throws IOException {
        JsonNode torch =
                new ObjectMapper().readTree(GOLDENS.resolve("weights/weights.json").toFile());

        Ran ran = imported(LENET, "--model=lenet", "--json");

        JsonNode printed = new ObjectMapper().readTree(ran.out());
        assertThat(printed.at("/test/accuracy").asDouble())
                .isEqualTo(torch.at("/lenet/accuracy").asDouble());
        assertThat(printed.at("/test/loss").asDouble())
                .isCloseTo(torch.at("/lenet/loss").asDouble(), offset(1e-5));
        assertThat(printed.get("parameters").asInt()).isEqualTo(81_194);
        assertThat(ran.err())
                .isEqualTo(
                        "The test accuracy is low. Were these weights trained on mnist, with its"
                                + " preprocessing and in the order of its classes? --data, --like,"
                                + " --classes and --input name others.\n");
    }

    @Test
    void makesAModelThatEveryCommandTakes() {
        Ran ran = imported(LENET, "--model=lenet", "--data-path=" + data);

        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(ran.out())
                .startsWith(
                        "Model    %s%nWeights  81,194 in 10 tensors, from %s%nTest     accuracy "
                                .formatted(out, LENET));
        TrainedModel model = ModelDirectory.load(out);
        assertThat(model.weights()).isEqualTo(Safetensors.read(LENET));
        assertThat(model.manifest().provenance().imported().name()).isEqualTo("lenet.safetensors");
        assertThat(model.manifest().provenance().imported().sha256()).hasSize(64);
        String picture = Ran.HOME.resolve("src/main/dist/samples/digit-7.png").toString();
        assertThat(Ran.here("predict", "--model=" + out, picture).exitCode()).isZero();
        assertThat(Ran.here("evaluate", "--model=" + out).exitCode()).isZero();
        assertThat(Ran.here("summary", out.toString()).exitCode()).isZero();
        assertThat(Ran.here("reproduce", out.toString()))
                .isEqualTo(
                        new Ran(
                                1,
                                "",
                                "The model in %s was imported from lenet.safetensors: there is no run to repeat. Name a model that was trained here.\n"
                                        .formatted(out)));
    }

    @Test
    void listsWhatDoesNotFitWithTheRenamingThatWould() throws IOException {
        Path wrapped = wrapped("module.");

        Ran ran = imported(wrapped, "--model=lenet");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err())
                .startsWith(
                        "The weights in %s do not fit the network: conv1.weight is missing; "
                                .formatted(wrapped))
                .endsWith(
                        "They would fit under other names: give `trainkit import` --map"
                                + " module=.\n");
        assertThat(out).doesNotExist();
        assertThat(
                        imported(wrapped, "--map=module=", "--model=lenet", "--data-path=" + data)
                                .exitCode())
                .isZero();
    }

    /** The arguments were once left behind, so that only the defaults' weights fitted. */
    @Test
    void buildsTheNetworkByItsArguments() throws IOException {
        Path file = folder.resolve("mlp.safetensors");
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("fc1.weight", new Tensor(new long[] {2, 12}, new float[24]));
        tensors.put("fc1.bias", new Tensor(new long[] {2}, new float[2]));
        Files.write(file, Safetensors.encode(new Weights(tensors)));

        Ran ran =
                imported(
                        file,
                        "--model=mlp",
                        "--set=model.layers=[]",
                        "--classes=2",
                        "--input=3x2x2");

        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(ModelDirectory.load(out).manifest().architecture().arguments())
                .isEqualTo(Map.of("layers", List.of()));
    }

    @Test
    void takesModelPreprocessingAndClassesFromAnother() {
        Path model = Ran.HOME.resolve("models/lenet-mnist");

        Ran ran = imported(model.resolve("weights.safetensors"), "--like=" + model);

        Manifest original = ModelDirectory.load(model).manifest();
        Manifest imported = ModelDirectory.load(out).manifest();
        assertThat(imported.architecture()).isEqualTo(original.architecture());
        assertThat(imported.test().accuracy()).isEqualTo(original.test().accuracy());
        assertThat(imported.test().loss()).isCloseTo(original.test().loss(), offset(1e-6));
        assertThat(ran.out()).contains("Test     accuracy 99.");
    }

    @Test
    void takesClassesAndPicturesOfOnesOwn() throws IOException {
        Path file = folder.resolve("mlp.safetensors");
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("fc1.weight", new Tensor(new long[] {128, 12}, new float[128 * 12]));
        tensors.put("fc1.bias", new Tensor(new long[] {128}, new float[128]));
        tensors.put("fc2.weight", new Tensor(new long[] {2, 128}, new float[256]));
        tensors.put("fc2.bias", new Tensor(new long[] {2}, new float[] {1, 2}));
        Files.write(file, Safetensors.encode(new Weights(tensors)));

        Ran ran =
                imported(
                        file,
                        "--model=mlp",
                        "--classes=cat, dog",
                        "--input=3x2x2",
                        "--mean=0.5,0.5,0.5",
                        "--std=0.25,0.25,0.25");

        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(ran.out()).doesNotContain("Test ");
        var manifest = ModelDirectory.load(out).manifest();
        assertThat(manifest.classes()).containsExactly("cat", "dog");
        assertThat(manifest.preprocessing().inputShape()).containsExactly(3, 2, 2);
        assertThat(manifest.preprocessing().mean()).containsOnly(0.5f);
        assertThat(manifest.test()).isNull();
    }

    @Test
    void refusesAFolderWithoutTheData() {
        Ran ran = imported(LENET, "--model=lenet", "--data-path=" + folder);

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err()).contains(folder.toString());
        assertThat(out).doesNotExist();
    }

    @Test
    void refusesWeightsThatAreNoNumbers() throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>(Safetensors.read(LENET).tensors());
        float[] bias = tensors.get("fc3.bias").values().clone();
        bias[3] = Float.NaN;
        tensors.put("fc3.bias", new Tensor(new long[] {10}, bias));
        Path file = folder.resolve("nan.safetensors");
        Files.write(file, Safetensors.encode(new Weights(tensors)));

        assertThat(imported(file, "--model=lenet"))
                .isEqualTo(
                        new Ran(
                                1,
                                "",
                                "%s has the value NaN in fc3.bias, and a network with it computes nothing. Export the weights again.\n"
                                        .formatted(file)));
        assertThat(out).doesNotExist();
    }

    @Test
    void refusesToOverwriteUnlessToldTo() {
        imported(LENET, "--model=lenet", "--data-path=" + data);

        Ran again = imported(LENET, "--model=lenet", "--data-path=" + data);
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.err()).contains(out + " exists already");
        assertThat(
                        imported(LENET, "--model=lenet", "--data-path=" + data, "--overwrite")
                                .exitCode())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--data=mnist             | Say which network the weights belong to: either --model"
                        + " NAME or --like DIR.",
                "--model=a --like=b       | Say which network the weights belong to: either --model"
                        + " NAME or --like DIR.",
                "--like=b --data=mnist    | --like takes the settings of its model: leave out"
                        + " --data, --data-path and --set.",
                "--model=mlp --mean=0.5   | --mean and --std belong to --input CxHxW.",
                "--model=mlp --input=2x2  | --input is channels (1 or 3), height and width, such as"
                        + " 1x32x32, but was '2x2'.",
                "--model=mlp --input=1x9x9 --std=0 | preprocessing: std must be above 0, but was"
                        + " 0.0.",
            })
    void saysHowItIsUsed(String options, String sentence) {
        Ran ran = imported(LENET, options.strip().split(" ", -1));

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err()).startsWith(sentence + "\n");
    }

    @Test
    void sendsAModelDirectoryElsewhere() {
        assertThat(imported(folder, "--model=lenet").err())
                .isEqualTo(
                        folder
                                + " is a folder. A model directory is a model already; import takes"
                                + " a file of weights.\n");
    }

    private Ran imported(Path file, String... options) {
        String[] arguments = new String[options.length + 3];
        arguments[0] = "import";
        arguments[1] = file.toString();
        arguments[2] = "--out=" + out;
        System.arraycopy(options, 0, arguments, 3, options.length);
        return Ran.here(arguments);
    }

    private Path wrapped(String prefix) throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        Safetensors.read(LENET)
                .tensors()
                .forEach((name, tensor) -> tensors.put(prefix + name, tensor));
        Path file = folder.resolve("wrapped.safetensors");
        Files.write(file, Safetensors.encode(new Weights(tensors)));
        return file;
    }
}
