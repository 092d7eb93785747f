package dev.trainkit.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainkit.TrainkitException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a small file can ask of a decoder. */
class DecodingLimitsTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private static void assertRefuses(byte[] encoded, DecodingLimits limits, String sentence) {
        assertThatThrownBy(() -> Pictures.read(encoded, "x", PictureRows.WHITE, limits))
                .isInstanceOf(TrainkitException.class)
                .hasMessage("x: " + sentence);
    }

    private static void assertRefuses(byte[] encoded, String sentence) {
        assertRefuses(encoded, DecodingLimits.usual(), sentence);
    }

    /** The last scan of a progressive JPEG so many times more: each goes over the whole picture. */
    static byte[] withScans(int more) {
        byte[] jpeg = PicturesTest.resource("progressive.jpg");
        int last = jpeg.length - 2;
        while ((jpeg[last] & 0xff) != 0xff || (jpeg[last + 1] & 0xff) != 0xda) {
            last--;
        }
        ByteArrayOutputStream repeated = new ByteArrayOutputStream();
        repeated.write(jpeg, 0, jpeg.length - 2);
        for (int i = 0; i < more; i++) {
            repeated.write(jpeg, last, jpeg.length - 2 - last);
        }
        repeated.write(jpeg, jpeg.length - 2, 2);
        return repeated.toByteArray();
    }

    @Test
    void refusesAJpegOfTooManyScans() {
        long scans = Pictures.declared(withScans(0)).scans();

        assertThat(scans).isEqualTo(10); // libjpeg's usual script
        assertThat(Pictures.read(withScans(90), "x").getWidth()).isEqualTo(48);
        assertRefuses(
                withScans(91),
                "the picture is stored in 101 scans, more than the 100 that are read of one of its"
                        + " size. Save it anew as PNG or JPEG.");
    }

    /** One that is as large as may be is gone over less often. */
    @Test
    void readsFewerScansOfALargerPicture() {
        DecodingLimits limits = new DecodingLimits(48 * 32, LONG, () -> false);
        assertRefuses(
                withScans(7),
                limits,
                "the picture is stored in 17 scans, more than the 16 that are read of one of its"
                        + " size. Save it anew as PNG or JPEG.");
    }

    /** Grey, 8 bits, of the given size and tiles; the pixels are missing. */
    static byte[] tiledTiff(int width, int height, int tileWidth, int tileHeight) {
        int[][] entries = {
            {256, width},
            {257, height},
            {258, 8},
            {259, 1},
            {262, 1},
            {277, 1},
            {322, tileWidth},
            {323, tileHeight},
            {324, 8},
            {325, 100}
        };
        ByteBuffer tiff = ByteBuffer.allocate(300).order(ByteOrder.LITTLE_ENDIAN);
        tiff.put("II*\0".getBytes(StandardCharsets.US_ASCII)).putInt(8);
        tiff.putShort((short) entries.length);
        for (int[] entry : entries) {
            tiff.putShort((short) entry[0]).putShort((short) 4).putInt(1).putInt(entry[1]);
        }
        return tiff.array();
    }

    @Test
    void countsTheTilesOfATiff() {
        assertRefuses(
                tiledTiff(100, 140, 1 << 30, 1),
                "the picture is stored in a tile of 1,073,741,824 pixels, more than the 100,000,000"
                        + " that are read. Save it anew as PNG or JPEG.");
        assertThat(Pictures.declared(tiledTiff(100, 140, 256, 256)).bytes())
                .isBetween(8L * 256 * 256, 9L * 256 * 256);
    }

    @Test
    void endsADecodingThatTakesTooLong() {
        DecodingLimits limits = new DecodingLimits(1000, Duration.ZERO, () -> false);
        for (String name :
                new String[] {
                    "rgb.png", "rgb.bmp", "rgb.tiff", "rgb.webp", "two-frames.gif", "grey.jpg"
                }) {
            DecodingLimits enough = new DecodingLimits(48 * 32, Duration.ZERO, () -> false);
            assertRefuses(
                    PicturesTest.resource(name),
                    name.endsWith("jpg") ? enough : limits,
                    "decoding the picture takes longer than 0.0 s. Scale it down, or save it anew as"
                            + " PNG or JPEG.");
        }
    }

    /** Nobody is asked for a picture that is decoded at once. */
    @Test
    void asksNobodyAboutAPictureThatIsQuicklyDecoded() {
        AtomicInteger asked = new AtomicInteger();
        DecodingLimits limits =
                new DecodingLimits(
                        1000,
                        LONG,
                        () -> {
                            asked.incrementAndGet();
                            return true;
                        });
        byte[] png = PicturesTest.resource("rgb.png");

        assertThat(Pictures.read(png, "x", PictureRows.WHITE, limits).getWidth()).isEqualTo(4);
        assertThat(asked).hasValue(0);
    }

    /** A canvas of one pixel, and a frame of 16,384x16,384 on it. */
    @Test
    void countsTheFramesOfAWebp() {
        ByteBuffer webp = ByteBuffer.allocate(48).order(ByteOrder.LITTLE_ENDIAN);
        webp.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(40);
        webp.put("WEBPVP8X".getBytes(StandardCharsets.US_ASCII)).putInt(10).put(new byte[10]);
        webp.put("VP8L".getBytes(StandardCharsets.US_ASCII)).putInt(8);
        webp.put((byte) 0x2f).putInt(0x0fffffff);

        assertRefuses(
                webp.array(),
                "the picture is stored in a frame of 268,435,456 pixels, more than the 100,000,000"
                        + " that are read. Save it anew as PNG or JPEG.");
    }

    /** Its directories all lead to the whole file: more than it can hold beside each other. */
    @Test
    void refusesATiffWhoseDirectoriesLieOverEachOther() {
        ByteBuffer tiff = ByteBuffer.allocate(200_000).order(ByteOrder.LITTLE_ENDIAN);
        tiff.put("II*\0".getBytes(StandardCharsets.US_ASCII)).putInt(8).putShort((short) 1000);
        for (int i = 0; i < 1000; i++) {
            tiff.putShort((short) 700).putShort((short) 1).putInt(100_000).putInt(8);
        }
        assertRefuses(
                tiff.array(),
                "the picture is damaged (its directories lie over each other). Copy it again from"
                        + " where it came from.");
    }

    /** The decoder fails by its own mistake; what it says of that is for programmers. */
    @Test
    void namesNoClassOfADecoder() {
        byte[] tiff = tiledTiff(100, 140, 16, 16);
        ByteBuffer.wrap(tiff).order(ByteOrder.LITTLE_ENDIAN).putInt(10 + 8 * 12 + 4, 0x3fffffff);
        assertRefuses(tiff, "the picture is damaged. Copy it again from where it came from.");
        assertThat(DecoderMessage.of(new ClassCastException("class [B cannot be cast"))).isEmpty();
        assertThat(DecoderMessage.of(new java.io.IOException("no java.lang.String here")))
                .isEmpty();
        assertThat(DecoderMessage.of(new java.io.IOException("Bogus Huffman table definition.")))
                .hasValue("Bogus Huffman table definition");
    }

    @Test
    void refusesABmpAroundAnotherFormat() {
        byte[] bmp = Arrays.copyOf(PicturesTest.resource("rgb.bmp"), 90);
        bmp[30] = 4; // JPEG
        assertRefuses(
                bmp,
                "this is a BMP file around a picture of another format. Save the picture as PNG or"
                        + " JPEG.");
    }
}
