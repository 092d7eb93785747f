package dev.trainkit.data;

import dev.trainkit.TrainkitException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Reads pictures of people: PNG, JPEG, BMP, GIF and TIFF, and with TwelveMonkeys on the class path
 * also WebP and JPEG in CMYK. Of several frames it takes the first. Nothing in a file is trusted
 * before it is checked, and no temporary file is written.
 */
public final class Pictures {

    /** As many as a large camera has. */
    static final int MOST_PIXELS = 100_000_000;

    /** More than any camera's file; what is longer is no picture. */
    static final int MOST_BYTES = 256_000_000;

    /** While it is turned upright, a picture is in memory twice, at 4 bytes a pixel. */
    private static final int BYTES_A_PIXEL = 8;

    private static final String COPY_AGAIN = "Copy it again from where it came from";

    /** ImageIO's names of the formats that are read, and what people call them. */
    private static final Map<String, String> FORMATS =
            Map.of(
                    "png", "PNG", "jpeg", "JPEG", "bmp", "BMP", "gif", "GIF", "tiff", "TIFF",
                    "webp", "WebP");

    private static final int RIFF = 0x46464952; // "RIFF"
    private static final int WEBP = 0x50424557; // "WEBP"

    private Pictures() {}

    /**
     * Reads a picture, upright and without transparency: what was transparent is white.
     *
     * @throws TrainkitException when it is missing, not a picture, damaged or too big; the message
     *     names the file
     */
    public static BufferedImage read(Path file) {
        return read(file, PictureRows.WHITE);
    }

