package dev.trainkit.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trainkit.Quoted;
import dev.trainkit.TrainkitException;
import dev.trainkit.model.Tensor;
import dev.trainkit.model.Weights;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The safetensors format, written as float32: eight bytes with the header's length, a JSON header
 * of names, types, shapes and offsets, then the values, little-endian and without gaps. It holds no
 * code, and this reader takes no length on trust.
 *
 * @see <a href="https://huggingface.co/docs/safetensors">the format</a>
 */
public final class Safetensors {

    private static final int LENGTH_BYTES = 8;
    private static final int MAX_HEADER =
            4 << 20; // of thirty thousand tensors; the tree in memory takes much more
    private static final int ALIGNMENT = 8;
    private static final String METADATA = "__metadata__";
    private static final ObjectMapper HEADER =
            JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private static final Map<String, ValueType> TYPES =
            Map.of(
                    "F16", ValueType.FLOAT16,
                    "BF16", ValueType.BFLOAT16,
                    "F32", ValueType.FLOAT32,
                    "F64", ValueType.FLOAT64);

    /** The format's other types, by what a sentence calls them, and the bytes of a value. */
    private record OtherType(String name, int size) {}

    private static final Map<String, OtherType> OTHERS =
            Map.ofEntries(
                    Map.entry("BOOL", new OtherType("bool", 1)),
                    Map.entry("U8", new OtherType("uint8", 1)),
                    Map.entry("I8", new OtherType("int8", 1)),
                    Map.entry("U16", new OtherType("uint16", 2)),
                    Map.entry("I16", new OtherType("int16", 2)),
                    Map.entry("U32", new OtherType("uint32", 4)),
                    Map.entry("I32", new OtherType("int32", 4)),
                    Map.entry("U64", new OtherType("uint64", 8)),
                    Map.entry("I64", new OtherType("int64", 8)),
                    Map.entry("C64", new OtherType("complex64", 8)),
                    Map.entry("F8_E5M2", new OtherType("float8_e5m2", 1)),
                    Map.entry("F8_E4M3", new OtherType("float8_e4m3", 1)));

    private Safetensors() {}

    /** Where one tensor lies in the file; its type is null where it holds no weights. */
    private record Entry(
            String name,
            ValueType type,
            OtherType other,
            StoredTensor tensor,
            long begin,
            long end) {}

    /** The weights as a file's bytes: the same weights give the same bytes. */
    public static byte[] encode(Weights weights) {
        return encode(weights, Map.of());
    }

