package dev.trainkit.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What a TIFF file says of itself before its pixels are decoded. Its directories lead to each other
 * and to their values wherever they like in the file, so that a small one can be read for ever, and
 * its tiles can be larger than the picture.
 *
 * @see <a href="https://www.itu.int/itudoc/itu-t/com16/tiff-fx/docs/tiff6.pdf">TIFF 6.0</a>
 */
final class TiffDirectories {

    private static final int CLASSIC = 42;
    private static final int BIG = 43;
    private static final int OLD_JPEG = 6;
    private static final int JPEG = 7;

    /** How many directories may have a value in common, on average. */
    private static final int MOST_SHARED = 4;

    private static final int WIDTH = 256;
    private static final int HEIGHT = 257;
    private static final int BITS_PER_SAMPLE = 258;
    private static final int COMPRESSION = 259;
    private static final int PHOTOMETRIC = 262;
    private static final int STRIP_OFFSETS = 273;
    private static final int SAMPLES_PER_PIXEL = 277;
    private static final int ROWS_PER_STRIP = 278;
    private static final int TILE_WIDTH = 322;
    private static final int TILE_HEIGHT = 323;
    private static final int TILE_OFFSETS = 324;
    private static final int JPEG_OFFSET = 513;
    private static final Set<Integer> DIRECTORIES = Set.of(330, 34_665, 34_853, 40_965);

    /** Bytes of a value of each type, from 0 on. */
    private static final int[] TYPE_BYTES = {
        0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8
    };

    private final ByteBuffer file;
    private final boolean isBig;
    private final Map<Integer, Entry> first = new HashMap<>();
    private long declaredBytes;
    private long walkedBytes;
    private DeclaredPicture declared;

