package dev.trainkit.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trainkit.TrainkitException;
import dev.trainkit.model.Tensor;
import dev.trainkit.model.Weights;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The safetensors format, float32: eight bytes with the header's length, a JSON header of names,
 * types, shapes and offsets, then the values, little-endian and without gaps. It holds no code, and
 * this reader takes no length on trust.
 *
 * @see <a href="https://huggingface.co/docs/safetensors">the format</a>
 */
public final class Safetensors {

    private static final int LENGTH_BYTES = 8;
    private static final int MAX_HEADER = 100_000_000;
    private static final int ALIGNMENT = 8;
    private static final String METADATA = "__metadata__";
    private static final ObjectMapper HEADER =
            JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private Safetensors() {}

    /** Where one tensor lies in the file. */
    private record Entry(String name, List<Long> shape, long begin, long end) {}

    /** The weights as a file's bytes: the same weights give the same bytes. */
    public static byte[] encode(Weights weights) {
        byte[] header = header(weights);
        int size = weights.tensors().values().stream().mapToInt(t -> t.values().length).sum();
        ByteBuffer buffer =
                ByteBuffer.allocate(LENGTH_BYTES + header.length + size * Float.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(header.length).put(header);
        for (Tensor tensor : weights.tensors().values()) {
            buffer.asFloatBuffer().put(tensor.values());
            buffer.position(buffer.position() + tensor.values().length * Float.BYTES);
        }
        return buffer.array();
    }

    /**
     * Reads a file of float32 tensors.
     *
     * @throws TrainkitException when it cannot be read or breaks a rule of the format: which one
     */
    public static Weights read(Path file) {
        try {
            return decode(Files.readAllBytes(file), file.toString());
        } catch (IOException e) {
            throw new TrainkitException(
                    "Cannot read the weights in %s: %s.".formatted(file, Reasons.of(e)), e);
        }
    }

    /**
     * Reads a file's bytes.
     *
     * @param name of the file, for the message
     * @throws TrainkitException when they break a rule of the format: which one
     */
    public static Weights decode(byte[] bytes, String name) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int headerLength = headerLength(buffer, name);
        List<Entry> entries = entries(bytes, headerLength, name);
        int start = LENGTH_BYTES + headerLength;
        checkLayout(entries, bytes.length - start, name);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Entry entry : entries) {
            float[] values = new float[Math.toIntExact((entry.end - entry.begin) / Float.BYTES)];
            buffer.position(start + Math.toIntExact(entry.begin));
            buffer.asFloatBuffer().get(values);
            long[] shape = entry.shape.stream().mapToLong(Long::longValue).toArray();
            tensors.put(entry.name, new Tensor(shape, values));
        }
        return new Weights(tensors);
    }

    private static byte[] header(Weights weights) {
        ObjectNode header = HEADER.createObjectNode();
        long offset = 0;
        for (Map.Entry<String, Tensor> named : weights.tensors().entrySet()) {
            Tensor tensor = named.getValue();
            long end = offset + (long) tensor.values().length * Float.BYTES;
            ObjectNode entry = header.putObject(named.getKey()).put("dtype", "F32");
            for (long dimension : tensor.shape()) {
                entry.withArray("shape").add(dimension);
            }
            entry.withArray("data_offsets").add(offset).add(end);
            offset = end;
        }
        String json = header.toString();
        int length = json.getBytes(StandardCharsets.UTF_8).length;
        String padding = " ".repeat(Math.floorMod(-length, ALIGNMENT));
        return (json + padding).getBytes(StandardCharsets.UTF_8);
    }

    private static int headerLength(ByteBuffer buffer, String name) {
        if (buffer.remaining() < LENGTH_BYTES) {
            throw broken(
                    name, "it has %d bytes, too few for a header".formatted(buffer.remaining()));
        }
        long length = buffer.getLong();
        if (length < 2 || length > MAX_HEADER || length > buffer.remaining()) {
            throw broken(
                    name,
                    "its header claims %s bytes, but %d follow"
                            .formatted(Long.toUnsignedString(length), buffer.remaining()));
        }
        return (int) length;
    }

    private static List<Entry> entries(byte[] bytes, int headerLength, String name) {
        JsonNode header;
        try {
            header = HEADER.readTree(bytes, LENGTH_BYTES, headerLength);
        } catch (JsonProcessingException e) {
            throw broken(
                    name, "its header is not valid JSON (%s)".formatted(e.getOriginalMessage()));
        } catch (IOException e) {
            throw broken(name, "its header cannot be read (%s)".formatted(e.getMessage()));
        }
        if (header == null || !header.isObject()) {
            throw broken(name, "its header is not a JSON object");
        }
        List<Entry> entries = new ArrayList<>();
        header.properties().stream()
                .filter(property -> !property.getKey().equals(METADATA))
                .forEach(
                        property ->
                                entries.add(entry(property.getKey(), property.getValue(), name)));
        return entries;
    }

    private static Entry entry(String tensor, JsonNode node, String name) {
        String type = node.path("dtype").asText();
        if (!type.equals("F32")) {
            throw broken(
                    name, "tensor %s has type '%s', and only F32 is read".formatted(tensor, type));
        }
        List<Long> shape = numbers(tensor, node.path("shape"), name);
        List<Long> offsets = numbers(tensor, node.path("data_offsets"), name);
        if (offsets.size() != 2 || offsets.get(0) > offsets.get(1)) {
            throw broken(name, "tensor %s has no two offsets in order".formatted(tensor));
        }
        long begin = offsets.get(0);
        long end = offsets.get(1);
        if (bytes(shape) != end - begin) {
            throw broken(
                    name,
                    "tensor %s has %d bytes, which its shape %s does not make"
                            .formatted(tensor, end - begin, node.path("shape")));
        }
        return new Entry(tensor, shape, begin, end);
    }

    private static List<Long> numbers(String tensor, JsonNode array, String name) {
        if (!array.isArray()) {
            throw broken(name, "tensor %s lacks its shape or its offsets".formatted(tensor));
        }
        List<Long> numbers = new ArrayList<>();
        for (JsonNode number : array) {
            if (!number.isIntegralNumber() || !number.canConvertToLong() || number.asLong() < 0) {
                throw broken(
                        name, "tensor %s has %s where a size belongs".formatted(tensor, number));
            }
            numbers.add(number.asLong());
        }
        return numbers;
    }

    /**
     * Bytes of a float32 tensor of that shape; -1, which is no difference of offsets, on overflow.
     */
    private static long bytes(List<Long> shape) {
        long bytes = Float.BYTES;
        try {
            for (long dimension : shape) {
                bytes = Math.multiplyExact(bytes, dimension);
            }
        } catch (ArithmeticException e) {
            return -1;
        }
        return bytes;
    }

    /** The tensors must fill the rest of the file, one after another. */
    private static void checkLayout(List<Entry> entries, long available, String name) {
        List<Entry> inFile = new ArrayList<>(entries);
        inFile.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
        long expected = 0;
        for (Entry entry : inFile) {
            if (entry.begin != expected) {
                throw broken(
                        name,
                        "tensor %s begins at byte %d, not at %d: a hole or an overlap"
                                .formatted(entry.name, entry.begin, expected));
            }
            expected = entry.end;
        }
        if (expected != available) {
            throw broken(
                    name,
                    "its tensors take %d bytes, but %d are there".formatted(expected, available));
        }
    }

    private static TrainkitException broken(String name, String reason) {
        return new TrainkitException(
                "%s is not a whole safetensors file: %s. Copy or make it again."
                        .formatted(name, reason));
    }
}
