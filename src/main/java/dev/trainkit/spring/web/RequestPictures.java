package dev.trainkit.spring.web;

import dev.trainkit.data.DeclaredPicture;
import dev.trainkit.data.DecodingLimits;
import dev.trainkit.data.Pictures;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.Part;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.tomcat.util.http.fileupload.FileItemIterator;
import org.apache.tomcat.util.http.fileupload.FileItemStream;
import org.apache.tomcat.util.http.fileupload.FileUpload;
import org.apache.tomcat.util.http.fileupload.UploadContext;
import org.springframework.http.HttpStatus;

/** The pictures of a request: its body, or the files of a multipart form. */
final class RequestPictures {

    private static final String FORM = "application/x-www-form-urlencoded"; // curl's default
    private static final int BYTES_A_PIXEL = 8;

    private final RequestBody body;
    private final int mostPixels;
    private final int mostPictures;
    private final Duration decodeTimeout;

    /** Fewer pixels than the limits say are read where no more fit into memory. */
    RequestPictures(WebProperties limits, HeapShare heap) {
        body = new RequestBody(limits);
        mostPixels = (int) Math.min(limits.maxPixels(), heap.largest() / BYTES_A_PIXEL);
        mostPictures = limits.maxPictures();
        decodeTimeout = limits.decodeTimeout();
    }

    /** One picture as the client encoded it, by the name of its file; {@code -} for a body. */
    static final class Encoded {

        private final String name;
        private final byte[] content;
        private final DeclaredPicture declared;

        private Encoded(String name, byte[] content) {
            this.name = name;
            this.content = content;
            declared = Pictures.declared(content);
        }

        String name() {
            return name;
        }

        byte[] content() {
            return content;
        }

        /** What it takes in memory when it is decoded. */
        long decodedBytes() {
            return declared.bytes();
        }
    }

    /** What decoding them may take, for as long as the client is there. */
    DecodingLimits limits() {
        return new DecodingLimits(mostPixels, decodeTimeout, Connection.ofThisThread()::isGone);
    }

    /** Whether the request may hold several. */
    static boolean isMultipart(HttpServletRequest request) {
        return contentType(request).startsWith("multipart/form-data");
    }

    /**
     * The only one of a request that is no form.
     *
     * @throws RefusedException when the body is not a picture of a size that is read
     */
    Encoded one(HttpServletRequest request, HeapShare.Lease memory) {
        String type = contentType(request);
        boolean mayBePicture =
                type.isEmpty()
                        || type.startsWith("image/")
                        || type.startsWith("application/octet-stream")
                        || type.startsWith(FORM);
        if (!mayBePicture) {
            throw new RefusedException(
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                    "The body's Content-Type is no picture's. Send a picture as image/png or"
                            + " image/jpeg, or several as multipart/form-data.");
        }
        byte[] content = body.read(request, memory);
        if (content.length == 0 && type.startsWith(FORM) && request.getContentLengthLong() > 0) {
            throw new RefusedException(
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                    "The body was read as a form's parameters before it came here. Send the picture as"
                            + " image/png or image/jpeg.");
        }
        return checked(new Encoded("-", content));
    }

    /**
     * Those of a form; whether one is of a size that is read, {@link #checked} tells.
     *
     * @throws RefusedException when there are none or too many
     */
    List<Encoded> several(HttpServletRequest request, HeapShare.Lease memory) {
        byte[] content = body.read(request, memory);
        Form form = new Form(memory);
        try {
            if (content.length > 0) {
                form.read(request, content);
            } else {
                form.readParsed(request);
            }
        } catch (IOException
                | ServletException
                | IllegalArgumentException
                | IllegalStateException e) { // the last where there was no body at all
            throw damaged();
        }
        if (form.pictures.isEmpty()) {
            throw new RefusedException(
                    HttpStatus.BAD_REQUEST,
                    "The form has no picture. Add one, as `curl -F picture=@FILE` does.");
        }
        return form.pictures;
    }

    /** The pictures of a form, one after the other. */
    private final class Form {

        private final HeapShare.Lease memory;
        private final List<Encoded> pictures = new ArrayList<>();

        private Form(HeapShare.Lease memory) {
            this.memory = memory;
        }

        private void read(HttpServletRequest request, byte[] content) throws IOException {
            FileItemIterator parts = new FileUpload().getItemIterator(form(request, content));
            while (parts.hasNext()) {
                FileItemStream part = parts.next();
                try (InputStream in = part.openStream()) {
                    add(PartName.of(part), in);
                }
            }
        }

        /** Where somebody before us has asked for a parameter, the container has read the body. */
        private void readParsed(HttpServletRequest request) throws IOException, ServletException {
            for (Part part : request.getParts()) {
                try (InputStream in = part.getInputStream()) {
                    add(PartName.of(part), in);
                }
            }
        }

        private void add(String name, InputStream in) throws IOException {
            if (pictures.size() == mostPictures) {
                throw tooMany();
            }
            byte[] picture = in.readAllBytes();
            memory.take(picture.length);
            pictures.add(new Encoded(name, picture));
        }
    }

    private static RefusedException damaged() {
        return new RefusedException(
                HttpStatus.BAD_REQUEST,
                "The multipart form is damaged. Send it again, as `curl -F picture=@FILE` does.");
    }

    private RefusedException tooMany() {
        return new RefusedException(
                HttpStatus.CONTENT_TOO_LARGE,
                String.format(
                        Locale.ROOT,
                        "The form has more than the %d pictures that are read at once. Send fewer.",
                        mostPictures));
    }

    /**
     * @throws RefusedException when it has more pixels than are read
     */
    Encoded checked(Encoded picture) {
        if (picture.declared.pixels() > mostPixels) {
            throw new RefusedException(
                    HttpStatus.CONTENT_TOO_LARGE,
                    String.format(
                            Locale.ROOT,
                            "The picture has %,d pixels, more than the %,d that are read. Scale it"
                                    + " down.",
                            picture.declared.pixels(),
                            mostPixels));
        }
        picture.declared.requireModestParts(mostPixels, "the picture");
        return picture;
    }

    private static String contentType(HttpServletRequest request) {
        String type = request.getContentType();
        return type == null ? "" : type.toLowerCase(Locale.ROOT).strip();
    }

    private static UploadContext form(HttpServletRequest request, byte[] content) {
        return new UploadContext() {
            @Override
            public long contentLength() {
                return content.length;
            }

            @Override
            public String getCharacterEncoding() {
                return "UTF-8";
            }

            @Override
            public String getContentType() {
                return request.getContentType();
            }

            @Override
            public InputStream getInputStream() {
                return new ByteArrayInputStream(content);
            }
        };
    }
}
