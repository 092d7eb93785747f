package dev.trainkit.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.zip.GZIPOutputStream;

/** Files in MNIST's format, byte by byte. */
final class IdxBytes {

    private IdxBytes() {}

    /** Pictures of 2x3 with the values 0, 1, 2 and so on. */
    static byte[] images(int count) {
        byte[] values = new byte[count * 6];
        for (int i = 0; i < values.length; i++) {
            values[i] = (byte) i;
        }
        return idx(values, 0x803, count, 2, 3);
    }

    static byte[] labels(int... labels) {
        byte[] values = new byte[labels.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (byte) labels[i];
        }
        return idx(values, 0x801, labels.length);
    }

    /** Rows of so many 32-bit numbers, of which the first are these labels, the others 1000. */
    static byte[] rows(int columns, int... labels) {
        ByteBuffer values = ByteBuffer.allocate(labels.length * columns * Integer.BYTES);
        for (int label : labels) {
            values.putInt(label);
            for (int i = 1; i < columns; i++) {
                values.putInt(1000);
            }
        }
        return idx(values.array(), 0xc02, labels.length, columns);
    }

    static byte[] idx(byte[] values, int... header) {
        ByteBuffer bytes = ByteBuffer.allocate(header.length * Integer.BYTES + values.length);
        for (int number : header) {
            bytes.putInt(number);
        }
        return bytes.put(values).array();
    }

    static byte[] gzip(byte[] content) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
                gzip.write(content);
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
