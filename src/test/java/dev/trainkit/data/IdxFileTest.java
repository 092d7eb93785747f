package dev.trainkit.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainkit.TrainkitException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdxFileTest {

    private static final String AGAIN = " Copy it again from where it came from.";

    @TempDir private Path folder;

    private Path write(byte[] content) throws IOException {
        return Files.write(folder.resolve("some-idx"), content);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void readsImagesGzippedOrNot(boolean gzipped) throws IOException {
        byte[] content = IdxBytes.images(2);
        Path file = write(gzipped ? IdxBytes.gzip(content) : content);
        IdxFile.Content images = new IdxFile(file).images(null);
        assertThat(images.count()).isEqualTo(2);
        assertThat(images.height()).isEqualTo(2);
        assertThat(images.width()).isEqualTo(3);
        assertThat(images.values()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void readsLabelsGzippedOrNot(boolean gzipped) throws IOException {
        byte[] content = IdxBytes.labels(3, 0, 255);
        Path file = write(gzipped ? IdxBytes.gzip(content) : content);
        assertThat(new IdxFile(file).labels(256, null)).containsExactly(3, 0, 255);
    }

    static Stream<Arguments> brokenImages() {
        byte[] images = IdxBytes.images(2);
        byte[] gzip = IdxBytes.gzip(images);
        byte[] wrongChecksum = gzip.clone();
        wrongChecksum[gzip.length - 8] ^= 1;
        byte[] wrongMethod = gzip.clone();
        wrongMethod[2] = 7;
        return Stream.of(
                Arguments.of(
                        IdxBytes.labels(1, 2),
                        "the file starts with 0x00000801 (labels), but an IDX file of images starts"
                                + " with 0x00000803. Put the right file under this name."),
                Arguments.of(
                        "<html>Not found</html>".getBytes(StandardCharsets.US_ASCII),
                        "the file starts with 0x3c68746d, but an IDX file of images starts with"
                                + " 0x00000803. Put the right file under this name."),
                Arguments.of(
                        new byte[] {0, 0, 8},
                        "the file has only 3 bytes, but an IDX file of images starts with"
                                + " 0x00000803. Put the right file under this name."),
                Arguments.of(new byte[0], "the file is empty." + AGAIN),
                Arguments.of(
                        Arrays.copyOf(images, 15),
                        "the file ends within its header, after 15 of 16 bytes." + AGAIN),
                Arguments.of(
                        Arrays.copyOf(images, images.length - 1),
                        "the file is cut short: its header declares 12 values, but there are 11."
                                + AGAIN),
                Arguments.of(
                        Arrays.copyOf(images, images.length + 1),
                        "after the 12 values that the header declares there are more bytes. Put an"
                                + " undamaged file there."),
                Arguments.of(
                        IdxBytes.gzip(Arrays.copyOf(images, images.length + 1)),
                        "after the 12 values that the header declares there are more bytes. Put an"
                                + " undamaged file there."),
                Arguments.of(
                        Arrays.copyOf(gzip, gzip.length - 1),
                        "the gzip file is cut short." + AGAIN),
                Arguments.of(
                        Arrays.copyOf(gzip, gzip.length - 12),
                        "the gzip file is cut short." + AGAIN),
                Arguments.of(
                        wrongChecksum, "the gzip file is damaged (Corrupt GZIP trailer)." + AGAIN),
                Arguments.of(
                        wrongMethod,
                        "the gzip file is damaged (Unsupported compression method)." + AGAIN),
                Arguments.of(
                        IdxBytes.idx(new byte[0], 0x803, 0, 2, 3),
                        "the file has no items. Put a file with pictures or labels there."),
                Arguments.of(
                        IdxBytes.idx(new byte[9], 0x803, 1, 0, 3),
                        "the header declares pictures of 0x3, but a side must be 1 to 16384. Put an"
                                + " undamaged file there."),
                Arguments.of(
                        IdxBytes.idx(new byte[9], 0x803, 1, 3, -1),
                        "the header declares pictures of 3x4294967295, but a side must be 1 to"
                                + " 16384. Put an undamaged file there."),
                Arguments.of(
                        IdxBytes.idx(new byte[9], 0x803, -1, 16_384, 16_384),
                        "the header declares 1152921504338411520 values, but at most 2147483639 fit"
                                + " in memory. Put an undamaged or a smaller file there."),
                Arguments.of(
                        IdxBytes.idx(new byte[9], 0x803, 70_000, 28, 28),
                        "the file is cut short: its header declares 54880000 values, but there are"
                                + " 9 at the most."
                                + AGAIN));
    }

    @ParameterizedTest
    @MethodSource("brokenImages")
    void saysHowAFileIsBroken(byte[] content, String sentence) throws IOException {
        Path file = write(content);
        assertThatThrownBy(() -> new IdxFile(file).images(null))
                .isInstanceOf(TrainkitException.class)
                .hasMessage(file + ": " + sentence);
    }

    @Test
    void namesTheLabelThatIsOutsideTheClasses() throws IOException {
        Path file = write(IdxBytes.labels(0, 9, 10, 200));
        assertThatThrownBy(() -> new IdxFile(file).labels(10, null))
                .isInstanceOf(TrainkitException.class)
                .hasMessage(
                        file
                                + ": label 2 is 10, but the classes are 0 to 9. Correct the file, or"
                                + " choose the data set that it belongs to with data.name.");
    }

    @Test
    void tellsImagesFromLabels() throws IOException {
        Path file = write(IdxBytes.images(1));
        assertThatThrownBy(() -> new IdxFile(file).labels(10, null))
                .hasMessage(
                        file
                                + ": the file starts with 0x00000803 (images), but an IDX file of"
                                + " labels starts with 0x00000801. Put the right file under this"
                                + " name.");
    }

    /** printf '\0\0\x8\1\0\0\0\2\3\1' | sha256sum, and with another last byte. */
    @Test
    void comparesTheUncompressedContentWithItsDigest() throws IOException {
        String right = "ffd7e705551623961c21d942551ea771613f395de6c2d0869c893281cb4bbf2a";
        String other = "82bc25675a2df7da1f35f268e44a03cb2d60f3ac1f2a8acf6c830418a5934806";
        Path file = write(IdxBytes.gzip(IdxBytes.labels(3, 1)));
        assertThat(new IdxFile(file).labels(10, right)).containsExactly(3, 1);
        assertThatThrownBy(() -> new IdxFile(file).labels(10, other))
                .isInstanceOf(TrainkitException.class)
                .hasMessage(
                        file
                                + ": the content is not that of the published file: its SHA-256 is "
                                + right
                                + ", not "
                                + other
                                + ". Restore the file, or set data.path to the folder with the files"
                                + " you mean.");
    }

    @Test
    void saysThatThereIsNoFileOrAFolder() {
        Path missing = folder.resolve("missing");
        assertThatThrownBy(() -> new IdxFile(missing).images(null))
                .hasMessage(
                        missing
                                + ": there is no such file. Set data.path to the folder that has"
                                + " it.");
        assertThatThrownBy(() -> new IdxFile(folder).images(null))
                .hasMessage(
                        folder
                                + ": this is a folder, not a file. Put the IDX file of that name"
                                + " there.");
    }

    @Test
    @EnabledOnOs(OS.LINUX) // where this file cannot be read by anyone, not even by root
    void saysThatAFileCannotBeRead() {
        assertThatThrownBy(() -> new IdxFile(Path.of("/proc/self/mem")).images(null))
                .isInstanceOf(TrainkitException.class)
                .hasMessage(
                        "/proc/self/mem: the file cannot be read (Input/output error). Check the"
                                + " disk and the file's permissions.");
    }

    /** A part of a file is never taken for a whole one. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void givesASentenceWhereverAFileIsCut(boolean gzipped) throws IOException {
        byte[] whole = gzipped ? IdxBytes.gzip(IdxBytes.images(3)) : IdxBytes.images(3);
        for (int length = 0; length < whole.length; length++) {
            Path file = write(Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> new IdxFile(file).images(null))
                    .as("%d of %d bytes", length, whole.length)
                    .isInstanceOf(TrainkitException.class)
                    .hasMessageStartingWith(file + ": ")
                    .hasMessageEndingWith(".");
        }
    }
}
