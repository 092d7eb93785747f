package dev.trainkit.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Arrays as numpy 1.24 writes them: the header padded to 64 bytes. */
final class NpyBytes {

    private NpyBytes() {}

    /**
     * @param shape as it stands between the parentheses
     */
    static byte[] of(String type, String shape, byte... items) {
        return array(type, "False", shape, items);
    }

    /** The first side runs fastest. */
    static byte[] fortran(String type, String shape, byte... items) {
        return array(type, "True", shape, items);
    }

    static byte[] of(String shape, float... items) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * items.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float item : items) {
            bytes.putFloat(item);
        }
        return of("<f4", shape, bytes.array());
    }

    /** Text of so many characters at most, in UTF-32 of the first byte first. */
    static byte[] of(int characters, String... items) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * characters * items.length);
        for (int i = 0; i < items.length; i++) {
            bytes.position(4 * characters * i);
            items[i].codePoints().forEach(bytes::putInt);
        }
        return of(">U" + characters, items.length + ",", bytes.array());
    }

    private static byte[] array(String type, String fortran, String shape, byte[] items) {
        String header =
                "{'descr': '%s', 'fortran_order': %s, 'shape': (%s), }"
                        .formatted(type, fortran, shape);
        String padded = header + " ".repeat(63 - (10 + header.length()) % 64) + "\n";
        ByteBuffer array =
                ByteBuffer.allocate(10 + padded.length() + items.length)
                        .order(ByteOrder.LITTLE_ENDIAN);
        array.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
        array.put((byte) 1).put((byte) 0).putShort((short) padded.length());
        array.put(padded.getBytes(StandardCharsets.US_ASCII)).put(items);
        return array.array();
    }

    /** A file of several, as numpy.savez writes it. */
    static Path npz(Path file, Object... namesAndArrays) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (int i = 0; i < namesAndArrays.length; i += 2) {
                zip.putNextEntry(new ZipEntry(namesAndArrays[i] + ".npy"));
                zip.write((byte[]) namesAndArrays[i + 1]);
            }
        }
        return file;
    }
}
