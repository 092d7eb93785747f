package dev.trainkit.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainkit.TrainkitException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Kinds of pictures of which a decoder gives less than is in the file. The values are PIL's. */
class PictureKindsTest {

    private static List<String> colours(byte[] encoded) {
        BufferedImage picture = Pictures.read(encoded, "x");
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

    private static List<Integer> greys(byte[] encoded) {
        return colours(encoded).stream()
                .map(colour -> Integer.parseInt(colour.substring(4), 16))
                .toList();
    }

    private static byte[] bytes(Object... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Object part : parts) {
            all.writeBytes(
                    part instanceof String text
                            ? text.getBytes(StandardCharsets.ISO_8859_1)
                            : (byte[]) part);
        }
        return all.toByteArray();
    }

    private static byte[] integer(int value, ByteOrder order) {
        return ByteBuffer.allocate(4).order(order).putInt(value).array();
    }

    /** An Exif note of one number, of type 3 (short) or 4 (long). */
    private static byte[] exif(ByteOrder order, int type, int orientation) {
        ByteBuffer exif = ByteBuffer.allocate(26).order(order);
        exif.put(
                (order == ByteOrder.LITTLE_ENDIAN ? "II" : "MM")
                        .getBytes(StandardCharsets.US_ASCII));
        exif.putShort((short) 42).putInt(8).putShort((short) 1);
        exif.putShort((short) 0x0112).putShort((short) type).putInt(1);
        return type == 4
                ? exif.putInt(orientation).array()
                : exif.putShort((short) orientation).array();
    }

    private static byte[] png(byte[] exif, boolean afterPixels) {
        byte[] png = PicturesTest.resource("rgb.png");
        int at = afterPixels ? png.length - 12 : 33; // before the end, or behind the header
        byte[] chunk =
                bytes(
                        integer(exif.length, ByteOrder.BIG_ENDIAN),
                        "eXIf",
                        exif,
                        new byte[4]); // nobody looks at the checksum of what is passed over
        return bytes(Arrays.copyOf(png, at), chunk, Arrays.copyOfRange(png, at, png.length));
    }

    private static byte[] webp(byte[] exif) {
        byte[] webp = PicturesTest.resource("rgb.webp");
        byte[] canvas = {8, 0, 0, 0, 3, 0, 0, 2, 0, 0}; // Exif; 4x3
        byte[] chunks =
                bytes(
                        "WEBPVP8X",
                        integer(10, ByteOrder.LITTLE_ENDIAN),
                        canvas,
                        Arrays.copyOfRange(webp, 12, webp.length),
                        "EXIF",
                        integer(exif.length, ByteOrder.LITTLE_ENDIAN),
                        exif);
        return bytes("RIFF", integer(chunks.length, ByteOrder.LITTLE_ENDIAN), chunks);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void turnsPngAndWebpUprightByTheirExifNote(int orientation) {
        List<String> upright =
                colours(
                        Upright.of(
                                Pictures.read(PicturesTest.resource("rgb.png"), "x"),
                                orientation,
                                PictureRows.WHITE));
        for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
            for (int type : new int[] {3, 4}) {
                byte[] exif = exif(order, type, orientation);
                assertThat(colours(png(exif, false))).isEqualTo(upright);
                assertThat(colours(png(exif, true))).isEqualTo(upright);
                assertThat(colours(webp(exif))).isEqualTo(upright);
                assertThat(colours(webp(bytes("Exif\0\0", exif)))).isEqualTo(upright);
            }
        }
    }

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

    /** T.81, B.1.1.2: any marker may be preceded by any number of fill bytes. */
    @Test
    void findsTheExifNoteOfAJpegBehindFillBytes() {
        byte[] exif = bytes("Exif\0\0", exif(ByteOrder.BIG_ENDIAN, 4, 6));
        byte[] jpeg = PicturesTest.resource("smooth.jpg");
        byte[] segment =
                bytes("\u00ff\u00ff\u00ff\u00e1", new byte[] {0, (byte) (exif.length + 2)}, exif);
        byte[] turned = bytes("\u00ff\u00d8", segment, Arrays.copyOfRange(jpeg, 2, jpeg.length));

        assertThat(Pictures.read(turned, "x").getWidth()).isEqualTo(32);
    }

