package dev.trainkit.data;

import ai.djl.util.Float16Utils;
import dev.trainkit.Quoted;
import dev.trainkit.TrainkitException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An array as NumPy saves it, of numbers, truths or text; the last side runs fastest, in whichever
 * order it was saved. Nothing in it is trusted before it is checked, and pickled objects are
 * refused.
 */
final class NpyArray implements PixelNumbers {

    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;
    private static final Pattern TYPE =
            Pattern.compile("[<>|=]?(?<kind>b1|[iu][1248]|f[248]|[USa][0-9]{1,6})");
    private static final Pattern OBJECTS = Pattern.compile("[<>|=]?O[0-9]?");

    private final String name;
    private final List<Integer> shape;
    private final char kind; // as NumPy's letter for it, S for bytes
    private final int itemBytes;
    private final int size;
    private final byte[] content;
    private final ByteBuffer items;

    private NpyArray(
            String name,
            List<Integer> shape,
            char kind,
            int itemBytes,
            byte[] content,
            ByteOrder order) {
        this.name = name;
        this.shape = List.copyOf(shape);
        this.kind = kind == 'a' ? 'S' : kind;
        this.itemBytes = itemBytes;
        this.content = content;
        size = shape.stream().reduce(1, Math::multiplyExact);
        items = ByteBuffer.wrap(content).order(order);
    }

    /**
     * Reads the values behind a header; the caller closes the stream.
     *
     * @param path of the file, for messages
     * @throws TrainkitException when it is not one of numbers, truths or text, or cut short
     */
    static NpyArray read(NpyHeader header, InputStream stream, String path, String name)
            throws IOException {
        Matcher type = TYPE.matcher(header.type());
        if (!type.matches()) {
            throw bad(
                    path,
                    name,
                    unreadable(header.type()),
                    "Save it as numbers, or as text with dtype=str");
        }
        char kind = type.group("kind").charAt(0);
        int itemBytes = Integer.parseInt(type.group("kind").substring(1)) * (kind == 'U' ? 4 : 1);
        int length = length(header.shape(), itemBytes, path, name);
        byte[] bytes = stream.readNBytes(length);
        if (bytes.length < length) {
            throw bad(
                    path, name, "the array is cut short", "Copy it again from where it came from");
        }
        List<Integer> shape = header.shape().stream().map(Math::toIntExact).toList();
        byte[] inOrder =
                header.fortranOrder() && shape.size() > 1
                        ? ArrayOrder.lastFastest(
                                bytes,
                                itemBytes,
                                shape.stream().mapToInt(Integer::intValue).toArray())
                        : bytes;
        return new NpyArray(name, shape, kind, itemBytes, inOrder, header.order());
    }

    private static String unreadable(String type) {
        return OBJECTS.matcher(type).matches()
                ? "these are objects of Python's, which only running their pickle would read"
                : "its type %s is none of numbers, truths or text".formatted(Quoted.of(type));
    }

    private static int length(List<Long> shape, int itemBytes, String path, String name) {
        long length = Math.max(1, itemBytes); // text may be of no characters
        for (long side : shape) {
            if (side > LARGEST_ARRAY / Math.max(1, length)) {
                throw bad(
                        path,
                        name,
                        "the array is larger than 2 GiB",
                        "Save fewer pictures, or as uint8");
            }
            length *= side;
        }
        return itemBytes == 0 ? 0 : (int) length;
    }

    @Override
    public String name() {
        return name;
    }

    List<Integer> shape() {
        return shape;
    }

    @Override
    public int size() {
        return size;
    }

    boolean isText() {
        return kind == 'U' || kind == 'S';
    }

    @Override
    public boolean areTruths() {
        return kind == 'b';
    }

    @Override
    public byte[] bytes() {
        return kind == 'u' && itemBytes == 1 ? content : null;
    }

    @Override
    public double at(int i) {
        if (kind != 'f') {
            return kind == 'u' && itemBytes == 8 ? unsigned(whole(i)) : whole(i);
        }
        return switch (itemBytes) {
            case 2 -> Float16Utils.halfToFloat(items.getShort(2 * i));
            case 4 -> items.getFloat(4 * i);
            default -> items.getDouble(8 * i);
        };
    }

    private static double unsigned(long value) {
        return value < 0 ? value + 0x1p64 : value;
    }

    private long whole(int i) {
        boolean signed = kind == 'i';
        return switch (itemBytes) {
            case 1 -> signed ? items.get(i) : Byte.toUnsignedLong(items.get(i));
            case 2 -> signed ? items.getShort(2 * i) : Short.toUnsignedLong(items.getShort(2 * i));
            case 4 -> signed ? items.getInt(4 * i) : Integer.toUnsignedLong(items.getInt(4 * i));
            default -> items.getLong(8 * i);
        };
    }

    /** Item i of an array of text, without the zeros that fill it up. */
    String text(int i) {
        StringBuilder text = new StringBuilder();
        if (kind == 'S') {
            text.append(new String(content, i * itemBytes, itemBytes, StandardCharsets.UTF_8));
        } else {
            for (int at = i * itemBytes; at < (i + 1) * itemBytes; at += 4) {
                int point = items.getInt(at);
                text.appendCodePoint(Character.isValidCodePoint(point) ? point : 0xfffd);
            }
        }
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == 0) {
            end--;
        }
        return text.substring(0, end);
    }

    @Override
    public String place(int i) {
        int each = Math.max(1, size / Math.max(1, shape.isEmpty() ? 1 : shape.get(0)));
        return String.format(Locale.ROOT, "a value of picture %d", i / each);
    }

    /** As NumPy writes it. */
    String shapeText() {
        return NpyHeader.written(shape);
    }

    private static TrainkitException bad(String path, String name, String what, String todo) {
        return new TrainkitException("%s, %s: %s. %s.".formatted(path, name, what, todo));
    }
}