    /**
     * As {@link #read(Path)}, with what was transparent put on another colour.
     *
     * @param background 0xRRGGBB
     */
    public static BufferedImage read(Path file, int background) {
        String name = file.toString();
        if (Files.isDirectory(file)) {
            throw bad(name, "this is a folder, not a picture", "Name the pictures in it", null);
        }
        if (!Files.exists(file)) {
            throw bad(name, "there is no such file", "Check the path", null);
        }
        try (InputStream in = Files.newInputStream(file)) {
            return read(in, name, background);
        } catch (AccessDeniedException e) {
            throw bad(name, "the file may not be read", "Give yourself permission to read it", e);
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    /**
     * As {@link #read(Path)}, from a stream that the caller closes.
     *
     * @param name for messages
     */
    public static BufferedImage read(InputStream in, String name) {
        return read(in, name, PictureRows.WHITE);
    }

    /** As {@link #read(Path, int)}, from a stream that the caller closes. */
    public static BufferedImage read(InputStream in, String name, int background) {
        try {
            return read(content(in, Runtime.getRuntime().maxMemory(), name), name, background);
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    /**
     * At most a quarter of the memory is taken, for the file is in it twice while it is decoded.
     */
    static byte[] content(InputStream in, long maxMemory, String name) throws IOException {
        int most = (int) Math.min(MOST_BYTES, maxMemory / 4);
        byte[] content = in.readNBytes(most);
        if (content.length == most && in.read() >= 0) {
            throw bad(
                    name,
                    String.format(Locale.ROOT, "the file has more than %,d bytes", most),
                    "Scale the picture down, or save it as JPEG",
                    null);
        }
        return content;
    }

    /**
     * As {@link #read(Path)}, from the content of a file.
     *
     * @param name for messages
     */
    public static BufferedImage read(byte[] encoded, String name) {
        return read(encoded, name, PictureRows.WHITE);
    }

    /** As {@link #read(Path, int)}, from the content of a file. */
    public static BufferedImage read(byte[] encoded, String name, int background) {
        if (encoded.length == 0) {
            throw bad(name, "the file is empty", COPY_AGAIN, null);
        }
        if (isShortWebp(encoded)) {
            throw cutShort(name, null);
        }
        return Upright.of(decode(encoded, name), Exif.orientation(encoded), background);
    }

    /**
     * How many pixels a picture's header declares, before memory is taken for them; 0 where there
     * is none to be read, which reading will tell.
     */
    public static long declaredPixels(byte[] encoded) {
        try (ImageInputStream in =
                new MemoryCacheImageInputStream(new ByteArrayInputStream(encoded))) {
            ImageReader reader = reader(in, "");
            try {
                reader.setInput(in, true, true);
                return (long) reader.getWidth(0) * reader.getHeight(0);
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException e) { // decoders throw what comes
            return 0;
        }
    }

    /**
     * The WebP decoder makes pixels up for those that are missing; the header tells how many are.
     */
    private static boolean isShortWebp(byte[] encoded) {
        ByteBuffer file = ByteBuffer.wrap(encoded).order(ByteOrder.LITTLE_ENDIAN);
        return encoded.length >= 12
                && file.getInt(0) == RIFF
                && file.getInt(8) == WEBP
                && encoded.length - 8 < Integer.toUnsignedLong(file.getInt(4));
    }

    private static BufferedImage decode(byte[] encoded, String name) {
        try (ImageInputStream in =
                new MemoryCacheImageInputStream(new ByteArrayInputStream(encoded))) {
            ImageReader reader = reader(in, name);
            try {
                reader.setInput(in, false, true);
                requireFits(
                        reader.getWidth(0),
                        reader.getHeight(0),
                        Runtime.getRuntime().maxMemory(),
                        name);
                return decode(reader, name);
            } finally {
                reader.dispose();
            }
        } catch (TrainkitException e) {
            throw e;
        } catch (IOException | RuntimeException e) { // decoders throw what comes on damaged files
            throw isCutShort(e) ? cutShort(name, e) : damaged(name, e);
        }
    }

    /** The JPEG decoder only warns of what is missing, and fills it with grey. */
    private static BufferedImage decode(ImageReader reader, String name) throws IOException {
        List<String> warnings = new ArrayList<>();
        reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
        BufferedImage picture = reader.read(0);
        if (warnings.stream().anyMatch(Pictures::tellsOfTruncation)) {
            throw cutShort(name, null);
        }
        return picture;
    }

    private static boolean tellsOfTruncation(String warning) {
        String lower = warning.toLowerCase(Locale.ROOT);
        return lower.contains("truncated") || lower.contains("premature");
    }

    private static ImageReader reader(ImageInputStream in, String name) throws IOException {
        for (Iterator<ImageReader> readers = ImageIO.getImageReaders(in); readers.hasNext(); ) {
            ImageReader reader = readers.next();
            if (FORMATS.containsKey(reader.getFormatName().toLowerCase(Locale.ROOT))) {
                return reader;
            }
        }
        throw bad(
                name,
                "this is not a picture in a format that can be read here (" + readable() + ")",
                "Save the picture as PNG or JPEG",
                null);
    }

    private static String readable() {
        List<String> names = List.of(ImageIO.getReaderFormatNames());
        return FORMATS.entrySet().stream()
                .filter(format -> names.contains(format.getKey()))
                .map(Map.Entry::getValue)
                .sorted()
                .collect(Collectors.joining(", "));
    }

    /** So that a small file that declares a huge picture takes no memory. */
    static void requireFits(int width, int height, long maxMemory, String name) {
        long most = Math.min(MOST_PIXELS, maxMemory / BYTES_A_PIXEL);
        if ((long) width * height <= most) {
            return;
        }
        boolean byMemory = most < MOST_PIXELS;
        throw bad(
                name,
                String.format(
                        Locale.ROOT,
                        "the picture is %dx%d, more than the %,d pixels that %s",
                        width,
                        height,
                        most,
                        byMemory ? "fit in the memory that Java may take" : "are read"),
                byMemory ? "Scale it down, or give Java more memory with -Xmx" : "Scale it down",
                null);
    }

    private static boolean isCutShort(Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof EOFException) {
                return true;
            }
        }
        return false;
    }

    private static TrainkitException cutShort(String name, Exception cause) {
        return bad(name, "the picture is cut short", COPY_AGAIN, cause);
    }

    private static TrainkitException damaged(String name, Exception e) {
        return bad(name, "the picture is damaged (" + reason(e) + ")", COPY_AGAIN, e);
    }

    private static TrainkitException unreadable(String name, IOException e) {
        return bad(
                name,
                "the file cannot be read (" + reason(e) + ")",
                "Check the disk and the file's permissions",
                e);
    }

    private static String reason(Exception e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private static TrainkitException bad(String name, String what, String todo, Exception cause) {
        return new TrainkitException("%s: %s. %s.".formatted(name, what, todo), cause);
    }
}
