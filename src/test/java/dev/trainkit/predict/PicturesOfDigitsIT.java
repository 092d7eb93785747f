package dev.trainkit.predict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainkit.data.DigitPictures;
import dev.trainkit.data.PhonePhotos;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Measures the share of pictures that the model of the repository gets right, and prints it. {@code
 * -Dtrainkit.test.model=DIR} measures another model.
 */
class PicturesOfDigitsIT {

    private static final int PICTURES = 1_000;
    private static final int PHOTOS = 50;

    private static final DigitPictures DIGITS = new DigitPictures();
    private static ImageClassifier classifier;

    @BeforeAll
    static void loadTheModel() {
        Path home = Path.of(System.getProperty("trainkit.home"));
        String model = System.getProperty("trainkit.test.model");
        classifier =
                ImageClassifier.load(
                        model == null ? home.resolve("models/lenet-mnist") : Path.of(model));
    }

    @AfterAll
    static void close() {
        classifier.close();
    }

    @Test
    void readsTestDigitsAsTheyAre() {
        assertThat(
                        share(
                                "as they are",
                                PICTURES,
                                DIGITS::label,
                                i -> DigitPictures.png(DIGITS.asItIs(i))))
                .isGreaterThanOrEqualTo(0.97);
    }

    @Test
    void readsInvertedTestDigits() {
        assertThat(
                        share(
                                "inverted",
                                PICTURES,
                                DIGITS::label,
                                i -> DigitPictures.png(DIGITS.inverted(i))))
                .isGreaterThanOrEqualTo(0.97);
    }

    @Test
    void readsTestDigitsOffTheCentreOfAWhiteSheet() {
        assertThat(
                        share(
                                "at 100x140 on white paper, off-centre",
                                PICTURES,
                                DIGITS::label,
                                i -> DigitPictures.png(DIGITS.onPaper(i))))
                .isGreaterThanOrEqualTo(0.93);
    }

    @Test
    void readsPhotosOfDigitsInUnevenLight() {
        PhonePhotos photos = new PhonePhotos(1600, 1200);
        assertThat(share("photos of digits on paper", PHOTOS, photos::label, photos::jpeg))
                .isGreaterThanOrEqualTo(0.9);
    }

    @Test
    void readsPhotosOfTwelveMillionPixels() {
        PhonePhotos photos = new PhonePhotos(4000, 3000);
        assertThat(share("photos of 12 million pixels", 2, photos::label, photos::jpeg))
                .isEqualTo(1);
    }

    private static double share(
            String what, int count, IntFunction<String> label, IntFunction<byte[]> picture) {
        int right = 0;
        StringBuilder wrong = new StringBuilder();
        for (int i = 0; i < count; i++) {
            String said = classifier.classify(picture.apply(i)).label();
            if (said.equals(label.apply(i))) {
                right++;
            } else {
                wrong.append(String.format(Locale.ROOT, " %d:%s->%s", i, label.apply(i), said));
            }
        }
        double share = (double) right / count;
        System.out.printf(
                "%s: %d of %d right (%.1f %%); wrong:%s%n", what, right, count, 100 * share, wrong);
        return share;
    }
}
