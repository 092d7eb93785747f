package dev.trainkit.export;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trainkit.Slow;
import dev.trainkit.engine.Engines;
import dev.trainkit.model.Tensor;
import dev.trainkit.store.ModelDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in files of weights, read by their published layouts and with none of our readers. */
@Slow
class ReadBackTest {

    @TempDir private Path folder;
    private Path model;
    private Map<String, Tensor> weights;

    /** Its batch normalisation has buffers beside its parameters. */
    @BeforeEach
    void makeModel() {
        model = Exportable.model("cnn", folder.resolve("cnn"));
        weights = ModelDirectory.load(model).weights().tensors();
        assertThat(weights).hasSize(14);
    }

    /** Eight bytes with the header's length, the header in JSON, and the values side by side. */
    @Test
    void safetensorsHoldsEveryValueWhereItsHeaderSays() throws IOException {
        ByteBuffer file = littleEndian(Files.readAllBytes(export("safetensors")));
        byte[] text = new byte[Math.toIntExact(file.getLong())];
        file.get(text);
        ObjectNode header = (ObjectNode) new ObjectMapper().readTree(text);
        ByteBuffer values = file.slice().order(ByteOrder.LITTLE_ENDIAN);

        JsonNode notes = header.remove("__metadata__");
        assertThat(notes.path("format").asText()).isEqualTo("pt");
        requireMetadata(notes.path("trainkit").asText());
        Map<String, Tensor> found = new LinkedHashMap<>();
        int end = 0;
        for (Map.Entry<String, JsonNode> named : header.properties()) {
            JsonNode entry = named.getValue();
            assertThat(entry.path("dtype").asText()).isEqualTo("F32");
            int begin = entry.at("/data_offsets/0").asInt();
            assertThat(begin).isEqualTo(end);
            end = entry.at("/data_offsets/1").asInt();
            found.put(
                    named.getKey(),
                    new Tensor(shape(entry.path("shape")), floats(values, begin, end)));
        }
        assertThat(found).isEqualTo(weights);
        assertThat(end).isEqualTo(values.limit());
    }

    private static long[] shape(JsonNode sizes) {
        List<Long> shape = new ArrayList<>();
        sizes.forEach(size -> shape.add(size.asLong()));
        return shape.stream().mapToLong(Long::longValue).toArray();
    }

    private static float[] floats(ByteBuffer values, int begin, int end) {
        FloatBuffer floats =
                values.slice(begin, end - begin).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        float[] read = new float[floats.remaining()];
        floats.get(read);
        return read;
    }

    /** DJL has a reader of its own. */
    @Test
    void npzHoldsEveryValueAsDjlReadsIt() throws IOException {
        Path file = export("npz");

        try (NDManager manager = Engines.open().newManager();
                InputStream in = Files.newInputStream(file)) {
            Map<String, Tensor> found = new LinkedHashMap<>();
            for (NDArray array : NDList.decode(manager, in)) {
                assertThat(array.getDataType()).isEqualTo(DataType.FLOAT32);
                found.put(
                        array.getName(),
                        new Tensor(array.getShape().getShape(), array.toFloatArray()));
            }
            assertThat(found).isEqualTo(weights);
        }
        try (ZipFile zip = new ZipFile(file.toFile())) {
            requireMetadata(zip.getComment());
        }
    }

    /** A zip of a pickle that names the tensors in their order, and of their values in files. */
    @Test
    void pytorchHoldsEveryValueInItsOrder() throws IOException {
        try (ZipFile zip = new ZipFile(export("pytorch").toFile())) {
            String pickle = new String(bytes(zip, "data.pkl"), StandardCharsets.ISO_8859_1);
            assertThat(pickle).startsWith("\u0080\u0002ccollections\nOrderedDict\n").endsWith(".");
            assertThat(pickle).containsSubsequence(weights.keySet());
            int i = 0;
            for (Tensor tensor : weights.values()) {
                ByteBuffer values = littleEndian(bytes(zip, "data/" + i++));
                assertThat(floats(values, 0, values.limit())).isEqualTo(tensor.values());
            }
            assertThat(zip.stream().filter(entry -> entry.getName().contains("/data/")))
                    .hasSize(weights.size());
            assertThat(bytes(zip, "version")).asString().isEqualTo("3\n");
            assertThat(bytes(zip, "byteorder")).asString().isEqualTo("little");
            requireMetadata(new String(bytes(zip, "extra/trainkit.json"), StandardCharsets.UTF_8));
        }
    }

    private static byte[] bytes(ZipFile zip, String name) throws IOException {
        try (InputStream in = zip.getInputStream(zip.getEntry("archive/" + name))) {
            return in.readAllBytes();
        }
    }

    private static void requireMetadata(String json) throws IOException {
        JsonNode metadata = new ObjectMapper().readTree(json);
        assertThat(metadata.at("/architecture/name").asText()).isEqualTo("cnn");
        assertThat(metadata.at("/classes/9").asText()).isEqualTo("class 9");
        assertThat(metadata.at("/preprocessing/padding").asInt()).isEqualTo(2);
        assertThat(metadata.at("/provenance/seed").asInt()).isEqualTo(42);
    }

    private Path export(String format) {
        Path out = folder.resolve(format);
        ModelExport.run(ExportRequest.of(model, format, out));
        return out;
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
