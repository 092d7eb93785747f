package dev.trainkit.data;

import dev.trainkit.config.DataConfig;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.ImageIO;

/** Pictures of a data set as PNG files, a folder for each class; the names are their numbers. */
public final class PngFolder {

    private PngFolder() {}

    /**
     * Writes so many training and test pictures of MNIST into the folder; for {@code data.path}.
     */
    public static Path writeMnist(Path folder, int train, int test) throws IOException {
        DataParts mnist = Datasets.open(new DataConfig().whole(), 0);
        write(mnist.train().first(train), folder.resolve("train"));
        write(mnist.test().first(test), folder.resolve("test"));
        return folder;
    }

    /** A grey PNG file with so many times as many pixels each way, as the bytes of a PNG file. */
    public static byte[] enlarged(Path file, int times) throws IOException {
        BufferedImage small = ImageIO.read(file.toFile());
        BufferedImage large =
                new BufferedImage(
                        times * small.getWidth(),
                        times * small.getHeight(),
                        BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < large.getHeight(); y++) {
            for (int x = 0; x < large.getWidth(); x++) {
                int grey = small.getRaster().getSample(x / times, y / times, 0);
                large.getRaster().setSample(x, y, 0, grey);
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(large, "png", bytes);
        return bytes.toByteArray();
    }

    static void write(ImageData grey, Path folder) throws IOException {
        for (String name : grey.classes()) {
            Files.createDirectories(folder.resolve(name));
        }
        for (int i = 0; i < grey.size(); i++) {
            BufferedImage picture =
                    new BufferedImage(grey.width(), grey.height(), BufferedImage.TYPE_BYTE_GRAY);
            picture.getRaster().setDataElements(0, 0, grey.width(), grey.height(), grey.image(i));
            Path file =
                    folder.resolve(grey.classes().get(grey.label(i)))
                            .resolve(String.format(Locale.ROOT, "%05d.png", i));
            ImageIO.write(picture, "png", file.toFile());
        }
    }
}
