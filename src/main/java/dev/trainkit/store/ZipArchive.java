package dev.trainkit.store;

import dev.trainkit.Quoted;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A zip file as a container of weights. Nothing is unpacked to the disk; an entry's size and
 * checksum are claims until its bytes have borne them out.
 */
final class ZipArchive implements AutoCloseable {

    private static final int MOST_ENTRIES = 100_000;

    /** A name that would leave the folder it is unpacked into. */
    private static final Pattern LEAVES =
            Pattern.compile("/.*|[A-Za-z]:.*|(.*/)?\\.\\.(/.*)?|.*[\\\\\\x00].*", Pattern.DOTALL);

    private final ZipFile zip;
    private final Map<String, ZipEntry> entries = new LinkedHashMap<>();
    private final long fileSize;
    private final Allowance allowance;
    private long packed;

    private ZipArchive(ZipFile zip, long fileSize) {
        this.zip = zip;
        this.fileSize = fileSize;
        allowance = new Allowance(fileSize);
    }

    /**
     * @throws RefusedException when it is no zip, or its directory is not one of weights
     */
    static ZipArchive open(Path file) throws IOException {
        long fileSize = Files.size(file);
        ZipFile zip;
        try {
            zip = new ZipFile(file.toFile());
        } catch (IOException | IllegalArgumentException e) {
            throw unreadable(e);
        }
        ZipArchive archive = new ZipArchive(zip, fileSize);
        try {
            archive.list();
            return archive;
        } catch (RuntimeException e) {
            zip.close();
            throw e;
        }
    }

    private static RefusedException unreadable(Exception e) {
        return broken(
                "its directory cannot be read (%s)".formatted(Quoted.of("" + e.getMessage())));
    }

    private void list() {
        if (zip.size() > MOST_ENTRIES) {
            throw broken(String.format(Locale.ROOT, "it has %d entries", zip.size()));
        }
        try {
            Enumeration<? extends ZipEntry> all = zip.entries();
            while (all.hasMoreElements()) {
                add(all.nextElement());
            }
        } catch (IllegalArgumentException e) { // a name in no known encoding
            throw unreadable(e);
        }
    }

    private void add(ZipEntry entry) {
        String name = entry.getName();
        if (LEAVES.matcher(name).matches()) {
            throw new RefusedException(
                    "is refused: its entry %s names a place outside of it"
                            .formatted(Quoted.of(name)),
                    "No file of weights has such an entry: have it from somebody whom you trust.");
        }
        if (entries.put(name, entry) != null) {
            throw broken("its entry %s is there twice".formatted(Quoted.of(name)));
        }
        packed += Math.max(0, entry.getCompressedSize());
        if (packed > fileSize) {
            throw broken("its entries overlap");
        }
    }

    /** The names of all entries, in the order of the directory. */
    Set<String> names() {
        return entries.keySet();
    }

    Allowance allowance() {
        return allowance;
    }

    /**
     * An entry's bytes.
     *
     * @throws RefusedException when there is none, or it is not what the directory says of it
     */
    byte[] read(String name) throws IOException {
        ZipEntry entry = entries.get(name);
        if (entry == null) {
            throw broken("it has no entry %s".formatted(Quoted.of(name)));
        }
        long size = entry.getSize();
        if (size < 0 || size > Integer.MAX_VALUE - 8) {
            throw broken(
                    String.format(
                            Locale.ROOT, "its entry %s claims %d bytes", Quoted.of(name), size));
        }
        allowance.take(size);
        byte[] bytes = inflate(entry, (int) size);
        CRC32 crc = new CRC32();
        crc.update(bytes);
        if (bytes.length != size || crc.getValue() != entry.getCrc()) {
            throw broken("its entry %s is damaged".formatted(Quoted.of(name)));
        }
        return bytes;
    }

    /** Reads one byte more than there should be, to see that there is none. */
    private byte[] inflate(ZipEntry entry, int size) {
        try (InputStream in = zip.getInputStream(entry)) {
            return in.readNBytes(size + 1);
        } catch (IOException | IllegalArgumentException e) {
            throw broken(
                    "its entry %s cannot be read (%s)"
                            .formatted(Quoted.of(entry.getName()), Quoted.of("" + e.getMessage())));
        }
    }

    private static RefusedException broken(String reason) {
        return RefusedException.broken("zip", reason);
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
