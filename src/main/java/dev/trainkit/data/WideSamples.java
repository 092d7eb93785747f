package dev.trainkit.data;

import dev.trainkit.TrainkitException;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.IOException;
import java.util.Locale;
import javax.imageio.ImageReader;

/**
 * Samples of floating point, or of 32 bits, as microscopes and programs write them. Nothing in a
 * file says which of their values is white. From 0 to 1 and from 0 to 255 are the two conventions;
 * what lies elsewhere is refused, for any choice could make all of it black.
 */
final class WideSamples {

    private final Raster raster;
    private final String name;

    private WideSamples(Raster raster, String name) {
        this.raster = raster;
        this.name = name;
    }

    /** Whether a picture has such. */
    static boolean areIn(ImageReader reader) throws IOException {
        if (!reader.canReadRaster() || reader.getRawImageType(0) == null) {
            return false;
        }
        int type = reader.getRawImageType(0).getSampleModel().getDataType();
        return type != DataBuffer.TYPE_BYTE && type != DataBuffer.TYPE_USHORT;
    }

    /**
     * In 8 bits.
     *
     * @throws TrainkitException where the values are of neither range
     */
    static BufferedImage read(ImageReader reader, boolean isInverted, String name)
            throws IOException {
        return new WideSamples(reader.readRaster(0, null), name).picture(isInverted);
    }

    private BufferedImage picture(boolean isInverted) {
        int bands = raster.getNumBands();
        if (bands != 1 && bands != 3) {
            throw refused("its channels are neither grey nor colours");
        }
        double scale = scale();
        BufferedImage picture =
                new BufferedImage(
                        raster.getWidth(),
                        raster.getHeight(),
                        bands == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_3BYTE_BGR);
        double[] row = new double[raster.getWidth() * bands];
        int[] bytes = new int[row.length];
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, raster.getWidth(), 1, row);
            for (int i = 0; i < row.length; i++) {
                int value = (int) Math.round(row[i] * scale);
                bytes[i] = isInverted ? 255 - value : value;
            }
            picture.getRaster().setPixels(0, y, raster.getWidth(), 1, bytes);
        }
        return picture;
    }

    /** By which a value becomes one from 0 to 255. */
    private double scale() {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        double[] row = new double[raster.getWidth() * raster.getNumBands()];
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, raster.getWidth(), 1, row);
            for (double value : row) {
                if (!Double.isFinite(value)) {
                    throw refused("one of its values is no number");
                }
                least = Math.min(least, value);
                most = Math.max(most, value);
            }
        }
        if (least < 0 || most > 255) {
            throw refused(
                    String.format(
                            Locale.ROOT,
                            "its values go from %.6g to %.6g, and nothing says which is white",
                            least,
                            most));
        }
        return most <= 1 && isFloat() ? 255 : 1;
    }

    private boolean isFloat() {
        int type = raster.getDataBuffer().getDataType();
        return type == DataBuffer.TYPE_FLOAT || type == DataBuffer.TYPE_DOUBLE;
    }

    private TrainkitException refused(String why) {
        return new TrainkitException(
                "%s: the picture cannot be read as brightness: %s. Save it with 8 or 16 bits a channel."
                        .formatted(name, why));
    }
}
