package dev.trainkit.data;

import dev.trainkit.Quoted;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an array that NumPy saved says of itself: a magic number, a version, and a dictionary as
 * Python writes it. The values follow. Nothing in it is evaluated.
 *
 * @param type as NumPy names it, {@code <f4} for one; of an array of records or of objects, what it
 *     has in the place of a name
 * @param fortranOrder whether the first dimension runs fastest
 * @param shape no side negative
 * @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">NumPy's
 *     format</a>
 */
public record NpyHeader(String type, boolean fortranOrder, List<Long> shape) {

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int LONGEST = 1 << 16;

    /** One entry of the dictionary; the format promises no order. */
    private static final Pattern ENTRY =
            Pattern.compile(
                    "\\s*'(?<key>\\w+)':\\s*(?<value>'[^'\\\\]*'|True|False|\\([^()]*\\)),?");

    private static final Set<String> KEYS = Set.of("descr", "fortran_order", "shape");

    /**
     * Leaves the stream where the values begin.
     *
     * @throws IllegalArgumentException with the reason when there is none, or it is damaged: {@code
     *     has the header ...} for one
     */
    public static NpyHeader read(InputStream in) throws IOException {
        byte[] start = in.readNBytes(MAGIC.length + 2);
        if (start.length < MAGIC.length + 2
                || !Arrays.equals(Arrays.copyOf(start, MAGIC.length), MAGIC)) {
            throw new IllegalArgumentException("is no array of NumPy's");
        }
        int major = start[MAGIC.length];
        if (major < 1 || major > 3 || start[MAGIC.length + 1] != 0) {
            throw new IllegalArgumentException("is no array of NumPy's");
        }
        long length = unsigned(in.readNBytes(major == 1 ? 2 : 4));
        byte[] text = in.readNBytes((int) Math.min(length, LONGEST));
        if (text.length < length) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "claims a header of %d bytes", length));
        }
        return parse(
                new String(text, major == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1)
                        .strip());
    }

    private static long unsigned(byte[] littleEndian) {
        ByteBuffer number = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        return number.put(0, littleEndian).getLong(0);
    }

    private static NpyHeader parse(String header) {
        boolean braced = header.startsWith("{") && header.endsWith("}");
        String dictionary = braced ? header.substring(1, header.length() - 1) : "";
        Map<String, String> entries = new HashMap<>();
        Matcher matcher = ENTRY.matcher(dictionary);
        int end = 0;
        while (matcher.region(end, dictionary.length()).lookingAt()) {
            entries.put(matcher.group("key"), matcher.group("value"));
            end = matcher.end();
        }
        if (!entries.keySet().equals(KEYS) || !dictionary.substring(end).isBlank()) {
            throw new IllegalArgumentException("has the header " + Quoted.of(header));
        }
        return new NpyHeader(
                within(entries.get("descr")),
                entries.get("fortran_order").equals("True"),
                shape(within(entries.get("shape"))));
    }

    /** What quotes or parentheses hold. */
    private static String within(String value) {
        return value.substring(1, value.length() - 1);
    }

    /** Python 2 puts an L behind a long. */
    private static List<Long> shape(String text) {
        try {
            List<Long> shape =
                    Stream.of(text.split(","))
                            .map(side -> side.strip().replaceFirst("L$", ""))
                            .filter(side -> !side.isEmpty())
                            .map(Long::parseLong)
                            .toList();
            if (shape.stream().allMatch(side -> side >= 0)) {
                return shape;
            }
        } catch (NumberFormatException e) {
            // as a side below 0
        }
        throw new IllegalArgumentException("has the shape (%s)".formatted(Quoted.of(text)));
    }

    /** Whether the values are text, as Unicode or as bytes. */
    boolean isText() {
        return type.matches("[<>|=]?[USa][0-9]+");
    }

    /** A shape as NumPy writes it: {@code (60, 8, 8)}, or {@code (60,)}. */
    static String written(List<? extends Number> shape) {
        String sides = shape.stream().map(String::valueOf).collect(Collectors.joining(", "));
        return shape.size() == 1 ? "(" + sides + ",)" : "(" + sides + ")";
    }

    /** Of values of more than one byte. */
    public ByteOrder order() {
        return type.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }
}
