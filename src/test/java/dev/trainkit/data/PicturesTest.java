package dev.trainkit.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.trainkit.Slow;
import dev.trainkit.TrainkitException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The pictures were made, and read for comparison, by PIL: {@code scripts/goldens/pictures.py}. */
class PicturesTest {

    private static final String COLOURS =
            "ff0000 00ff00 0000ff ffffff 000000 808080 ffff00 00ffff ff00ff 0a141e c86432 5ab42d";
    private static final String GREYS =
            "000000 010101 101010 404040 646464 7f7f7f 808080 818181 c0c0c0 f0f0f0 fefefe ffffff";

    @TempDir private Path folder;

    static byte[] resource(String name) {
        try (InputStream in = PicturesTest.class.getResourceAsStream("/goldens/pictures/" + name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every pixel in hexadecimal, row by row. */
    private static List<String> colours(BufferedImage picture) {
        PictureRows rows = new PictureRows(picture);
        int[] row = new int[picture.getWidth()];
        return IntStream.range(0, picture.getHeight())
                .boxed()
                .flatMap(
                        y -> {
                            rows.colours(y, row);
                            return Arrays.stream(row).mapToObj("%06x"::formatted);
                        })
                .toList();
    }

    private static List<String> words(String text) {
        return List.of(text.split(" ", -1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rgb.png",
                "rgb.bmp",
                "rgb.tiff",
                "rgb.webp",
                "palette.png",
                "two-frames.gif"
            })
    void readsEveryLosslessFormatAndTheFirstFrame(String name) {
        BufferedImage picture = Pictures.read(resource(name), name);
        assertThat(picture.getWidth()).isEqualTo(4);
        assertThat(picture.getHeight()).isEqualTo(3);
        assertThat(colours(picture)).isEqualTo(words(COLOURS));
    }

    /** Java's own getRGB would turn 128 into 188. */
    @ParameterizedTest
    @ValueSource(strings = {"grey.png", "grey16.png", "grey.tiff"})
    void readsGreysAsTheyAreStored(String name) {
        assertThat(colours(Pictures.read(resource(name), name))).isEqualTo(words(GREYS));
    }

    @Test
    void readsOneBitAPixel() {
        assertThat(colours(Pictures.read(resource("bilevel.png"), "bilevel.png")))
                .isEqualTo(words("000000 ".repeat(6) + "ffffff ".repeat(5) + "ffffff"));
    }

    @ParameterizedTest
    @CsvSource({
        "alpha.png, ff0000 7fff7f ffffff ffffff 000000 ffffff ffff37 9bffff ffcdff 0a141e fffefe 5bb42e",
        "alpha.webp, ff0000 7fff7f ffffff ffffff 000000 ffffff ffff37 9bffff ffcdff 0a141e fffefe 5bb42e",
        "grey-alpha.png, 000000 808080 ffffff cfcfcf 646464 ffffff 9b9b9b cecece f3f3f3 f0f0f0 ffffff ffffff"
    })
    void putsWhatIsTransparentOnWhite(String name, String expected) {
        BufferedImage picture = Pictures.read(resource(name), name);
        assertThat(picture.getColorModel().hasAlpha()).isFalse();
        assertClose(colours(picture), words(expected), 1);
    }

    @ParameterizedTest
    @CsvSource({
        "smooth.jpg, 48, 32, 1, 0000fe 9b0ebd 4623d9 e13098 8b46b3 375ace d2688e 7c7da9 2993c5 c3a283 6eb69e 19cbbb b5d87a",
        "progressive.jpg, 48, 32, 1, 0000fe 9b0ebd 4623d9 e13098 8b46b3 375ace d2688e 7c7da9 2993c5 c3a283 6eb69e 19cbbb b5d87a",
        "grey.jpg, 48, 32, 1, 1d1d1d 4c4c4c 424242 717171 676767 5d5d5d 8c8c8c 828282 797979 a8a8a8 9e9e9e 949494 c3c3c3",
        "cmyk.jpg, 48, 32, 2, 0000ff 9b0ebd 4623d9 e13197 8c46b3 375bcf d2698d 7d7ea9 2893c5 c3a183 6eb69f 19cbbb b4d979",
        "turned.jpg, 32, 48, 1, 01d9c2 0f01f7 2206ef 370ee4 4b15db 601cd1 7322c5 872bbc 9a31b2 af39a9 c23f9f d74695 eb4d8a"
    })
    void readsJpegAsPilDoes(String name, int width, int height, int tolerance, String expected) {
        BufferedImage picture = Pictures.read(resource(name), name);
        assertThat(picture.getWidth()).isEqualTo(width);
        assertThat(picture.getHeight()).isEqualTo(height);
        List<String> all = colours(picture);
        assertClose(
                IntStream.range(0, 13).mapToObj(i -> all.get(i * 127)).toList(),
                words(expected),
                tolerance);
    }

    private static void assertClose(List<String> found, List<String> expected, int tolerance) {
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < found.size(); i++) {
            byte[] colour = HexFormat.of().parseHex(found.get(i));
            byte[] wanted = HexFormat.of().parseHex(expected.get(i));
            for (int c = 0; c < 3; c++) {
                assertThat(colour[c] & 0xff)
                        .as("value %d of pixel %d", c, i)
                        .isCloseTo(wanted[c] & 0xff, within(tolerance));
            }
        }
    }

    /** PIL's {@code ImageOps.exif_transpose} of 1 2 3 over 4 5 6. */
    @ParameterizedTest
    @CsvSource({
        "1, 3, 1 2 3 4 5 6",
        "2, 3, 3 2 1 6 5 4",
        "3, 3, 6 5 4 3 2 1",
        "4, 3, 4 5 6 1 2 3",
        "5, 2, 1 4 2 5 3 6",
        "6, 2, 4 1 5 2 6 3",
        "7, 2, 6 3 5 2 4 1",
        "8, 2, 3 6 2 5 1 4"
    })
    void turnsAPictureUprightFromEachWayAPhoneWasHeld(int orientation, int width, String expected) {
        BufferedImage stored = new BufferedImage(3, 2, BufferedImage.TYPE_BYTE_GRAY);
        stored.getRaster().setDataElements(0, 0, 3, 2, new byte[] {1, 2, 3, 4, 5, 6});

        BufferedImage upright = Upright.of(stored, orientation, PictureRows.WHITE);

        assertThat(upright.getWidth()).isEqualTo(width);
        assertThat(colours(upright).stream().map(colour -> colour.substring(5)).toList())
                .isEqualTo(words(expected));
    }

    @Test
    void turnsATiffUpright() {
        List<String> colours = new ArrayList<>(words(COLOURS));
        Collections.reverse(colours);
        assertThat(colours(Pictures.read(resource("turned.tiff"), "x"))).isEqualTo(colours);
    }

    @Test
    void findsTheOrientationInEitherByteOrderAndBehindOtherSegments() {
        for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
            byte[] exif = exif(order, 8);
            assertThat(Exif.orientation(withSegment(0xe1, exif))).isEqualTo(8);
            byte[] comment = "hello".getBytes(StandardCharsets.US_ASCII);
            assertThat(Exif.orientation(withSegment(0xfe, comment, 0xe1, exif))).isEqualTo(8);
        }
    }

    @Test
    void leavesAPictureAsStoredWhereTheOrientationIsNonsense() {
        assertThat(Exif.orientation(withSegment(0xe1, exif(ByteOrder.LITTLE_ENDIAN, 9))))
                .isEqualTo(1);
        byte[] exif = withSegment(0xe1, exif(ByteOrder.LITTLE_ENDIAN, 6));
        for (int length = 0; length < exif.length - 13; length++) {
            assertThat(Exif.orientation(Arrays.copyOf(exif, length))).isEqualTo(1);
        }
        byte[] far = exif.clone();
        Arrays.fill(far, 16, 20, (byte) 0x7f); // the directory starts 2 GB further on
        assertThat(Exif.orientation(far)).isEqualTo(1);
    }

    /** A directory of two entries: the width, and the orientation. */
    private static byte[] exif(ByteOrder order, int orientation) {
        ByteBuffer exif = ByteBuffer.allocate(6 + 8 + 2 + 2 * 12 + 4).order(order);
        exif.put("Exif\0\0".getBytes(StandardCharsets.US_ASCII));
        exif.put(
                (order == ByteOrder.LITTLE_ENDIAN ? "II" : "MM")
                        .getBytes(StandardCharsets.US_ASCII));
        exif.putShort((short) 42).putInt(8).putShort((short) 2);
        exif.putShort((short) 0x0100).putShort((short) 4).putInt(1).putInt(7);
        exif.putShort((short) 0x0112).putShort((short) 3).putInt(1);
        exif.putShort((short) orientation).putShort((short) 0);
        return exif.array();
    }

    /** A JPEG's start, with segments of these markers and contents. */
    private static byte[] withSegment(Object... markersAndContents) {
        ByteBuffer jpeg = ByteBuffer.allocate(1_000);
        jpeg.putShort((short) 0xffd8);
        for (int i = 0; i < markersAndContents.length; i += 2) {
            byte[] content = (byte[]) markersAndContents[i + 1];
            jpeg.put((byte) 0xff).put((byte) (int) (Integer) markersAndContents[i]);
            jpeg.putShort((short) (content.length + 2)).put(content);
        }
        return Arrays.copyOf(jpeg.array(), jpeg.position());
    }

    @Test
    void readsAFileAndAStreamAlike() throws IOException {
        Path file = Files.write(folder.resolve("ü ber.png"), resource("rgb.png"));
        assertThat(colours(Pictures.read(file))).isEqualTo(words(COLOURS));
        assertThat(colours(Pictures.read(new ByteArrayInputStream(resource("rgb.png")), "stdin")))
                .isEqualTo(words(COLOURS));
    }

    private static void assertRefuses(Path file, String sentence) {
        assertThatThrownBy(() -> Pictures.read(file))
                .isInstanceOf(TrainkitException.class)
                .hasMessage(file + ": " + sentence);
    }

    @Test
    void saysWhatIsWrongWithAPath() throws IOException {
        assertRefuses(folder.resolve("digit.png"), "there is no such file. Check the path.");
        assertRefuses(folder, "this is a folder, not a picture. Name the pictures in it.");
        assertRefuses(
                Files.write(folder.resolve("empty.png"), new byte[0]),
                "the file is empty. Copy it again from where it came from.");
        assertRefuses(
                Files.writeString(folder.resolve("text.png"), "This is not a picture.\n"),
                "this is not a picture in a format that can be read here (BMP, GIF, JPEG, PNG,"
                        + " PNM, TIFF, WebP). Save the picture as PNG or JPEG.");
    }

    @Test
    @EnabledOnOs(OS.LINUX) // where this file cannot be read by anyone, not even by root
    void saysThatAFileCannotBeRead() {
        assertRefuses(
                Path.of("/proc/self/mem"),
                "the file cannot be read (Input/output error). Check the disk and the file's"
                        + " permissions.");
    }

    @ParameterizedTest
    @CsvSource({
        "rgb.png, 60",
        "rgb.bmp, 80",
        "rgb.webp, 80",
        "two-frames.gif, 790",
        "smooth.jpg, 1000",
        "progressive.jpg, 840",
        "cmyk.jpg, 1000"
    })
    void saysThatAPictureIsCutShort(String name, int length) {
        byte[] cut = Arrays.copyOf(resource(name), length);
        assertThatThrownBy(() -> Pictures.read(cut, name))
                .isInstanceOf(TrainkitException.class)
                .hasMessage(
                        name
                                + ": the picture is cut short. Copy it again from where it came from.");
    }

    /** A silent half of a picture would be a silent wrong answer. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "rgb.png",
                "palette.png",
                "grey16.png",
                "rgb.bmp",
                "rgb.tiff",
                "rgb.webp",
                "alpha.webp",
                "two-frames.gif",
                "smooth.jpg",
                "progressive.jpg",
                "grey.jpg",
                "cmyk.jpg"
            })
    @Slow
    void givesTheWholePictureOrASentenceWhereverAFileIsCut(String name) {
        byte[] whole = resource(name);
        List<String> colours = colours(Pictures.read(whole, name));
        for (int length = 1; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            try {
                assertThat(colours(Pictures.read(cut, name)))
                        .as("after %d of %d bytes", length, whole.length)
                        .isEqualTo(colours);
            } catch (TrainkitException e) {
                assertThat(e.getMessage()).startsWith(name + ": ").endsWith(".");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "palette.png",
                "rgb.bmp",
                "rgb.tiff",
                "alpha.webp",
                "two-frames.gif",
                "progressive.jpg",
                "cmyk.jpg",
                "turned.jpg"
            })
    @Slow
    void givesAPictureOrASentenceWhateverByteIsWrong(String name) {
        byte[] bytes = resource(name);
        for (int i = 0; i < bytes.length; i++) {
            for (int flips : new int[] {0xff, 0x01}) {
                bytes[i] ^= (byte) flips;
                try {
                    assertThat(Pictures.read(bytes, name).getWidth()).isPositive();
                } catch (TrainkitException e) {
                    assertThat(e.getMessage()).startsWith(name + ": ").endsWith(".");
                }
                bytes[i] ^= (byte) flips;
            }
        }
    }

    /** 30,000 x 30,000 pixels in 60 bytes. */
    @Test
    void refusesAHugePictureByItsHeader() throws IOException {
        byte[] huge = pngHeader(30_000, 30_000);
        assertThatThrownBy(() -> Pictures.read(huge, "huge.png"))
                .isInstanceOf(TrainkitException.class)
                .hasMessage(
                        "huge.png: the picture is 30000x30000, more than the 100,000,000 pixels"
                                + " that are read. Scale it down.");
        assertThatThrownBy(() -> Pictures.requireFits(5_000, 4_000, 80_000_000, "photo.jpg"))
                .isInstanceOf(TrainkitException.class)
                .hasMessage(
                        "photo.jpg: the picture is 5000x4000, more than the 10,000,000 pixels that"
                                + " fit in the memory that Java may take. Scale it down, or give"
                                + " Java more memory with -Xmx.");
    }

    @Test
    void refusesAFileThatIsTooLongForAPicture() throws IOException {
        assertThat(Pictures.content(new ByteArrayInputStream(new byte[100]), 400, "x"))
                .hasSize(100);
        assertThatThrownBy(
                        () ->
                                Pictures.content(
                                        new ByteArrayInputStream(new byte[2_000]), 7_996, "x"))
                .isInstanceOf(TrainkitException.class)
                .hasMessage(
                        "x: the file has more than 1,999 bytes. Scale the picture down, or save it as"
                                + " JPEG.");
    }

    private static byte[] pngHeader(int width, int height) throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(png);
        out.writeLong(0x89504e470d0a1a0aL);
        byte[] header =
                ByteBuffer.allocate(17)
                        .put("IHDR".getBytes(StandardCharsets.US_ASCII))
                        .putInt(width)
                        .putInt(height)
                        .put(new byte[] {8, 0, 0, 0, 0})
                        .array();
        CRC32 crc = new CRC32();
        crc.update(header);
        out.writeInt(13);
        out.write(header);
        out.writeInt((int) crc.getValue());
        out.writeInt(0);
        out.write("IDAT".getBytes(StandardCharsets.US_ASCII));
        return png.toByteArray();
    }
}
