package dev.trainkit.store;

import dev.trainkit.Quoted;
import dev.trainkit.data.NpyHeader;
import dev.trainkit.model.Tensor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An array as NumPy saves it, of weights. */
final class NpyArray {

    private static final Pattern OBJECTS = Pattern.compile("[|<>=]?O");
    private static final Pattern TYPE = Pattern.compile("[<>=|]?f(?<size>[248])");

    private static final Pattern INTEGERS = Pattern.compile("[<>=|]?(?<kind>[iub])(?<size>[1248])");

    private NpyArray() {}

    /**
     * What its numbers are called where they are integers or truths; empty where they are not.
     *
     * @throws IllegalArgumentException with the reason when it is no array
     */
    static Optional<String> integers(byte[] bytes) {
        Matcher matcher = INTEGERS.matcher(header(new ByteArrayInputStream(bytes)).type());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String bits = String.valueOf(Byte.SIZE * Integer.parseInt(matcher.group("size")));
        return Optional.of(
                switch (matcher.group("kind")) {
                    case "i" -> "int" + bits;
                    case "u" -> "uint" + bits;
                    default -> "bool";
                });
    }

    /**
     * Reads an array as float32.
     *
     * @throws IllegalArgumentException with the reason when it is none, or none of numbers
     * @throws RefusedException when it is larger than the allowance
     */
    static Tensor read(byte[] bytes, Allowance allowance) {
        ByteArrayInputStream in = new ByteArrayInputStream(bytes);
        NpyHeader header = header(in);
        ValueType type = type(header.type());
        long[] shape = header.shape().stream().mapToLong(Long::longValue).toArray();
        StoredTensor tensor =
                header.fortranOrder()
                        ? StoredTensor.fortran(shape)
                        : StoredTensor.contiguous(shape);
        if (tensor.bytes(type.size()) != in.available()) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "has %d bytes of values, which its shape %s does not make",
                            in.available(),
                            tensor));
        }
        return tensor.read(in.readAllBytes(), type, header.order(), allowance);
    }

    private static NpyHeader header(ByteArrayInputStream in) {
        try {
            return NpyHeader.read(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory has none
        }
    }

    private static ValueType type(String name) {
        if (OBJECTS.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "holds objects of Python's, which only running its pickle would read");
        }
        Matcher matcher = TYPE.matcher(name);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "has the type %s, and weights are of %s"
                            .formatted(Quoted.of(name), ValueType.NAMES));
        }
        return switch (matcher.group("size")) {
            case "2" -> ValueType.FLOAT16;
            case "4" -> ValueType.FLOAT32;
            default -> ValueType.FLOAT64;
        };
    }
}
