package dev.trainkit.export;

import dev.trainkit.model.Tensor;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Writes Python's pickle format, protocol 2, as far as PyTorch's files need it. Each method leaves
 * one object on the reader's stack, unless it says otherwise.
 *
 * @see <a href="https://docs.python.org/3/library/pickletools.html">the format</a>
 */
final class Pickle {

    private static final int LARGEST_BYTE = 0xff;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Pickle() {
        bytes.write(0x80);
        bytes.write(2);
    }

    /** Ends the pickle. */
    byte[] bytes() {
        return operation('.').bytes.toByteArray();
    }

    /** A name of Python's, such as {@code torch FloatStorage}. */
    Pickle global(String module, String name) {
        return operation('c').ascii(module + "\n" + name + "\n");
    }

    Pickle text(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        operation('X').littleEndian(encoded.length);
        bytes.writeBytes(encoded);
        return this;
    }

    Pickle flag(boolean flag) {
        return operation(flag ? 0x88 : 0x89);
    }

    Pickle number(long number) {
        if (number >= 0 && number <= LARGEST_BYTE) {
            operation('K').bytes.write((int) number);
            return this;
        }
        if (number == (int) number) {
            return operation('J').littleEndian((int) number);
        }
        operation(0x8a).bytes.write(Long.BYTES);
        bytes.writeBytes(
                ByteBuffer.allocate(Long.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(number)
                        .array());
        return this;
    }

    Pickle emptyTuple() {
        return operation(')');
    }

    Pickle emptyDictionary() {
        return operation('}');
    }

    /** Begins a tuple, or the items of a dictionary; leaves nothing. */
    Pickle mark() {
        return operation('(');
    }

    /** Makes a tuple of all since the mark. */
    Pickle tuple() {
        return operation('t');
    }

    Pickle tuple(long... numbers) {
        mark();
        for (long number : numbers) {
            number(number);
        }
        return tuple();
    }

    /** Puts the keys and values since the mark into the dictionary before it; leaves nothing. */
    Pickle setItems() {
        return operation('u');
    }

    /** Calls what is below with the tuple on top. */
    Pickle call() {
        return operation('R');
    }

    /** Makes an object of the class below, with the tuple on top. */
    Pickle newObject() {
        return operation(0x81);
    }

    /** Gives the object below the attributes in the dictionary on top; leaves nothing. */
    Pickle build() {
        return operation('b');
    }

    /**
     * A float32 tensor whose values are in the archive's {@code data/key}, little-endian; it needs
     * no gradient.
     */
    Pickle tensor(Tensor tensor, String key) {
        global("torch._utils", "_rebuild_tensor_v2").mark();
        mark().text("storage").global("torch", "FloatStorage").text(key).text("cpu");
        number(tensor.values().length).tuple();
        operation('Q'); // looks the storage up
        number(0).tuple(tensor.shape()).tuple(strides(tensor.shape())).flag(false);
        global("collections", "OrderedDict").emptyTuple().call();
        return tuple().call();
    }

    /** What {@code data/key} holds. */
    static byte[] storage(Tensor tensor) {
        ByteBuffer buffer =
                ByteBuffer.allocate(tensor.values().length * Float.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN);
        buffer.asFloatBuffer().put(tensor.values());
        return buffer.array();
    }

    private static long[] strides(long... shape) {
        long[] strides = new long[shape.length];
        long stride = 1;
        for (int i = shape.length - 1; i >= 0; i--) {
            strides[i] = stride;
            stride *= shape[i];
        }
        return strides;
    }

    private Pickle operation(int code) {
        bytes.write(code);
        return this;
    }

    private Pickle ascii(String text) {
        bytes.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
        return this;
    }

    private Pickle littleEndian(int number) {
        bytes.writeBytes(
                ByteBuffer.allocate(Integer.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(number)
                        .array());
        return this;
    }
}
