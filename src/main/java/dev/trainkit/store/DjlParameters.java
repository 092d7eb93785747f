package dev.trainkit.store;

import dev.trainkit.Quoted;
import dev.trainkit.model.Tensor;
import dev.trainkit.model.Weights;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The {@code .params} files of DJL's {@code Model.save}: the parameters of each block, children
 * after their parent, with notes of each kind of block's own between them. A parameter has no more
 * of a name than {@code weight}; here its layer's number stands in front, {@code 0.weight}.
 */
final class DjlParameters {

    static final byte[] MAGIC = "DJL@".getBytes(StandardCharsets.US_ASCII);

    /** What PyTorch calls the parameters of normalisations. */
    private static final Map<String, String> TORCH_NAMES =
            Map.of(
                    "gamma", "weight",
                    "beta", "bias",
                    "runningMean", "running_mean",
                    "runningVar", "running_var");

    private static final int VERSION = 1;
    private static final int NEWEST_ARRAY = 3;
    private static final int NAMED_SINCE = 2;

    private final ByteBuffer bytes;
    private final Allowance allowance;
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();
    private final Set<String> layer = new HashSet<>();
    private int layers;

    private DjlParameters(byte[] file) {
        bytes = ByteBuffer.wrap(file);
        allowance = new Allowance(file.length);
    }

    /**
     * @throws RefusedException when it is damaged, or of another version
     */
    static Weights read(byte[] file) {
        try {
            return new DjlParameters(file).read();
        } catch (BufferUnderflowException e) {
            throw broken("it ends too early");
        }
    }

    private Weights read() {
        bytes.position(MAGIC.length);
        int version = bytes.getInt();
        if (version != VERSION) {
            throw broken(
                    String.format(
                            Locale.ROOT,
                            "it is of version %d, and only %d is known",
                            version,
                            VERSION));
        }
        while (findParameter()) {
            add(text(), array());
        }
        return new Weights(tensors);
    }

    /** Goes on to the next {@code P}, version, name and {@code NDAR}: stands before the name. */
    private boolean findParameter() {
        for (int start = bytes.position(); start < bytes.limit(); start++) {
            if (isParameter(start)) {
                bytes.position(start + 3);
                return true;
            }
        }
        return false;
    }

    private boolean isParameter(int start) {
        if (bytes.limit() - start < 5
                || bytes.getChar(start) != 'P'
                || bytes.get(start + 2) != VERSION) {
            return false;
        }
        int name = bytes.getChar(start + 3);
        int array = start + 5 + name;
        return name > 0
                && bytes.limit() - array >= 6
                && bytes.getChar(array) == 4
                && bytes.getInt(array + 2) == 0x4e444152; // NDAR
    }

    private void add(String name, Tensor tensor) {
        String torch = TORCH_NAMES.getOrDefault(name, name);
        if (!layer.add(torch)) {
            layers++;
            layer.clear();
            layer.add(torch);
        }
        tensors.put(layers + "." + torch, tensor);
    }

    /** The array's version, name, form, type, shape, byte order and values. */
    private Tensor array() {
        text();
        int version = bytes.getInt();
        if (version < 1 || version > NEWEST_ARRAY) {
            throw broken(String.format(Locale.ROOT, "it has an array of version %d", version));
        }
        if (version >= NAMED_SINCE && bytes.get() == 1) {
            text();
        }
        text();
        ValueType type = type(text());
        StoredTensor tensor = StoredTensor.contiguous(shape());
        ByteOrder order =
                version < NEWEST_ARRAY || bytes.get() != '>'
                        ? ByteOrder.LITTLE_ENDIAN
                        : ByteOrder.BIG_ENDIAN;
        byte[] values = values();
        try {
            if (tensor.bytes(type.size()) != values.length) {
                throw broken(
                        String.format(
                                Locale.ROOT,
                                "an array of it has %d bytes, which its shape %s does not make",
                                values.length,
                                tensor));
            }
            return tensor.read(values, type, order, allowance);
        } catch (IllegalArgumentException e) {
            throw broken("an array of it " + e.getMessage());
        }
    }

    private static ValueType type(String name) {
        return Arrays.stream(ValueType.values())
                .filter(type -> type.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                broken(
                                        "an array of it has the type %s, and weights are of %s"
                                                .formatted(Quoted.of(name), ValueType.NAMES)));
    }

    private long[] shape() {
        long[] shape = new long[count(Long.BYTES)];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = bytes.getLong();
        }
        int layout = count(Character.BYTES);
        bytes.position(bytes.position() + layout * Character.BYTES);
        return shape;
    }

    /** A number of items that are there. */
    private int count(int itemSize) {
        int count = bytes.getInt();
        if (count < 0 || count > bytes.remaining() / itemSize) {
            throw broken(
                    String.format(
                            Locale.ROOT,
                            "it claims %d items where %d bytes follow",
                            count,
                            bytes.remaining()));
        }
        return count;
    }

    private byte[] values() {
        byte[] values = new byte[count(1)];
        bytes.get(values);
        return values;
    }

    /** Java's modified UTF-8, of which names use the part that is ASCII. */
    private String text() {
        byte[] text = new byte[bytes.getChar()];
        bytes.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    private static RefusedException broken(String reason) {
        return RefusedException.broken("DJL", reason);
    }
}
