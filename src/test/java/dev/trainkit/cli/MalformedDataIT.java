package dev.trainkit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each way in which a data set can be broken ends in one sentence, and leaves no directory. */
class MalformedDataIT {

    @TempDir private Path folder;
    private Path data;

    @BeforeEach
    void writeADataSet() throws IOException {
        data = IdxFixture.write(folder.resolve("data"));
    }

    static Stream<Arguments> damages() throws IOException {
        byte[] images = IdxFixture.images(40);
        byte[] labels = IdxFixture.labels(40);
        byte[] outside = labels.clone();
        outside[8 + 3] = 10;
        byte[] gzip = gzip(images);
        return Stream.of(
                arguments(
                        IdxFixture.TRAIN_IMAGES,
                        labels,
                        "the file starts with 0x00000801 (labels), but an IDX file of images starts"
                                + " with 0x00000803. Put the right file under this name."),
                arguments(
                        IdxFixture.TRAIN_IMAGES,
                        Arrays.copyOf(images, images.length - 1),
                        "the file is cut short: its header declares 31360 values, but there are"
                                + " 31359. Copy it again from where it came from."),
                arguments(
                        IdxFixture.TRAIN_IMAGES,
                        Arrays.copyOf(images, images.length + 1),
                        "after the 31360 values that the header declares there are more bytes. Put"
                                + " an undamaged file there."),
                arguments(
                        IdxFixture.TRAIN_IMAGES,
                        Arrays.copyOf(gzip, gzip.length / 2),
                        "the gzip file is cut short. Copy it again from where it came from."),
                arguments(
                        IdxFixture.TRAIN_LABELS,
                        outside,
                        "label 3 is 10, but the classes are 0 to 9. Correct the file, or choose the"
                                + " data set that it belongs to with data.name."),
                arguments(
                        IdxFixture.TEST_LABELS,
                        new byte[0],
                        "the file is empty. Copy it again from where it came from."));
    }

    @ParameterizedTest
    @MethodSource("damages")
    void saysWhichFileIsBrokenAndHow(String name, byte[] content, String sentence)
            throws IOException {
        Files.write(data.resolve(name), content);

        assertRefused(data.resolve(name) + ": " + sentence);
    }

    @Test
    void saysThatPicturesAndLabelsDoNotBelongTogether() throws IOException {
        Path labels = data.resolve(IdxFixture.TRAIN_LABELS);
        Files.write(labels, IdxFixture.labels(39));

        assertRefused(
                data.resolve(IdxFixture.TRAIN_IMAGES)
                        + " has 40 images, but "
                        + labels
                        + " has 39 labels. Put files there that belong together.");
    }

    @Test
    void saysWhichFileIsMissing() throws IOException {
        Files.delete(data.resolve(IdxFixture.TEST_IMAGES));

        assertRefused(
                data
                        + " has no file t10k-images-idx3-ubyte. Put it there, or set data.path to"
                        + " the folder that has the files train-images-idx3-ubyte,"
                        + " train-labels-idx1-ubyte, t10k-images-idx3-ubyte,"
                        + " t10k-labels-idx1-ubyte, gzipped or not.");
    }

    private void assertRefused(String sentence) {
        Ran ran = Ran.launched(folder, "train", "--out=model", "--set=data.path=" + data);

        assertThat(ran).isEqualTo(new Ran(1, "", sentence + "\n"));
        assertThat(folder.resolve("model")).doesNotExist();
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        }
        return bytes.toByteArray();
    }
}
