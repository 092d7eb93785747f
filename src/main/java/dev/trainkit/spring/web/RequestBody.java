package dev.trainkit.spring.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.Locale;
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
        try {
            return read(request.getInputStream(), memory);
        } catch (IOException e) {
            if (e instanceof SocketTimeoutException
                    || e.getCause() instanceof SocketTimeoutException) {
                throw tooSlow();
            }
            throw new RefusedException(
                    HttpStatus.BAD_REQUEST,
                    "The body ended before all of it had come. Send the request again.");
        }
    }

    private byte[] read(InputStream in, HeapShare.Lease memory) throws IOException {
        long start = System.nanoTime();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] chunk = new byte[CHUNK];
        for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
            if (body.size() + count > most) {
                throw tooLong();
            }
            memory.take((long) COPIES * count);
            body.write(chunk, 0, count);
            if (System.nanoTime() - start > nanos) {
                throw tooSlow();
            }
        }
        return body.toByteArray();
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
