package dev.trainkit.cli;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** A tiny data set in MNIST's format: 40 pictures to train on and 20 to test, 28x28, all alike. */
final class IdxFixture {

    static final String TRAIN_IMAGES = "train-images-idx3-ubyte";
    static final String TRAIN_LABELS = "train-labels-idx1-ubyte";
    static final String TEST_IMAGES = "t10k-images-idx3-ubyte";
    static final String TEST_LABELS = "t10k-labels-idx1-ubyte";

    static final int PICTURE = 28 * 28;

    private IdxFixture() {}

    /** Writes the four files. */
    static Path write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.write(folder.resolve(TRAIN_IMAGES), images(40));
        Files.write(folder.resolve(TRAIN_LABELS), labels(40));
        Files.write(folder.resolve(TEST_IMAGES), images(20));
        Files.write(folder.resolve(TEST_LABELS), labels(20));
        return folder;
    }

    /** 120 pictures to train on and 40 to test: noise, and a bright bar for each class. */
    static Path writeBars(Path folder) throws IOException {
        Files.createDirectories(folder);
        Random random = new Random(1);
        Files.write(folder.resolve(TRAIN_IMAGES), bars(120, random));
        Files.write(folder.resolve(TRAIN_LABELS), labels(120));
        Files.write(folder.resolve(TEST_IMAGES), bars(40, random));
        Files.write(folder.resolve(TEST_LABELS), labels(40));
        return folder;
    }

    private static byte[] bars(int count, Random random) throws IOException {
        byte[] pixels = new byte[count * PICTURE];
        for (int i = 0; i < pixels.length; i++) {
            int row = i % PICTURE / 28;
            boolean isBar = row / 2 - 2 == i / PICTURE % 10;
            pixels[i] = (byte) (isBar ? 200 : random.nextInt(50));
        }
        return idx(new int[] {0x803, count, 28, 28}, pixels);
    }

    static byte[] images(int count) throws IOException {
        return idx(new int[] {0x803, count, 28, 28}, new byte[count * PICTURE]);
    }

    /** 0, 1, 2 and so on to 9, over and over. */
    static byte[] labels(int count) throws IOException {
        byte[] labels = new byte[count];
        for (int i = 0; i < count; i++) {
            labels[i] = (byte) (i % 10);
        }
        return idx(new int[] {0x801, count}, labels);
    }

    private static byte[] idx(int[] header, byte[] values) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        for (int number : header) {
            out.writeInt(number);
        }
        out.write(values);
        return bytes.toByteArray();
    }
}
