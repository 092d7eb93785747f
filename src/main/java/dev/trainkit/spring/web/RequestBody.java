package dev.trainkit.spring.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.Locale;
import java.util.zip.ZipException;
import org.springframework.http.HttpStatus;

/** Reads a body that is neither too long nor too slow. */
final class RequestBody {

    private static final int CHUNK = 16 * 1024;

    /** A byte is in memory so often while the array that holds it grows. */
    private static final int COPIES = 3;

    private final long most;
    private final String remedy;
    private final long nanos;

    RequestBody(WebProperties limits) {
        this(limits, Long.MAX_VALUE, "Scale the picture down, or send fewer at once.");
    }

    /**
     * @param most bytes, if the limits do not say fewer
     * @param remedy what to do about one that is longer
     */
    RequestBody(WebProperties limits, long most, String remedy) {
        this.most = Math.min(most, limits.maxBodySize().toBytes());
        this.remedy = remedy;
        nanos = limits.requestTimeout().toNanos();
    }

    /**
     * @param memory is taken as it comes
     * @throws RefusedException when it is longer than may be, comes too slowly, or ends early, or
     *     there is no memory for it
     */
    byte[] read(HttpServletRequest request, HeapShare.Lease memory) {
        if (request.getContentLengthLong() > most) {
            throw tooLong();
        }
        ContentCoding coding = ContentCoding.of(request);
        try (InputStream in = coding.unpacked(new Sent(request.getInputStream()))) {
            return read(in, memory);
        } catch (IOException e) {
            throw refused(coding, e);
        }
    }

    /** What comes unpacked may be no longer than what is sent. */
    private byte[] read(InputStream in, HeapShare.Lease memory) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] chunk = new byte[CHUNK];
        for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
            if (body.size() + count > most) {
                throw tooLong();
            }
            memory.take((long) COPIES * count);
            body.write(chunk, 0, count);
        }
        return body.toByteArray();
    }

    /** A body as it is sent: packed, it can be long and slow without anything coming out of it. */
    private final class Sent extends FilterInputStream {

        private final long start = System.nanoTime();
        private long length;

        private Sent(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int from, int most) throws IOException {
            int count = super.read(bytes, from, most);
            length += Math.max(0, count);
            if (length > RequestBody.this.most) {
                throw tooLong();
            }
            if (System.nanoTime() - start > nanos) {
                throw tooSlow();
            }
            return count;
        }

        /** What is left of it is the server's. */
        @Override
        public void close() {}
    }

    private RefusedException refused(ContentCoding coding, IOException e) {
        if (e instanceof SocketTimeoutException || e.getCause() instanceof SocketTimeoutException) {
            return tooSlow();
        }
        if (coding != ContentCoding.NONE
                && (e instanceof ZipException || e instanceof EOFException)) {
            return new RefusedException(
                    HttpStatus.BAD_REQUEST,
                    "The body is not packed as its Content-Encoding says, or it is not whole. Pack it"
                            + " again, or send it as it is.");
        }
        return new RefusedException(
                HttpStatus.BAD_REQUEST,
                "The body ended before all of it had come. Send the request again.");
    }

    private RefusedException tooLong() {
        return new RefusedException(
                HttpStatus.CONTENT_TOO_LARGE,
                String.format(
                        Locale.ROOT,
                        "The body is longer than the %,d bytes that are read. %s",
                        most,
                        remedy));
    }

    private RefusedException tooSlow() {
        return new RefusedException(
                HttpStatus.REQUEST_TIMEOUT,
                Details.of(HttpStatus.REQUEST_TIMEOUT)); // as Tomcat's own limit is told
    }
}