    /** A frame of 3x2 at 2, 1 on a canvas of 6x4. */
    @ParameterizedTest
    @CsvSource({
        "47494638396106000400f001000a141eff00002c02000100030002000002044c983029003b, 0a141e, ff0000",
        "47494638396106000400f001000a141eff000021f90401000000002c02000100030002000002044c983029003b, ffffff, ff0000",
        "47494638396106000400f001000a141eff000021f90401000001002c02000100030002000002044c983029003b, ffffff, ffffff"
    })
    void drawsTheFirstFrameOfAGifOnItsCanvas(String gif, String around, String inside) {
        List<String> colours = colours(HexFormat.of().parseHex(gif));
        assertThat(colours).hasSize(24);
        for (int i = 0; i < 24; i++) {
            boolean isInside = i % 6 >= 2 && i % 6 < 5 && i / 6 >= 1 && i / 6 < 3;
            assertThat(colours.get(i)).as("pixel %d", i).isEqualTo(isInside ? inside : around);
        }
    }

    /** Little endian, uncompressed, a row of grey samples of 32 bits. */
    private static byte[] wideTiff(int format, int photometric, byte[] samples) {
        int count = samples.length / 4;
        int[][] entries = {
            {256, count},
            {257, 1},
            {258, 32},
            {259, 1},
            {262, photometric},
            {273, 150},
            {277, 1},
            {278, 1},
            {279, samples.length},
            {339, format}
        };
        ByteBuffer tiff = ByteBuffer.allocate(150).order(ByteOrder.LITTLE_ENDIAN);
        tiff.put("II*\0".getBytes(StandardCharsets.US_ASCII)).putInt(8);
        tiff.putShort((short) entries.length);
        for (int[] entry : entries) {
            tiff.putShort((short) entry[0]).putShort((short) 4).putInt(1).putInt(entry[1]);
        }
        return bytes(tiff.array(), samples);
    }

    private static byte[] floats(int photometric, float... values) {
        ByteBuffer samples = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        samples.asFloatBuffer().put(values);
        return wideTiff(3, photometric, samples.array());
    }

    private static byte[] integers(int format, int... values) {
        ByteBuffer samples = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        samples.asIntBuffer().put(values);
        return wideTiff(format, 1, samples.array());
    }

    @Test
    void readsFloatsFromZeroToOneAndFromZeroTo255AsBrightness() {
        assertThat(greys(floats(1, 0, 0.2f, 0.5f, 0.8f, 1))).containsExactly(0, 51, 128, 204, 255);
        assertThat(greys(floats(1, 0, 1, 2, 128, 255))).containsExactly(0, 1, 2, 128, 255);
        assertThat(greys(floats(0, 0, 0.2f, 1))).containsExactly(255, 204, 0);
    }

    @Test
    void readsIntegersOf32BitsFromZeroTo255() {
        assertThat(greys(integers(1, 0, 1, 128, 255))).containsExactly(0, 1, 128, 255);
        assertThat(greys(integers(2, 0, 1, 128, 255))).containsExactly(0, 1, 128, 255);
    }

    @Test
    void refusesValuesOfWhichNobodyKnowsWhichIsWhite() {
        assertRefuses(
                integers(2, 0, 23_000),
                "the picture cannot be read as brightness: its values go from 0.00000 to 23000.0, and"
                        + " nothing says which is white. Save it with 8 or 16 bits a channel.");
        assertRefuses(
                floats(1, -0.5f, 0.5f),
                "the picture cannot be read as brightness: its values go from -0.500000 to 0.500000,"
                        + " and nothing says which is white. Save it with 8 or 16 bits a channel.");
        assertRefuses(
                floats(1, Float.NaN),
                "the picture cannot be read as brightness: one of its values is no number. Save it"
                        + " with 8 or 16 bits a channel.");
    }

