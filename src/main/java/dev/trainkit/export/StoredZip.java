package dev.trainkit.export;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A zip as PyTorch writes it: nothing is compressed, and content begins at a multiple of 64 bytes,
 * so that it can be mapped into memory. The same content gives the same bytes.
 */
final class StoredZip implements AutoCloseable {

    private static final int ALIGNMENT = 64;
    private static final int LOCAL_HEADER = 30;
    private static final int EXTRA_HEADER = 4;

    /** PyTorch's mark of an extra field that only fills. */
    private static final int FILLER = 0x4246;

    private static final LocalDateTime NO_DATE = LocalDateTime.of(1980, 1, 1, 0, 0);

    private final ZipOutputStream zip;
    private long position;

    StoredZip(OutputStream out) {
        zip = new ZipOutputStream(out);
    }

    void add(String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setTimeLocal(NO_DATE);
        entry.setSize(content.length);
        entry.setCrc(checksum(content));
        int header = LOCAL_HEADER + name.getBytes(StandardCharsets.UTF_8).length + EXTRA_HEADER;
        int filling = Math.floorMod(-(position + header), ALIGNMENT);
        entry.setExtra(filler(filling));
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
        position += header + filling + content.length;
    }

    void comment(String comment) {
        zip.setComment(comment);
    }

    private static long checksum(byte[] content) {
        CRC32 checksum = new CRC32();
        checksum.update(content);
        return checksum.getValue();
    }

    private static byte[] filler(int length) {
        byte[] extra = new byte[EXTRA_HEADER + length];
        extra[0] = (byte) FILLER;
        extra[1] = (byte) (FILLER >> Byte.SIZE);
        extra[2] = (byte) length;
        extra[3] = (byte) (length >> Byte.SIZE);
        return extra;
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
