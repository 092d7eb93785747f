package dev.trainkit.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The sample pictures are the first of each digit in MNIST's test set, on paper, and two of them in
 * MNIST's own form. With {@code -Dtrainkit.test.write-samples=true} the test writes them anew.
 */
class SamplesTest {

    private static final Path FOLDER =
            Path.of(System.getProperty("trainkit.home"), "src/main/dist/samples");
    private static final DigitPictures DIGITS = new DigitPictures();

    @Test
    void areDigitsOfTheTestSet() throws IOException {
        for (Map.Entry<String, BufferedImage> sample : samples().entrySet()) {
            Path file = FOLDER.resolve(sample.getKey());
            if (Boolean.getBoolean("trainkit.test.write-samples")) {
                Files.createDirectories(FOLDER);
                Files.write(file, DigitPictures.png(sample.getValue()));
            }
            assertThat(pixels(Pictures.read(file)))
                    .as(file.toString())
                    .containsExactly(pixels(sample.getValue()));
        }
    }

    private static Map<String, BufferedImage> samples() {
        Map<String, BufferedImage> samples = new LinkedHashMap<>();
        for (int digit = 0; digit < 10; digit++) {
            samples.put(
                    String.format(Locale.ROOT, "digit-%d.png", digit),
                    DIGITS.onPaper(first(digit)));
        }
        samples.put("mnist-3.png", DIGITS.asItIs(first(3)));
        samples.put("mnist-8.png", DIGITS.asItIs(first(8)));
        return samples;
    }

    private static int first(int digit) {
        String label = String.valueOf(digit);
        return IntStream.range(0, 10_000)
                .filter(i -> DIGITS.label(i).equals(label))
                .findFirst()
                .orElseThrow();
    }

    /** The first channel, row by row from the top. */
    private static int[] pixels(BufferedImage picture) {
        return picture.getRaster()
                .getSamples(0, 0, picture.getWidth(), picture.getHeight(), 0, (int[]) null);
    }
}
