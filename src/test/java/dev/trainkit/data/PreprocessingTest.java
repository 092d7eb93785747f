package dev.trainkit.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The numbers are those of torchvision 0.14.1 on PyTorch 1.13.1, to the last bit:
 *
 * <pre>
 * from PIL import Image
 * from torchvision import transforms as T
 * def values(mode, size, data, padding, mean, std):
 *     picture = Image.new(mode, size)
 *     picture.putdata(data)
 *     steps = [T.Pad(padding), T.ToTensor(), T.Normalize(mean, std)]
 *     return T.Compose(steps)(picture)
 * values("L", (3, 2), [0, 1, 127, 128, 254, 255], 1, (0.1307,), (0.3081,))
 * values("RGB", (2, 1), [(10, 20, 30), (200, 100, 50)], 1,
 *        (0.485, 0.456, 0.406), (0.229, 0.224, 0.225))
 * tensor = values("L", (16, 16), list(range(256)), 0, (0.1307,), (0.3081,))
 * hashlib.sha256(tensor.numpy().astype("&lt;f4").tobytes()).hexdigest()
 * </pre>
 */
class PreprocessingTest {

    private static float[] written(Preprocessing preprocessing, byte... pixels) {
        int[] shape = preprocessing.inputShape();
        FloatBuffer target = FloatBuffer.allocate(shape[0] * shape[1] * shape[2]);
        preprocessing.write(pixels, 0, target);
        assertThat(target.remaining()).isZero();
        return target.array();
    }

    @Test
    void padsScalesAndNormalisesAsTorchvisionDoes() {
        Preprocessing mnist =
                new Preprocessing(
                        2, 3, 1, 1, List.of(0.1307f), List.of(0.3081f), PictureStyle.DIGIT);
        float pad = -0.42421296f;
        assertThat(mnist.inputShape()).containsExactly(1, 4, 5);
        assertThat(
                        written(
                                mnist,
                                (byte) 0,
                                (byte) 1,
                                (byte) 127,
                                (byte) 128,
                                (byte) 254,
                                (byte) 255))
                .containsExactly(
                        pad,
                        pad,
                        pad,
                        pad,
                        pad,
                        pad,
                        pad,
                        -0.41148472f,
                        1.1922727f,
                        pad,
                        pad,
                        1.2050011f,
                        2.8087585f,
                        2.8214867f,
                        pad,
                        pad,
                        pad,
                        pad,
                        pad,
                        pad);
    }

    @Test
    void takesTheChannelsApart() {
        Preprocessing colour =
                new Preprocessing(
                        1,
                        2,
                        3,
                        1,
                        List.of(0.485f, 0.456f, 0.406f),
                        List.of(0.229f, 0.224f, 0.225f),
                        PictureStyle.PLAIN);
        float red = -2.117904f;
        float green = -2.0357141f;
        float blue = -1.8044444f;
        assertThat(colour.inputShape()).containsExactly(3, 3, 4);
        assertThat(written(colour, new byte[] {10, 20, 30, (byte) 200, 100, 50}))
                .containsExactly(
                        red,
                        red,
                        red,
                        red,
                        red,
                        -1.9466565f,
                        1.3070468f,
                        red,
                        red,
                        red,
                        red,
                        red,
                        green,
                        green,
                        green,
                        green,
                        green,
                        -1.6855742f,
                        -0.28501397f,
                        green,
                        green,
                        green,
                        green,
                        green,
                        blue,
                        blue,
                        blue,
                        blue,
                        blue,
                        -1.2815686f,
                        -0.9329847f,
                        blue,
                        blue,
                        blue,
                        blue,
                        blue);
    }

    /** All 256 values, by their SHA-256. */
    @ParameterizedTest
    @CsvSource({
        "0.1307, 0.3081, 0103dbab6b16bfcaea0aa75d7377b4b22bb6792081600921bee4a17ff9c4d33e",
        "0.2860, 0.3530, 897c26057ea3a3d3b3806b3c7f76a0d02f6d9bde09d1b5335f3f9f91fde2728d"
    })
    void equalsTorchvisionForEveryValue(float mean, float std, String sha256)
            throws NoSuchAlgorithmException {
        Preprocessing preprocessing =
                new Preprocessing(16, 16, 1, 0, List.of(mean), List.of(std), PictureStyle.PLAIN);
        byte[] pixels = new byte[256];
        for (int i = 0; i < 256; i++) {
            pixels[i] = (byte) i;
        }
        ByteBuffer bytes = ByteBuffer.allocate(256 * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(written(preprocessing, pixels));
        assertThat(
                        HexFormat.of()
                                .formatHex(
                                        MessageDigest.getInstance("SHA-256").digest(bytes.array())))
                .isEqualTo(sha256);
    }

    @Test
    void writesFromTheMiddleOfManyPictures() {
        Preprocessing plain =
                new Preprocessing(1, 2, 1, 0, List.of(0f), List.of(1f), PictureStyle.PLAIN);
        FloatBuffer target = FloatBuffer.allocate(3);
        plain.write(new byte[] {9, 9, 0, (byte) 255, 9}, 2, target.position(1));
        assertThat(target.array()).containsExactly(0f, 0f, 1f);
    }

    @Test
    void refusesNonsense() {
        assertRefused("height must be at least 1, but was 0", 0, 28, 1, 0, 0f, 1f);
        assertRefused("width must be at least 1, but was 0", 28, 0, 1, 0, 0f, 1f);
        assertRefused("channels must be at least 1, but was 0", 28, 28, 0, 0, 0f, 1f);
        assertRefused("mean needs one value a channel", 28, 28, 3, 0, 0f, 1f);
        assertRefused("padding must be at least 0, but was -1", 28, 28, 1, -1, 0f, 1f);
        assertRefused("mean must be finite, but was NaN", 28, 28, 1, 0, Float.NaN, 1f);
        assertRefused("std must be above 0, but was 0.0", 28, 28, 1, 0, 0f, 0f);
        assertRefused(
                "std must be above 0, but was Infinity", 28, 28, 1, 0, 0f, Float.POSITIVE_INFINITY);
    }

    private static void assertRefused(
            String sentence,
            int height,
            int width,
            int channels,
            int padding,
            float mean,
            float std) {
        assertThatThrownBy(
                        () ->
                                new Preprocessing(
                                        height,
                                        width,
                                        channels,
                                        padding,
                                        List.of(mean),
                                        List.of(std),
                                        PictureStyle.PLAIN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("preprocessing: " + sentence);
    }
}
