package dev.trainkit.data;

import dev.trainkit.TrainkitException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * A few pictures of each class as the network will see them, a row for each class in their order.
 */
public final class ContactSheet {

    private static final int PICTURES = 12;
    private static final int GAP = 2;

    /** Small pictures are shown larger, so that people see them. */
    private static final int SMALLEST_SIDE = 48;

    private static final int GREY = 0x808080;

    private final ImageData data;
    private final int zoom;
    private final BufferedImage sheet;

    private ContactSheet(ImageData data) {
        this.data = data;
        int longest = Math.max(data.height(), data.width());
        zoom = Math.max(1, (SMALLEST_SIDE + longest - 1) / longest);
        sheet =
                new BufferedImage(
                        GAP + PICTURES * (data.width() * zoom + GAP),
                        GAP + data.classes().size() * (data.height() * zoom + GAP),
                        BufferedImage.TYPE_INT_RGB);
    }

    /**
     * Writes the sheet as PNG.
     *
     * @throws TrainkitException when it cannot be written
     */
    public static void write(ImageData data, Path file) {
        ContactSheet sheet = new ContactSheet(data);
        sheet.draw();
        try {
            Files.write(file, sheet.png());
        } catch (IOException e) {
            throw new TrainkitException(
                    "The sheet could not be written to %s (%s). Name another file with --sheet."
                            .formatted(file, e),
                    e);
        }
    }

    private void draw() {
        for (int y = 0; y < sheet.getHeight(); y++) {
            for (int x = 0; x < sheet.getWidth(); x++) {
                sheet.setRGB(x, y, GREY);
            }
        }
        int[] drawn = new int[data.classes().size()];
        for (int i = 0; i < data.size(); i++) {
            int label = data.label(i);
            if (drawn[label] < PICTURES) {
                draw(data.image(i), drawn[label]++, label);
            }
        }
    }

    private void draw(byte[] values, int column, int row) {
        int left = GAP + column * (data.width() * zoom + GAP);
        int top = GAP + row * (data.height() * zoom + GAP);
        for (int y = 0; y < data.height() * zoom; y++) {
            for (int x = 0; x < data.width() * zoom; x++) {
                int at = (y / zoom * data.width() + x / zoom) * data.channels();
                sheet.setRGB(left + x, top + y, colour(values, at));
            }
        }
    }

    private int colour(byte[] values, int at) {
        int red = values[at] & 0xff;
        if (data.channels() < 3) {
            return red << 16 | red << 8 | red;
        }
        return red << 16 | (values[at + 1] & 0xff) << 8 | (values[at + 2] & 0xff);
    }

    private byte[] png() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageIO.write(sheet, "png", out);
        }
        return bytes.toByteArray();
    }
}
