package dev.trainkit.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/** MNIST's pictures and labels, read with nothing but Java. */
record Mnist(byte[][] pictures, byte[] labels) {

    static final int SIDE = 28;
    static final int PADDED = 32;
    static final float MEAN = 0.1307f;
    static final float STD = 0.3081f;

    private static final int PADDING = (PADDED - SIDE) / 2;

    /**
     * @param part {@code train} or {@code t10k}
     */
    static Mnist read(Path folder, String part) throws IOException {
        byte[] pixels = content(folder, part + "-images-idx3-ubyte", 16);
        byte[] labels = content(folder, part + "-labels-idx1-ubyte", 8);
        byte[][] pictures = new byte[labels.length][];
        for (int i = 0; i < pictures.length; i++) {
            pictures[i] = Arrays.copyOfRange(pixels, i * SIDE * SIDE, (i + 1) * SIDE * SIDE);
        }
        return new Mnist(pictures, labels);
    }

    private static byte[] content(Path folder, String name, int header) throws IOException {
        Path plain = folder.resolve(name);
        try (InputStream in =
                Files.exists(plain)
                        ? Files.newInputStream(plain)
                        : new GZIPInputStream(Files.newInputStream(folder.resolve(name + ".gz")))) {
            in.skipNBytes(header);
            return in.readAllBytes();
        }
    }

    int size() {
        return labels.length;
    }

    /** Picture i with a border of 0, as bytes. */
    byte[] padded(int i) {
        byte[] padded = new byte[PADDED * PADDED];
        for (int row = 0; row < SIDE; row++) {
            System.arraycopy(
                    pictures[i], row * SIDE, padded, (row + PADDING) * PADDED + PADDING, SIDE);
        }
        return padded;
    }

    /** Picture i as the network sees it, written from {@code offset} on. */
    void normalized(int i, float[] target, int offset) {
        Arrays.fill(target, offset, offset + PADDED * PADDED, (0 - MEAN) / STD);
        for (int row = 0; row < SIDE; row++) {
            for (int column = 0; column < SIDE; column++) {
                float value = (pictures[i][row * SIDE + column] & 0xFF) / 255f;
                target[offset + (row + PADDING) * PADDED + column + PADDING] = (value - MEAN) / STD;
            }
        }
    }
}
