package dev.trainkit.bench;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the benchmarks of prediction share: a thousand test pictures, and where the model is. */
final class TestPictures {

    static final int COUNT = 1000;

    private TestPictures() {}

    static Mnist mnist() throws IOException {
        return Mnist.read(Path.of(System.getProperty("bench.data")), "t10k");
    }

    static Path model() {
        return Path.of(System.getProperty("bench.model"));
    }

    static Path onnx() {
        return Path.of(System.getProperty("bench.onnx"));
    }

    static List<BufferedImage> images() throws IOException {
        Mnist mnist = mnist();
        List<BufferedImage> images = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            BufferedImage image =
                    new BufferedImage(Mnist.SIDE, Mnist.SIDE, BufferedImage.TYPE_BYTE_GRAY);
            byte[] target = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
            System.arraycopy(mnist.pictures()[i], 0, target, 0, target.length);
            images.add(image);
        }
        return images;
    }

    /** In the place of logits, from {@code offset} on. */
    static void softmax(float[] logits, int offset, int classes) {
        double sum = 0;
        for (int i = 0; i < classes; i++) {
            sum += Math.exp(logits[offset + i]);
        }
        for (int i = 0; i < classes; i++) {
            logits[offset + i] = (float) (Math.exp(logits[offset + i]) / sum);
        }
    }
}
