package dev.trainkit.data;

import dev.trainkit.config.RunConfig;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The first pictures of MNIST in four files of its format, so that short runs are short. */
public final class SmallMnist {

    private SmallMnist() {}

    /** Writes so many training and test pictures into the folder; for {@code data.path}. */
    public static Path write(Path folder, int train, int test) throws IOException {
        DataParts mnist = Datasets.open(RunConfig.of("data.validation=0").data(), 0);
        Files.createDirectories(folder);
        write(mnist.train().first(train), folder, "train");
        write(mnist.test().first(test), folder, "t10k");
        return folder;
    }

    private static void write(ImageData data, Path folder, String part) throws IOException {
        ByteArrayOutputStream images = header(0x803, data.size(), data.height(), data.width());
        ByteArrayOutputStream labels = header(0x801, data.size());
        for (int i = 0; i < data.size(); i++) {
            images.writeBytes(data.image(i));
            labels.write(data.label(i));
        }
        Files.write(folder.resolve(part + "-images-idx3-ubyte"), images.toByteArray());
        Files.write(folder.resolve(part + "-labels-idx1-ubyte"), labels.toByteArray());
    }

    private static ByteArrayOutputStream header(int... numbers) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        for (int number : numbers) {
            out.writeInt(number);
        }
        return bytes;
    }
}
