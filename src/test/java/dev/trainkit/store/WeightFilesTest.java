package dev.trainkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Model;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainkit.TrainkitException;
import dev.trainkit.engine.Engines;
import dev.trainkit.model.Architecture;
import dev.trainkit.model.Models;
import dev.trainkit.model.Renaming;
import dev.trainkit.model.Tensor;
import dev.trainkit.model.Weights;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that PyTorch and NumPy wrote, and what these say is in them. */
class WeightFilesTest {

    private static final Path FILES = Path.of("src/test/resources/goldens/weights");
    private static JsonNode contents;

    @TempDir private Path folder;

    @BeforeAll
    static void readContents() throws IOException {
        contents = new ObjectMapper().readTree(FILES.resolve("weights.json").toFile());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "protocol2.pth",
                "protocol3.pth",
                "protocol4.pth",
                "protocol5.pth",
                "checkpoint.pth",
                "figures.pth",
                "company2.pth",
                "company5.pth",
                "lightning.ckpt",
                "module.pt",
                "float16.pth",
                "bfloat16.pth",
                "float64.pth",
                "float16.safetensors",
                "bfloat16.safetensors",
                "float32.safetensors",
                "float64.safetensors",
                "stored.npz",
                "deflated.npz",
                "version1.npz",
                "version2.npz",
                "version3.npz"
            })
    void readsTheSameWeightsFromEachFormat(String file) {
        assertThat(WeightFiles.read(FILES.resolve(file))).isEqualTo(expected("state"));
    }

    @Test
    void readsViewsThatAreTransposedSharedPartOfAnotherOrExpanded() {
        assertThat(WeightFiles.read(FILES.resolve("views.pth"))).isEqualTo(expected("views"));
    }

    @Test
    void readsArraysThatAreBigEndianOrInTheOrderOfFortran() {
        assertThat(WeightFiles.read(FILES.resolve("orders.npz"))).isEqualTo(expected("orders"));
    }

    @Test
    void knowsEveryKindOfFloat16() {
        JsonNode halves = contents.get("halves");
        for (int i = 0; i < halves.get("bits").size(); i++) {
            ByteBuffer bits =
                    ByteBuffer.allocate(2).putShort((short) halves.get("bits").get(i).asInt());
            String value = halves.get("values").get(i).asText();
            float expected =
                    value.endsWith("inf")
                            ? (value.startsWith("-")
                                    ? Float.NEGATIVE_INFINITY
                                    : Float.POSITIVE_INFINITY)
                            : Float.parseFloat(value);
            assertThat(ValueType.FLOAT16.read(bits, 0)).isEqualTo(expected);
        }
        ByteBuffer nan = ByteBuffer.allocate(2).putShort((short) 0x7e00);
        assertThat(ValueType.FLOAT16.read(nan, 0)).isNaN();
    }

    /** The same bytes that a machine of the other order would write. */
    @Test
    void readsStoragesInTheByteOrderThatTheFileNames() throws IOException {
        Path file = folder.resolve("big.pth");
        try (ZipArchive zip = ZipArchive.open(FILES.resolve("protocol2.pth"));
                ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
            for (String name : zip.names()) {
                byte[] bytes = zip.read(name);
                put(out, name, name.contains("/data/") ? swapped(bytes) : bytes);
            }
            put(out, "protocol2/byteorder", "big".getBytes(StandardCharsets.US_ASCII));
        }
        assertThat(WeightFiles.read(file)).isEqualTo(expected("state"));
    }

    @Test
    void readsWhatDjlSaved() throws IOException {
        Path saved = folder.resolve("djl");
        Weights weights;
        Weights named;
        try (NDManager manager = Engines.open().newManager();
                Model model = Model.newInstance("lenet", "PyTorch")) {
            model.setBlock(
                    Models.create(new Architecture("lenet", List.of(1, 32, 32), 10), manager, 1));
            model.save(saved, "lenet");
            weights = Weights.of(model.getBlock());
            named = WeightFiles.readFor(model.getBlock(), saved.resolve("lenet-0000.params"));
        }

        Weights read = WeightFiles.read(saved.resolve("lenet-0000.params"));

        assertThat(read.tensors().keySet())
                .containsExactly(
                        "0.weight",
                        "0.bias",
                        "1.weight",
                        "1.bias",
                        "2.weight",
                        "2.bias",
                        "3.weight",
                        "3.bias",
                        "4.weight",
                        "4.bias");
        assertThat(new ArrayList<>(read.tensors().values()))
                .isEqualTo(new ArrayList<>(weights.tensors().values()));
        assertThat(named).isEqualTo(weights);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "module.pth  | is refused: it asks Python for torch.nn.modules.container.Sequential, and weights ask for tensors and dictionaries only. Nothing in it was run. Where it is yours, save the weights alone: torch.save(model.state_dict(), \"weights.pth\").",
                "legacy.pth  | is of the format that PyTorch wrote before version 1.6, which is not read here. Convert it with a newer one: torch.save(torch.load(FILE, weights_only=True), \"weights.pth\").",
                "two.pth     | holds several sets of weights, under ema.module, model. Choose one: --key model for `trainkit import`, model.weights-key=model for `trainkit train`.",
                "objects.npz | is not a whole npz file: array conv.weight holds objects of Python's, which only running its pickle would read. Copy or make it again.",
                "weights.json| is no file of weights that is known here. Give a safetensors or npz file, a state dictionary that torch.save wrote, a TorchScript module, DJL's .params or a model directory.",
                "nowhere.npz | Cannot read the weights in %s: it does not exist.",
            })
    void saysWhyItReadsNoOther(String name, String sentence) {
        Path file = FILES.resolve(name.strip());
        String whole = sentence.contains("%s") ? sentence.formatted(file) : file + " " + sentence;
        assertThatThrownBy(() -> WeightFiles.read(file))
                .isInstanceOf(TrainkitException.class)
                .hasMessage(whole);
    }

    @Test
    void takesOfSeveralSetsTheOneUnderTheKey() {
        Path two = FILES.resolve("two.pth");
        Weights model = WeightFiles.read(two, "model");
        Weights average = WeightFiles.read(two, "ema.module");

        assertThat(model).isEqualTo(expected("state"));
        model.tensors()
                .forEach(
                        (name, tensor) -> {
                            float[] halves = tensor.values().clone();
                            for (int i = 0; i < halves.length; i++) {
                                halves[i] /= 2;
                            }
                            assertThat(average.tensors().get(name).values()).isEqualTo(halves);
                        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "two.pth             | net | has no weights under the key 'net'. It has tensors under ema.module, model.",
                "protocol2.pth       | net | has no weights under the key 'net'. Its weights are under no key: leave it out.",
                "module.pt           | net | is a TorchScript module, which holds one set of weights. Leave out the key 'net'.",
                "float32.safetensors | net | holds one set of weights: only what torch.save wrote may hold several under keys. Leave out the key 'net'.",
            })
    void saysWhichKeysThereAre(String name, String key, String sentence) {
        Path file = FILES.resolve(name.strip());
        assertThatThrownBy(() -> WeightFiles.read(file, key.strip()))
                .isInstanceOf(TrainkitException.class)
                .hasMessage(file + " " + sentence);
    }

    /** PyTorch's position_ids and a truth value, which no network here has a place for. */
    @Test
    void leavesIntegersOutAndSaysSo() throws IOException {
        Weights weights = WeightFiles.read(FILES.resolve("integers.pth"));

        assertThat(weights.tensors()).isEqualTo(expected("state").tensors());
        assertThat(weights.others())
                .containsExactly(Map.entry("position_ids", "int64"), Map.entry("seen", "bool"));
        try (HostileWeights.Network network = new HostileWeights.Network()) {
            assertThat(weights.leftOut(network.block()))
                    .contains(
                            "Left out, for these are no floating-point numbers and the network has no"
                                    + " place for them: position_ids (int64), seen (bool).");
            assertThat(Renaming.parse("position_ids=-").apply(weights).leftOut(network.block()))
                    .contains(
                            "Left out, for these are no floating-point numbers and the network has no"
                                    + " place for them: seen (bool).");
            assertThat(network.answer(FILES.resolve("integers.pth"))).isEqualTo("READ");
        }
    }

    @Test
    void doesNotTakeIntegersForAParameter() throws IOException {
        Path file = folder.resolve("integers.safetensors");
        byte[] header =
                "{\"conv.weight\":{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[0,8]}}"
                        .getBytes(StandardCharsets.US_ASCII);
        Files.write(
                file,
                ByteBuffer.allocate(16 + header.length)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(header.length)
                        .put(header)
                        .array());
        try (HostileWeights.Network network = new HostileWeights.Network()) {
            assertThat(network.answer(file))
                    .startsWith(
                            "The weights in The file do not fit the network: conv.weight is of int64,"
                                    + " and weights are floating-point numbers; conv.bias is missing");
        }
    }

    @Test
    void doesNotTakeIntegersForWeights() throws IOException {
        Path file = folder.resolve("integers.npz");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
            String header = "{'shape': (1,), 'fortran_order': False, 'descr': '<i8'}";
            put(
                    out,
                    "w.npy",
                    ("\u0093NUMPY\1\0" + (char) header.length() + "\0" + header + "12345678")
                            .getBytes(StandardCharsets.ISO_8859_1));
        }
        assertThat(WeightFiles.read(file)).isEqualTo(new Weights(Map.of(), Map.of("w", "int64")));
    }

    private static Weights expected(String name) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        contents.get(name)
                .properties()
                .forEach(
                        entry ->
                                tensors.put(
                                        entry.getKey(),
                                        new Tensor(
                                                longs(entry.getValue().get("shape")),
                                                floats(entry.getValue().get("values")))));
        return new Weights(tensors);
    }

    private static long[] longs(JsonNode array) {
        long[] values = new long[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i).asLong();
        }
        return values;
    }

    private static float[] floats(JsonNode array) {
        float[] values = new float[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) array.get(i).asDouble();
        }
        return values;
    }

    private static byte[] swapped(byte[] floats) {
        byte[] swapped = new byte[floats.length];
        for (int i = 0; i < floats.length; i++) {
            swapped[i] = floats[i ^ 3];
        }
        return swapped;
    }

    private static void put(ZipOutputStream out, String name, byte[] bytes) throws IOException {
        out.putNextEntry(new ZipEntry(name));
        out.write(bytes);
        out.closeEntry();
    }
}