    /**
     * As {@link #encode(Weights)}, with notes that readers of the format find in its header.
     *
     * @param metadata text by key
     */
    public static byte[] encode(Weights weights, Map<String, String> metadata) {
        byte[] header = header(weights, metadata);
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
     * Reads a file of floating-point tensors, as float32.
     *
     * @throws TrainkitException when it cannot be read or breaks a rule of the format: which one
     */
    public static Weights read(Path file) {
        return WeightFiles.read(WeightFormat.SAFETENSORS, file, null);
    }

    /**
     * Reads a file's bytes.
     *
     * @param name of the file, for the message
     * @throws TrainkitException when they break a rule of the format: which one
     */
    public static Weights decode(byte[] bytes, String name) {
        try {
            return parse(bytes);
        } catch (RefusedException e) {
            throw e.in(name);
        }
    }

    /**
     * @throws RefusedException when the bytes break a rule of the format: which one
     */
    static Weights parse(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int start = LENGTH_BYTES + headerLength(buffer);
        List<Entry> entries = entries(bytes, start - LENGTH_BYTES);
        checkLayout(entries, bytes.length - start);
        Allowance allowance = new Allowance(bytes.length);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        Map<String, String> others = new LinkedHashMap<>();
        for (Entry entry : entries) {
            if (Counters.isCounter(entry.name)) {
                continue;
            }
            if (entry.type == null) {
                others.put(entry.name, entry.other.name);
            } else {
                tensors.put(entry.name, tensor(bytes, start, entry, allowance));
            }
        }
        return new Weights(tensors, others);
    }

    private static Tensor tensor(byte[] bytes, int start, Entry entry, Allowance allowance) {
        byte[] values =
                Arrays.copyOfRange(
                        bytes,
                        start + Math.toIntExact(entry.begin),
                        start + Math.toIntExact(entry.end));
        try {
            return entry.tensor.read(values, entry.type, ByteOrder.LITTLE_ENDIAN, allowance);
        } catch (IllegalArgumentException e) {
            throw broken("tensor %s %s".formatted(Quoted.of(entry.name), e.getMessage()));
        }
    }

    private static byte[] header(Weights weights, Map<String, String> metadata) {
        ObjectNode header = HEADER.createObjectNode();
        if (!metadata.isEmpty()) {
            new TreeMap<>(metadata).forEach(header.putObject(METADATA)::put);
        }
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

    private static int headerLength(ByteBuffer buffer) {
        if (buffer.remaining() < LENGTH_BYTES) {
            throw broken(
                    String.format(
                            Locale.ROOT,
                            "it has %d bytes, too few for a header",
                            buffer.remaining()));
        }
        long length = buffer.getLong();
        if (length < 2 || length > MAX_HEADER || length > buffer.remaining()) {
            throw broken(
                    String.format(
                            Locale.ROOT,
                            "its header claims %s bytes, but %d follow",
                            Long.toUnsignedString(length),
                            buffer.remaining()));
        }
        return (int) length;
    }

    private static List<Entry> entries(byte[] bytes, int headerLength) {
        JsonNode header;
        try {
            header = HEADER.readTree(bytes, LENGTH_BYTES, headerLength);
        } catch (JsonProcessingException e) {
            throw broken(
                    "its header is not valid JSON (%s)"
                            .formatted(Quoted.of(e.getOriginalMessage())));
        } catch (IOException e) {
            throw broken("its header cannot be read (%s)".formatted(e.getMessage()));
        }
        if (header == null || !header.isObject()) {
            throw broken("its header is not a JSON object");
        }
        return header.properties().stream()
                .filter(property -> !property.getKey().equals(METADATA))
                .map(property -> entry(property.getKey(), property.getValue()))
                .toList();
    }

    private static Entry entry(String name, JsonNode node) {
        String tensor = Quoted.of(name);
        ValueType type = TYPES.get(node.path("dtype").asText());
        OtherType other = OTHERS.get(node.path("dtype").asText());
        if (type == null && other == null && !Counters.isCounter(name)) {
            throw broken(
                    "tensor %s has type '%s', which the format does not have"
                            .formatted(tensor, Quoted.of(node.path("dtype").asText())));
        }
        StoredTensor stored = StoredTensor.contiguous(numbers(tensor, node.path("shape")));
        long[] offsets = numbers(tensor, node.path("data_offsets"));
        if (offsets.length != 2 || offsets[0] > offsets[1]) {
            throw broken("tensor %s has no two offsets in order".formatted(tensor));
        }
        int size = type != null ? type.size() : other != null ? other.size : 0;
        if (size > 0 && bytes(stored, size) != offsets[1] - offsets[0]) {
            throw broken(
                    String.format(
                            Locale.ROOT,
                            "tensor %s has %d bytes, which its shape %s does not make",
                            tensor,
                            offsets[1] - offsets[0],
                            Quoted.of(node.path("shape").toString())));
        }
        return new Entry(name, type, other, stored, offsets[0], offsets[1]);
    }

    private static long[] numbers(String tensor, JsonNode array) {
        if (!array.isArray()) {
            throw broken("tensor %s lacks its shape or its offsets".formatted(tensor));
        }
        long[] numbers = new long[array.size()];
        for (int i = 0; i < numbers.length; i++) {
            JsonNode number = array.get(i);
            if (!number.isIntegralNumber() || !number.canConvertToLong() || number.asLong() < 0) {
                throw broken(
                        "tensor %s has %s where a size belongs"
                                .formatted(tensor, Quoted.of(number.toString())));
            }
            numbers[i] = number.asLong();
        }
        return numbers;
    }

    /** Bytes of a tensor of that shape; -1, which is no difference of offsets, on overflow. */
    private static long bytes(StoredTensor tensor, int size) {
        try {
            return tensor.bytes(size);
        } catch (IllegalArgumentException e) {
            return -1;
        }
    }

    /** The tensors must fill the rest of the file, one after another. */
    private static void checkLayout(List<Entry> entries, long available) {
        List<Entry> inFile = new ArrayList<>(entries);
        inFile.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
        long expected = 0;
        for (Entry entry : inFile) {
            if (entry.begin != expected) {
                throw broken(
                        String.format(
                                Locale.ROOT,
                                "tensor %s begins at byte %d, not at %d: a hole or an overlap",
                                Quoted.of(entry.name),
                                entry.begin,
                                expected));
            }
            expected = entry.end;
        }
        if (expected != available) {
            throw broken(
                    String.format(
                            Locale.ROOT,
                            "its tensors take %d bytes, but %d are there",
                            expected,
                            available));
        }
    }

    private static RefusedException broken(String reason) {
        return RefusedException.broken("safetensors", reason);
    }
}
