package dev.trainkit.export;

import dev.trainkit.model.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * NumPy's archive: a zip with a {@code .npy} file for each array. What is known of the model is the
 * zip's comment, so that the archive holds the arrays and nothing else.
 *
 * @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">the
 *     format</a>
 */
final class NpzFile {

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
    private static final int ALIGNMENT = 64;
    private static final int LENGTH_BYTES = 2;

    /** The most that a zip's comment can hold. */
    private static final int LONGEST_COMMENT = 65535;

    private NpzFile() {}

    static byte[] encode(ExportedModel model) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (StoredZip zip = new StoredZip(bytes)) {
            for (Map.Entry<String, Tensor> named : model.weights().tensors().entrySet()) {
                zip.add(named.getKey() + ".npy", array(named.getValue()));
            }
            zip.comment(comment(model));
        }
        return bytes.toByteArray();
    }

    private static String comment(ExportedModel model) throws IOException {
        String metadata = model.metadataText();
        if (metadata.getBytes(StandardCharsets.UTF_8).length > LONGEST_COMMENT) {
            throw new IOException("the classes' names are too long for a zip's comment");
        }
        return metadata;
    }

    private static byte[] array(Tensor tensor) {
        byte[] header = header(tensor);
        ByteBuffer buffer =
                ByteBuffer.allocate(
                                MAGIC.length
                                        + LENGTH_BYTES
                                        + header.length
                                        + tensor.values().length * Float.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN);
        buffer.put(MAGIC).putShort((short) header.length).put(header);
        buffer.asFloatBuffer().put(tensor.values());
        return buffer.array();
    }

    /** Filled with spaces, so that the values begin at a multiple of 64 bytes. */
    private static byte[] header(Tensor tensor) {
        String sizes =
                Arrays.stream(tensor.shape())
                        .mapToObj(String::valueOf)
                        .collect(Collectors.joining(", "));
        String shape = tensor.shape().length == 1 ? "(" + sizes + ",)" : "(" + sizes + ")";
        String text = "{'descr': '<f4', 'fortran_order': False, 'shape': %s, }".formatted(shape);
        int before = MAGIC.length + LENGTH_BYTES + text.length() + 1;
        String filled = text + " ".repeat(Math.floorMod(-before, ALIGNMENT)) + "\n";
        return filled.getBytes(StandardCharsets.US_ASCII);
    }
}
