package dev.trainkit.data;

import dev.trainkit.TrainkitException;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An array as NumPy saves it, of whole numbers. Nothing in it is trusted before it is checked, and
 * pickled objects are refused.
 *
 * @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">NumPy's
 *     format</a>
 */
final class NpyArray {

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int LONGEST_HEADER = 10_000;
    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;
    private static final Pattern TYPE =
            Pattern.compile("'descr': *'([<>|=])(?:(b)1|([iu])([1248]))'");
    private static final Pattern SHAPE = Pattern.compile("'shape': *\\(([0-9, ]*)\\)");
    private static final Pattern NUMBER = Pattern.compile("[0-9]+");
    private static final Pattern FORTRAN = Pattern.compile("'fortran_order': *True");

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
        DataInputStream in = new DataInputStream(stream);
        byte[] start = in.readNBytes(8);
        if (start.length < 8 || !ByteBuffer.wrap(start, 0, 6).equals(ByteBuffer.wrap(MAGIC))) {
            throw bad(name, "this is not an array as NumPy saves it");
        }
        String header = header(in, start[6], name);
        Matcher type = TYPE.matcher(header);
        Matcher dimensions = SHAPE.matcher(header);
        if (!type.find() || !dimensions.find()) {
            throw bad(name, "this is not an array of whole numbers");
        }
        if (FORTRAN.matcher(header).find()) {
            throw bad(name, "its numbers are in Fortran's order");
        }
        int itemBytes = type.group(4) == null ? 1 : Integer.parseInt(type.group(4));
        List<Integer> shape = shape(dimensions.group(1), name);
        byte[] bytes = in.readNBytes(length(shape, itemBytes, name));
        if (bytes.length < length(shape, itemBytes, name)) {
            throw bad(name, "the array is cut short");
        }
        ByteOrder order =
                type.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        return new NpyArray(name, shape, itemBytes, "i".equals(type.group(3)), bytes, order);
    }

    private static String header(DataInputStream in, int version, String name) throws IOException {
        byte[] length = in.readNBytes(version == 1 ? 2 : 4);
        ByteBuffer number = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).put(0, length);
        int bytes = number.getInt(0);
        if (bytes < 0 || bytes > LONGEST_HEADER) {
            throw bad(name, "the array's header is damaged");
        }
        return new String(in.readNBytes(bytes), StandardCharsets.ISO_8859_1);
    }

    private static List<Integer> shape(String text, String name) {
        List<Integer> shape = new ArrayList<>();
        try {
            for (Matcher side = NUMBER.matcher(text); side.find(); ) {
                shape.add(Integer.parseInt(side.group()));
            }
        } catch (NumberFormatException e) {
            throw bad(name, "the array's header is damaged");
        }
        return shape;
    }

    private static int length(List<Integer> shape, int itemBytes, String name) {
        long length = itemBytes;
        for (int side : shape) {
            length *= side;
            if (length > LARGEST_ARRAY) {
                throw bad(name, "the array is larger than 2 GiB");
            }
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
