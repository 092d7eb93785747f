package dev.trainkit.data;

import java.io.IOException;
import javax.imageio.stream.ImageInputStreamImpl;

/** The content of a file, as decoders read it, with a watch that ends them. */
final class WatchedInput extends ImageInputStreamImpl {

    /** Reads of a single byte between two looks at the clock, which would take longer than they. */
    private static final int BETWEEN_CHECKS = 1024;

    private final byte[] content;
    private final DecodingWatch watch;
    private int sinceCheck;

    WatchedInput(byte[] content, DecodingWatch watch) {
        this.content = content;
        this.watch = watch;
    }

    @Override
    public int read() throws IOException {
        if (++sinceCheck == BETWEEN_CHECKS) {
            check();
        }
        bitOffset = 0;
        return streamPos < content.length ? content[(int) streamPos++] & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        check();
        bitOffset = 0;
        if (length == 0) {
            return 0;
        }
        int count = (int) Math.min(length, content.length - streamPos);
        if (count <= 0) {
            return -1;
        }
        System.arraycopy(content, (int) streamPos, target, offset, count);
        streamPos += count;
        return count;
    }

    private void check() throws IOException {
        sinceCheck = 0;
        watch.check();
    }

    @Override
    public long length() {
        return content.length;
    }
}
