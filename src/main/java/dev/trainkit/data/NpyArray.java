package dev.trainkit.data;

import dev.trainkit.TrainkitException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An array as NumPy saves it, of whole numbers. Nothing in it is trusted before it is checked, and
 * pickled objects are refused.
 */
final class NpyArray {

    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;
    private static final Pattern TYPE =
            Pattern.compile("[<>|=]?(?:b1|(?<kind>[iu])(?<bytes>[1248]))");

    private final String name;
    private final List<Integer> shape;
    private final int itemBytes;
    private final boolean signed;
    private final byte[] content;
    private final ByteBuffer items;

    private NpyArray(
            String name,
            List<Integer> shape,
            int itemBytes,
            boolean signed,
            byte[] content,
            ByteOrder order) {
        this.name = name;
        this.shape = List.copyOf(shape);
        this.itemBytes = itemBytes;
        this.signed = signed;
        this.content = content;
        items = ByteBuffer.wrap(content).order(order);
    }

    /**
     * Reads an array; the caller closes the stream.
     *
     * @param name for messages
     * @throws TrainkitException when it is not one of whole numbers, or cut short
     */
    static NpyArray read(InputStream stream, String name) throws IOException {
        NpyHeader header = header(stream, name);
        Matcher type = TYPE.matcher(header.type());
        if (!type.matches()) {
            throw bad(name, "this is not an array of whole numbers");
        }
        if (header.fortranOrder()) {
            throw bad(name, "its numbers are in Fortran's order");
        }
        int itemBytes = type.group("kind") == null ? 1 : Integer.parseInt(type.group("bytes"));
        int length = length(header.shape(), itemBytes, name);
        byte[] bytes = stream.readNBytes(length);
        if (bytes.length < length) {
            throw bad(name, "the array is cut short");
        }
        return new NpyArray(
                name,
                header.shape().stream().map(Long::intValue).toList(),
                itemBytes,
                "i".equals(type.group("kind")),
                bytes,
                header.order());
    }

    private static NpyHeader header(InputStream stream, String name) throws IOException {
        try {
            return NpyHeader.read(stream);
        } catch (IllegalArgumentException e) {
            throw bad(name, "it " + e.getMessage());
        }
    }

    private static int length(List<Long> shape, int itemBytes, String name) {
        long length = itemBytes;
        for (long side : shape) {
            if (side > LARGEST_ARRAY / Math.max(1, length)) {
                throw bad(name, "the array is larger than 2 GiB");
            }
            length *= side;
        }
        return (int) length;
    }

    List<Integer> shape() {
        return shape;
    }

    /** One byte each, as they are. */
    byte[] bytes() {
        if (itemBytes != 1 || signed) {
            throw bad(name, "the pictures' values are not of one byte each (uint8)");
        }
        return content;
    }

    /** Item i as a number, of any width; one above 2^63 comes out negative. */
    long at(int i) {
        return switch (itemBytes) {
            case 1 -> signed ? items.get(i) : Byte.toUnsignedLong(items.get(i));
            case 2 -> signed ? items.getShort(2 * i) : Short.toUnsignedLong(items.getShort(2 * i));
            case 4 -> signed ? items.getInt(4 * i) : Integer.toUnsignedLong(items.getInt(4 * i));
            default -> items.getLong(8 * i);
        };
    }

    /** How many items. */
    int size() {
        return items.capacity() / itemBytes;
    }

    private static TrainkitException bad(String name, String what) {
        return new TrainkitException(
                "%s: %s. Save the pictures as uint8 and the labels as whole numbers with numpy.savez."
                        .formatted(name, what));
    }
}
