import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Pictures that are none, that are damaged, or that are far bigger than their files. */
final class HostilePictures {

    private static final int GREY = 0;
    private static final int COLOUR_AND_ALPHA = 6;
    private static final byte[] SEVEN = read("src/main/dist/samples/digit-7.png");
    private static final byte[] JPEG = read("src/test/resources/goldens/pictures/rgb.jpg", SEVEN);
    private static final byte[] BLANK = png(3400, 3400, GREY, zeros(3400L * 3401));
    private static final byte[] CLEAR = png(3400, 3400, COLOUR_AND_ALPHA, zeros(3400L * 13_601));
    private static final byte[] MILLIONS = png(30_000, 30_000, GREY, zeros(1000));
    private static final byte[] OVERFLOW =
            png(Integer.MAX_VALUE, Integer.MAX_VALUE, GREY, zeros(1000));
    private static final byte[] UNPACKS = png(20, 20, GREY, zeros(200_000_000));
    private static final byte[] MANY_SCANS = scans(100, 10_000);

    private HostilePictures() {}

    private static byte[] read(String file) {
        try {
            return Files.readAllBytes(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] read(String file, byte[] otherwise) {
        return Files.exists(Path.of(file)) ? read(file) : otherwise;
    }

    static byte[] seven() {
        return SEVEN.clone();
    }

    /** A header of 900 million pixels, and a kilobyte. */
    static byte[] millions() {
        return MILLIONS;
    }

    /** A header whose width times height is no int. */
    static byte[] overflow() {
        return OVERFLOW;
    }

    /** 11 million pixels of nothing, as many as are read with a heap of 256 MB, in 11 KB. */
    static byte[] blank() {
        return BLANK;
    }

    /** As many, each with a colour and transparent: 46 MB in 45 KB. */
    static byte[] clear() {
        return CLEAR;
    }

    /** 20x20 pixels whose data unpack to 200 MB. */
    static byte[] unpacks() {
        return UNPACKS;
    }

    /** A header of a picture of 65,500x65,500 in another format. */
    static byte[] bigHeader(Random random) {
        ByteBuffer bytes = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        switch (random.nextInt(3)) {
            case 0 -> bytes.put(ascii("GIF89a")).putShort((short) 65_500).putShort((short) 65_500);
            case 1 ->
                    bytes.put(ascii("BM"))
                            .putInt(64)
                            .putInt(0)
                            .putInt(54)
                            .putInt(40)
                            .putInt(65_500)
                            .putInt(65_500)
                            .putShort((short) 1)
                            .putShort((short) 24);
            default ->
                    bytes.put(ascii("II*\0"))
                            .putInt(8)
                            .putShort((short) 3)
                            .putShort((short) 256)
                            .putShort((short) 4)
                            .putInt(1)
                            .putInt(65_500)
                            .putShort((short) 257)
                            .putShort((short) 4)
                            .putInt(1)
                            .putInt(65_500)
                            .putShort((short) 258)
                            .putShort((short) 3)
                            .putInt(1)
                            .putInt(8);
        }
        return bytes.array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Cut off within its pixels. */
    static byte[] truncated(Random random) {
        return Arrays.copyOf(SEVEN, SEVEN.length / 4 + random.nextInt(SEVEN.length / 2));
    }

    static byte[] truncatedJpeg(Random random) {
        return Arrays.copyOf(JPEG, JPEG.length / 4 + random.nextInt(JPEG.length / 2));
    }

    /** Some of its bytes are others. */
    static byte[] corrupted(Random random) {
        byte[] picture = random.nextBoolean() ? SEVEN.clone() : JPEG.clone();
        for (int i = 0; i < 1 + random.nextInt(20); i++) {
            picture[random.nextInt(picture.length)] = (byte) random.nextInt();
        }
        return picture;
    }

    static byte[] noise(Random random) {
        byte[] noise = new byte[1 + random.nextInt(5000)];
        random.nextBytes(noise);
        return noise;
    }

    /** Behind the signature of a PNG. */
    static byte[] noisePng(Random random) {
        byte[] noise = noise(random);
        System.arraycopy(SEVEN, 0, noise, 0, Math.min(16, noise.length));
        return noise;
    }

    /** Of 8 bits a channel. */
    private static byte[] png(int width, int height, int colours, byte[] deflated) {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        png.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
        byte[] header =
                ByteBuffer.allocate(13)
                        .putInt(width)
                        .putInt(height)
                        .put((byte) 8)
                        .put((byte) colours)
                        .array();
        chunk(png, "IHDR", header);
        chunk(png, "IDAT", deflated);
        chunk(png, "IEND", new byte[0]);
        return png.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream png, String type, byte[] data) {
        CRC32 crc = new CRC32();
        crc.update(ascii(type));
        crc.update(data);
        png.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
        png.writeBytes(ascii(type));
        png.writeBytes(data);
        png.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }

    /**
     * A grey progressive JPEG whose last scan comes so many times more: each of a few bytes, and
     * each goes over the whole picture.
     */
    static byte[] scans(int side, int more) {
        byte[] jpeg = progressive(side);
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

    /** 100x100 pixels. */
    static byte[] manyScans() {
        return MANY_SCANS;
    }

    private static byte[] progressive(int side) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ImageWriteParam progressive = writer.getDefaultWriteParam();
        progressive.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
        BufferedImage black = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
        try (ImageOutputStream out = ImageIO.createImageOutputStream(jpeg)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(black, null, null), progressive);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return jpeg.toByteArray();
    }

    /** A TIFF of 100x140 pixels in a tile that is 2^30 wide. */
    static byte[] tile() {
        int[][] entries = {
            {256, 100},
            {257, 140},
            {258, 8},
            {259, 1},
            {262, 1},
            {277, 1},
            {322, 1 << 30},
            {323, 1},
            {324, 8},
            {325, 14_000}
        };
        ByteBuffer tiff = ByteBuffer.allocate(14_200).order(ByteOrder.LITTLE_ENDIAN);
        tiff.put(ascii("II*\0")).putInt(8).putShort((short) entries.length);
        for (int[] entry : entries) {
            tiff.putShort((short) entry[0]).putShort((short) 4).putInt(1).putInt(entry[1]);
        }
        return tiff.array();
    }

    private static byte[] zeros(long count) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new DeflaterOutputStream(packed)) {
            byte[] block = new byte[64 * 1024];
            for (long left = count; left > 0; left -= block.length) {
                out.write(block, 0, (int) Math.min(left, block.length));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }
}
