package dev.trainkit.spring.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.springframework.http.HttpStatus;

/** How a body is packed, as its header Content-Encoding says. */
enum ContentCoding {
    NONE {
        @Override
        InputStream unpacked(InputStream body) {
            return body;
        }
    },
    GZIP {
        @Override
        InputStream unpacked(InputStream body) throws IOException {
            return new GZIPInputStream(body);
        }
    },
    DEFLATE {
        @Override
        InputStream unpacked(InputStream body) {
            return new InflaterInputStream(body);
        }
    };

    abstract InputStream unpacked(InputStream body) throws IOException;

    /**
     * @throws RefusedException when it is one that is not read, or there are several
     */
    static ContentCoding of(HttpServletRequest request) {
        List<String> codings =
                Collections.list(request.getHeaders("Content-Encoding")).stream()
                        .flatMap(header -> Stream.of(header.split(",")))
                        .map(coding -> coding.strip().toLowerCase(Locale.ROOT))
                        .filter(coding -> !coding.isEmpty() && !coding.equals("identity"))
                        .toList();
        if (codings.size() > 1) {
            throw notRead();
        }
        return switch (codings.isEmpty() ? "" : codings.get(0)) {
            case "" -> NONE;
            case "gzip", "x-gzip" -> GZIP;
            case "deflate" -> DEFLATE;
            default -> throw notRead();
        };
    }

    private static RefusedException notRead() {
        return new RefusedException(
                HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                "The body's Content-Encoding is none that is read. Send the body as it is, or packed"
                        + " with gzip or deflate.");
    }
}