    private TiffDirectories(byte[] encoded) {
        file = ByteBuffer.wrap(encoded);
        file.order(encoded[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        isBig = file.getShort(2) == BIG;
    }

    /** An entry of a directory, and where its values are. */
    private record Entry(int type, long count, long at) {

        long bytes() {
            return DeclaredPicture.times(count, typeBytes());
        }

        int typeBytes() {
            return type < TYPE_BYTES.length ? TYPE_BYTES[type] : 0;
        }
    }

    static boolean isTiff(byte[] encoded) {
        if (encoded.length < 8 || encoded[0] != encoded[1]) {
            return false;
        }
        ByteBuffer file = ByteBuffer.wrap(encoded);
        file.order(encoded[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        short magic = file.getShort(2);
        return (encoded[0] == 'I' || encoded[0] == 'M') && (magic == CLASSIC || magic == BIG);
    }

    static TiffDirectories of(byte[] encoded) {
        TiffDirectories directories = new TiffDirectories(encoded);
        directories.walk();
        directories.declared = directories.declare();
        return directories;
    }

    /**
     * Whether they, or the JPEG files in this one, are more than the file can hold beside each
     * other. Pages may have some of their values in common.
     */
    boolean overlap() {
        long most = MOST_SHARED * (file.limit() + 100_000L);
        return declaredBytes > most || walkedBytes > most;
    }

    DeclaredPicture declared() {
        return declared;
    }

    private DeclaredPicture declare() {
        long width = value(WIDTH, 0);
        long height = value(HEIGHT, 0);
        boolean tiled = first.containsKey(TILE_WIDTH);
        long partWidth = tiled ? value(TILE_WIDTH, 0) : width;
        long partHeight =
                tiled ? value(TILE_HEIGHT, 0) : Math.min(height, value(ROWS_PER_STRIP, height));
        long samples = Math.max(value(SAMPLES_PER_PIXEL, 1), count(BITS_PER_SAMPLE));
        long bytes = Math.max(4, samples * ((value(BITS_PER_SAMPLE, 8) + 7) / 8));
        // a row of it is in memory, whatever its height
        long part = DeclaredPicture.times(partWidth, Math.max(1, partHeight));
        long most = Math.max(DeclaredPicture.times(width, height), part);
        DeclaredPicture declared =
                DeclaredPicture.of(width, height, tiled ? "a tile" : "a strip", part)
                        .withBytes(DeclaredPicture.times(2 * bytes, most) + 2 * declaredBytes);
        return isJpeg() ? withJpegs(declared) : declared;
    }

    /** Whether 0 is white. */
    boolean isInverted() {
        return value(PHOTOMETRIC, 1) == 0;
    }

    private boolean isJpeg() {
        long compression = value(COMPRESSION, 1);
        return compression == JPEG || compression == OLD_JPEG;
    }

    /** Each strip or tile is a JPEG file, which says again how large it is. */
    private DeclaredPicture withJpegs(DeclaredPicture declared) {
        Map<Long, JpegMarkers> seen = new HashMap<>();
        long largest = declared.partPixels();
        long work = 0;
        for (int tag : new int[] {STRIP_OFFSETS, TILE_OFFSETS, JPEG_OFFSET}) {
            Entry offsets = first.get(tag);
            if (offsets != null && offsets.bytes() > file.limit()) {
                continue; // the decoder will tell
            }
            for (long i = 0; offsets != null && i < offsets.count() && !overlap(); i++) {
                long at = value(offsets, i);
                if (at < file.limit() && JpegMarkers.isAt(file.array(), (int) at)) {
                    JpegMarkers jpeg = seen.computeIfAbsent(at, this::jpeg);
                    long pixels = jpeg.pixels();
                    largest = Math.max(largest, pixels);
                    work += Math.max(1, jpeg.scans()) * pixels;
                }
            }
        }
        return DeclaredPicture.of(declared.width(), declared.height(), "a strip or tile", largest)
                .inScans(work / Math.max(1, declared.pixels()))
                .withBytes(declared.bytes());
    }

    private JpegMarkers jpeg(long at) {
        JpegMarkers markers = JpegMarkers.of(file.array(), (int) at, file.limit());
        walkedBytes += markers.length();
        return markers;
    }

    /** Of the first directory. */
    private long value(int tag, long otherwise) {
        Entry entry = first.get(tag);
        return entry == null || entry.count() < 1 ? otherwise : value(entry, 0);
    }

    private long count(int tag) {
        return first.containsKey(tag) ? first.get(tag).count() : 0;
    }

    /** Unsigned; 0 where it is beyond the file, or no whole number. */
    private long value(Entry entry, long i) {
        long at = entry.at() + i * entry.typeBytes();
        if (at < 0 || at + entry.typeBytes() > file.limit()) {
            return 0;
        }
        return switch (entry.typeBytes()) {
            case 1 -> file.get((int) at) & 0xff;
            case 2 -> file.getShort((int) at) & 0xffff;
            case 4 -> Integer.toUnsignedLong(file.getInt((int) at));
            case 8 -> Math.max(0, file.getLong((int) at));
            default -> 0;
        };
    }

    private void walk() {
        Deque<Long> toRead = new ArrayDeque<>();
        Set<Long> seen = new HashSet<>();
        toRead.add(isBig ? offset(8) : offset(4));
        while (!toRead.isEmpty() && !overlap()) {
            long at = toRead.remove();
            if (at > 0 && at < file.limit() && seen.add(at)) {
                try {
                    toRead.add(read((int) at, seen.size() == 1, toRead));
                } catch (IndexOutOfBoundsException e) {
                    // beyond the end: the decoder will tell
                }
            }
        }
    }

    /** Returns where the next directory is. */
    private long read(int directory, boolean isFirst, Deque<Long> toRead) {
        long entries = isBig ? file.getLong(directory) : file.getShort(directory) & 0xffff;
        int entryBytes = isBig ? 20 : 12;
        int at = directory + (isBig ? 8 : 2);
        for (long i = 0; i < entries && !overlap(); i++, at += entryBytes) {
            declaredBytes += entryBytes;
            Entry entry = entry(at);
            int tag = file.getShort(at) & 0xffff;
            if (isFirst) {
                first.putIfAbsent(tag, entry);
            }
            if (entry.bytes() <= file.limit()) { // else it is not read
                declaredBytes += entry.bytes() <= (isBig ? 8 : 4) ? 0 : entry.bytes();
                if (DIRECTORIES.contains(tag) && entry.bytes() > 0) {
                    for (long j = 0; j < entry.count(); j++) {
                        toRead.add(value(entry, j));
                    }
                }
            }
        }
        return offset(at);
    }

    private Entry entry(int at) {
        int type = file.getShort(at + 2) & 0xffff;
        long count = isBig ? file.getLong(at + 4) : Integer.toUnsignedLong(file.getInt(at + 4));
        int value = at + (isBig ? 12 : 8);
        Entry inPlace = new Entry(type, Math.max(0, count), value);
        return inPlace.bytes() <= (isBig ? 8 : 4)
                ? inPlace
                : new Entry(type, Math.max(0, count), offset(value));
    }

    private long offset(int at) {
        return isBig ? Math.max(0, file.getLong(at)) : Integer.toUnsignedLong(file.getInt(at));
    }
}
