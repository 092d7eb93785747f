package dev.trainkit.data;

import dev.trainkit.TrainkitException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Reads pictures of people: PNG, JPEG, BMP, GIF, TIFF and PNM, and with TwelveMonkeys on the class
 * path also WebP and JPEG in CMYK. Of several frames it takes the first. Nothing in a file is
 * trusted before it is checked, and no temporary file is written.
 */
public final class Pictures {

    /** More than any camera's file; what is longer is no picture. */
    static final int MOST_BYTES = 256_000_000;

    /** Enough to tell formats by. */
    private static final int HEAD_BYTES = 64;

    /** While it is turned upright, a picture is in memory twice, at 4 bytes a pixel. */
    private static final int BYTES_A_PIXEL = 8;

    private static final String COPY_AGAIN = "Copy it again from where it came from";

    /** ImageIO's names of the formats that are read, and what people call them. */
    private static final Map<String, String> FORMATS =
            Map.of(
                    "png", "PNG", "jpeg", "JPEG", "bmp", "BMP", "gif", "GIF", "tiff", "TIFF",
                    "webp", "WebP");

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
        return read(encoded, name, background, DecodingLimits.usual());
    }

    /**
     * As {@link #read(Path, int)}, from the content of a file that somebody unknown has sent.
     *
     * @throws TrainkitException also when it takes longer than the limits say, or nobody waits for
     *     it any more; the decoder then ends within a moment
     */
    public static BufferedImage read(
            byte[] encoded, String name, int background, DecodingLimits limits) {
        if (encoded.length == 0) {
            throw bad(name, "the file is empty", COPY_AGAIN, null);
        }
        requireReadable(encoded, name, limits);
        BufferedImage picture = decode(encoded, name, new DecodingWatch(limits, name));
        return Upright.of(
                FirstFrame.onCanvas(picture, encoded), Exif.orientation(encoded), background);
    }

    /**
     * What a picture's file declares, before memory is taken for it; nothing where it has no
     * header, which reading will tell.
     */
    public static DeclaredPicture declared(byte[] encoded) {
        try {
            return DeclaredPicture.in(encoded);
        } catch (IndexOutOfBoundsException e) { // cut short within the header
            return DeclaredPicture.UNKNOWN;
        }
    }

    private static void requireReadable(byte[] encoded, String name, DecodingLimits limits) {
        DeclaredPicture declared = declared(encoded);
        requireFits(declared.width(), declared.height(), Runtime.getRuntime().maxMemory(), name);
        declared.requireModestParts(limits.pixels(), name);
        if (WebpChunks.isWebp(encoded) && WebpChunks.of(encoded).isCutShort()) {
            throw cutShort(name, null); // the decoder makes up the pixels that are missing
        }
        if (WebpChunks.isWebp(encoded) && WebpChunks.of(encoded).isInconsistent()) {
            throw bad(
                    name,
                    "the picture is damaged (its frame is not of the size of its canvas)",
                    COPY_AGAIN,
                    null);
        }
        if (BmpHeader.isBmp(encoded) && BmpHeader.of(encoded).holdsAnotherFormat()) {
            throw bad(
                    name,
                    "this is a BMP file around a picture of another format",
                    "Save the picture as PNG or JPEG",
                    null);
        }
        if (TiffDirectories.isTiff(encoded) && TiffDirectories.of(encoded).overlap()) {
            throw bad(
                    name,
                    "the picture is damaged (its directories lie over each other)",
                    COPY_AGAIN,
                    null);
        }
    }

    private static BufferedImage decode(byte[] encoded, String name, DecodingWatch watch) {
        try (ImageInputStream in = new WatchedInput(encoded, watch)) {
            if (PnmFile.isPnm(encoded)) {
                return PnmFile.read(encoded, watch);
            }
            ImageReader reader = reader(in, encoded, name);
            try {
                reader.setInput(in, false, true);
                requireFits(
                        reader.getWidth(0),
                        reader.getHeight(0),
                        Runtime.getRuntime().maxMemory(),
                        name);
                watch.watch(reader);
                return decode(reader, encoded, name, watch);
            } finally {
                reader.dispose();
            }
        } catch (TrainkitException e) {
            watch.requireGoesOn();
            throw e;
        } catch (IOException
                | RuntimeException
                | AssertionError
                | StackOverflowError e) { // decoders throw what comes on damaged files
            watch.requireGoesOn();
            throw isCutShort(e) ? cutShort(name, e) : damaged(name, e);
        }
    }

    /** The JPEG decoder only warns of what is missing, and fills it with grey. */
    private static BufferedImage decode(
            ImageReader reader, byte[] encoded, String name, DecodingWatch watch)
            throws IOException {
        List<String> warnings = new ArrayList<>();
        reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
        BufferedImage picture =
                WideSamples.areIn(reader)
                        ? WideSamples.read(reader, isInverted(encoded), name)
                        : reader.read(0);
        watch.requireGoesOn();
        if (warnings.stream().anyMatch(Pictures::tellsOfTruncation)) {
            throw cutShort(name, null);
        }
        return picture;
    }

    private static boolean isInverted(byte[] encoded) {
        return TiffDirectories.isTiff(encoded) && TiffDirectories.of(encoded).isInverted();
    }

    private static boolean tellsOfTruncation(String warning) {
        String lower = warning.toLowerCase(Locale.ROOT);
        return lower.contains("truncated") || lower.contains("premature");
    }

    private static ImageReader reader(ImageInputStream in, byte[] encoded, String name) {
        return reader(in).orElseThrow(() -> unknown(encoded, name));
    }

    private static Optional<ImageReader> reader(ImageInputStream in) {
        for (Iterator<ImageReader> readers = ImageIO.getImageReaders(in); readers.hasNext(); ) {
            ImageReader reader = readers.next();
            if (FORMATS.containsKey(formatName(reader))) {
                return Optional.of(reader);
            }
        }
        return Optional.empty();
    }

    private static TrainkitException unknown(byte[] encoded, String name) {
        String what =
                OtherFormat.of(encoded)
                        .map(format -> "this is " + format + ", which is not read here")
                        .orElse("this is not a picture in a format that can be read here");
        String sentence = what + " (" + readable() + ")";
        return bad(name, sentence, "Save the picture as PNG or JPEG", null);
    }

    /**
     * Whether the first bytes are those of a format that is read here, whatever the file's name.
     */
    static boolean beginsAsPicture(Path file) {
        try (InputStream in = Files.newInputStream(file);
                ImageInputStream head =
                        new MemoryCacheImageInputStream(
                                new ByteArrayInputStream(in.readNBytes(HEAD_BYTES)))) {
            return reader(head).isPresent();
        } catch (IOException | RuntimeException e) { // decoders throw what comes
            return false;
        }
    }

    private static String formatName(ImageReader reader) {
        try {
            return reader.getFormatName().toLowerCase(Locale.ROOT);
        } catch (IOException e) { // that of its provider is not read from anywhere
            return "";
        }
    }

    /** The formats, for a sentence. */
    static String readable() {
        List<String> names = List.of(ImageIO.getReaderFormatNames());
        return Stream.concat(
                        Stream.of("PNM"),
                        FORMATS.entrySet().stream()
                                .filter(format -> names.contains(format.getKey()))
                                .map(Map.Entry::getValue))
                .sorted()
                .collect(Collectors.joining(", "));
    }

    /** So that a small file that declares a huge picture takes no memory. */
    static void requireFits(long width, long height, long maxMemory, String name) {
        long most = Math.min(DecodingLimits.MOST_PIXELS, maxMemory / BYTES_A_PIXEL);
        if (DeclaredPicture.times(width, height) <= most) {
            return;
        }
        boolean byMemory = most < DecodingLimits.MOST_PIXELS;
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

    private static TrainkitException cutShort(String name, Throwable cause) {
        return bad(name, "the picture is cut short", COPY_AGAIN, cause);
    }

    private static TrainkitException damaged(String name, Throwable e) {
        String reason = DecoderMessage.of(e).map(said -> " (" + said + ")").orElse("");
        return bad(name, "the picture is damaged" + reason, COPY_AGAIN, e);
    }

    private static TrainkitException unreadable(String name, IOException e) {
        String reason = e.getMessage() == null ? "" : " (%s)".formatted(e.getMessage());
        return bad(
                name,
                "the file cannot be read" + reason,
                "Check the disk and the file's permissions",
                e);
    }

    private static TrainkitException bad(String name, String what, String todo, Throwable cause) {
        return new TrainkitException("%s: %s. %s.".formatted(name, what, todo), cause);
    }
}
