package dev.trainkit.store;

import dev.trainkit.Quoted;
import dev.trainkit.model.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * NumPy's format of one array: a magic number, a version, a dictionary as Python writes it, and the
 * values.
 *
 * @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">the
 *     format</a>
 */
final class NpyArray {

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int LONGEST_HEADER = 1 << 16;

    /** One entry of the dictionary; the format promises no order. */
    private static final Pattern ENTRY =
            Pattern.compile(
                    "\\s*'(?<key>\\w+)':\\s*(?<value>'[^'\\\\]*'|True|False|\\([^()]*\\)),?");

    private static final Set<String> KEYS = Set.of("descr", "fortran_order", "shape");
    private static final Pattern OBJECTS = Pattern.compile("'descr':\\s*'[|<>=]?O");
    private static final Pattern TYPE = Pattern.compile("(?<order>[<>=|]?)f(?<size>[248])");

    private final ValueType type;
    private final ByteOrder order;
    private final StoredTensor tensor;

    private NpyArray(ValueType type, ByteOrder order, StoredTensor tensor) {
        this.type = type;
        this.order = order;
        this.tensor = tensor;
    }

    /**
     * Reads an array as float32.
     *
     * @throws IllegalArgumentException with the reason when it is none, or none of numbers
     * @throws RefusedException when it is larger than the allowance
     */
    static Tensor read(byte[] bytes, Allowance allowance) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        NpyArray array = parse(header(buffer));
        if (array.tensor.bytes(array.type) != buffer.remaining()) {
            throw new IllegalArgumentException(
                    "has %d bytes of values, which its shape %s does not make"
                            .formatted(buffer.remaining(), array.tensor));
        }
        byte[] values = Arrays.copyOfRange(bytes, buffer.position(), bytes.length);
        return array.tensor.read(values, array.type, array.order, allowance);
    }

    /** Leaves the buffer where the values begin. */
    private static String header(ByteBuffer buffer) {
        byte[] magic = new byte[MAGIC.length];
        if (buffer.remaining() < MAGIC.length + 6) {
            throw new IllegalArgumentException("is no array of NumPy's");
        }
        buffer.get(magic);
        int major = buffer.get();
        int minor = buffer.get();
        if (!Arrays.equals(magic, MAGIC) || major < 1 || major > 3 || minor != 0) {
            throw new IllegalArgumentException("is no array of NumPy's");
        }
        long length = major == 1 ? buffer.getShort() & 0xffff : buffer.getInt() & 0xffffffffL;
        if (length > Math.min(buffer.remaining(), LONGEST_HEADER)) {
            throw new IllegalArgumentException("claims a header of %d bytes".formatted(length));
        }
        byte[] header = new byte[(int) length];
        buffer.get(header);
        return new String(
                header, major == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
    }

    private static NpyArray parse(String header) {
        if (OBJECTS.matcher(header).find()) {
            throw new IllegalArgumentException(
                    "holds objects of Python's, which only running its pickle would read");
        }
        Map<String, String> entries = entries(header.strip());
        String descr = within(entries.get("descr"));
        long[] shape = shape(within(entries.get("shape")));
        boolean fortran = entries.get("fortran_order").equals("True");
        return new NpyArray(
                type(descr),
                descr.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN,
                fortran ? StoredTensor.fortran(shape) : StoredTensor.contiguous(shape));
    }

    private static Map<String, String> entries(String header) {
        Map<String, String> entries = new HashMap<>();
        boolean braced = header.startsWith("{") && header.endsWith("}");
        String dictionary = braced ? header.substring(1, header.length() - 1) : "";
        Matcher matcher = ENTRY.matcher(dictionary);
        int end = 0;
        while (matcher.region(end, dictionary.length()).lookingAt()) {
            entries.put(matcher.group("key"), matcher.group("value"));
            end = matcher.end();
        }
        if (!entries.keySet().equals(KEYS) || !dictionary.substring(end).isBlank()) {
            throw new IllegalArgumentException("has the header " + Quoted.of(header));
        }
        return entries;
    }

    /** What quotes or parentheses hold. */
    private static String within(String value) {
        return value.substring(1, value.length() - 1);
    }

    private static ValueType type(String descr) {
        Matcher matcher = TYPE.matcher(descr);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "has the type %s, and weights are of %s"
                            .formatted(Quoted.of(descr), ValueType.NAMES));
        }
        return switch (matcher.group("size")) {
            case "2" -> ValueType.FLOAT16;
            case "4" -> ValueType.FLOAT32;
            default -> ValueType.FLOAT64;
        };
    }

    /** Python 2 puts an L behind a long. */
    private static long[] shape(String text) {
        try {
            return Stream.of(text.split(","))
                    .map(dimension -> dimension.strip().replaceFirst("L$", ""))
                    .filter(dimension -> !dimension.isEmpty())
                    .mapToLong(Long::parseLong)
                    .toArray();
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("has the shape (%s)".formatted(Quoted.of(text)), e);
        }
    }
}