    private static void assertRefuses(byte[] encoded, String sentence) {
        assertThatThrownBy(() -> Pictures.read(encoded, "x"))
                .isInstanceOf(TrainkitException.class)
                .hasMessage("x: " + sentence);
    }

    /** The maximum of a header is white: 200 as well as 255, and 1000 in two bytes. */
    @Test
    void readsGraymapsOfAnyMaximumAsNumbersAndAsBytes() {
        assertThat(greys(bytes("P2 4 1 200\n0 50 100 200\n"))).containsExactly(0, 64, 128, 255);
        assertThat(greys(bytes("P5\n4 1\n200\n", new byte[] {0, 50, 100, (byte) 200})))
                .containsExactly(0, 64, 128, 255);
        assertThat(greys(bytes("P5 2 1 40000\n", new byte[] {(byte) 0x9c, 0x40, 0x4e, 0x20})))
                .containsExactly(255, 128);
        assertThat(greys(bytes("P2\n# made by hand\n2 1 # size\n1000\n0\n1000")))
                .containsExactly(0, 255);
    }

    @Test
    void readsPixmapsAndBitmaps() {
        assertThat(colours(bytes("P3 2 1 255  255 0 10  1 2 3")))
                .containsExactly("ff000a", "010203");
        assertThat(colours(bytes("P6 1 2 255\n", new byte[] {(byte) 255, 0, 10, 1, 2, 3})))
                .containsExactly("ff000a", "010203");
        assertThat(greys(bytes("P1 3 1\n101"))).containsExactly(0, 255, 0);
        assertThat(greys(bytes("P4 9 2\n", new byte[] {(byte) 0x80, (byte) 0x80, 0, 0})))
                .containsExactly(
                        0, 255, 255, 255, 255, 255, 255, 255, 0, 255, 255, 255, 255, 255, 255, 255,
                        255, 255);
    }

    @Test
    void saysWhatIsWrongWithAPortablePicture() {
        assertRefuses(
                bytes("P5 4 4 255\n", new byte[15]),
                "the picture is cut short. Copy it again from where it came from.");
        assertRefuses(
                bytes("P2 2 1 100\n7 101"),
                "the picture is damaged (a value is above the maximum of its header). Copy it again"
                        + " from where it came from.");
        assertRefuses(
                bytes("P5 a"),
                "the picture is damaged (a number is missing). Copy it again from where it came"
                        + " from.");
        assertRefuses(
                bytes("P6 30000 30000 255\n"),
                "the picture is 30000x30000, more than the 100,000,000 pixels that are read. Scale it"
                        + " down.");
    }

    @Test
    void namesAFormatThatIsNotRead() {
        String end =
                ", which is not read here (BMP, GIF, JPEG, PNG, PNM, TIFF, WebP). Save the picture as"
                        + " PNG or JPEG.";
        assertRefuses(bytes("\0\0\0\u0018ftypheic\0\0\0\0mif1"), "this is a HEIC picture" + end);
        assertRefuses(bytes("\0\0\0\u0018ftypavif\0\0\0\0mif1"), "this is an AVIF picture" + end);
        assertRefuses(bytes("\0\0\0\fjP  \r\n"), "this is a JPEG 2000 picture" + end);
        assertRefuses(bytes("\0\0\1\0\1\0"), "this is an ICO picture" + end);
        assertRefuses(bytes("<?xml version='1.0'?>\n<svg >"), "this is an SVG drawing" + end);
        assertRefuses(bytes("%PDF-1.7\n"), "this is a PDF file" + end);
        assertRefuses(
                bytes("\0\0\n\0\0\0\0\0", new byte[20], "TRUEVISION-XFILE.\0"),
                "this is a TGA picture" + end);
    }
}
