package dev.trainkit.spring.web;

import jakarta.servlet.http.Part;
import org.apache.tomcat.util.http.fileupload.FileItemHeaders;
import org.apache.tomcat.util.http.fileupload.FileItemStream;
import org.springframework.http.ContentDisposition;

/** What a part of a form is called in its answer: as its file, or else as its field. */
final class PartName {

    private static final int LONGEST = 100;
    private static final String HEADER = "Content-Disposition";
    private static final String NONE = "-";

    private PartName() {}

    static String of(FileItemStream part) {
        FileItemHeaders headers = part.getHeaders();
        return of(headers == null ? null : headers.getHeader(HEADER));
    }

    static String of(Part part) {
        return of(part.getHeader(HEADER));
    }

    /**
     * From the header itself, whoever has parsed the form: both libraries read names in their own
     * way.
     */
    static String of(String disposition) {
        try {
            ContentDisposition parsed = ContentDisposition.parse(disposition);
            String name = parsed.getFilename() == null ? parsed.getName() : parsed.getFilename();
            return name == null ? NONE : cut(name.replaceAll("\\p{Cc}", ""));
        } catch (IllegalArgumentException | NullPointerException e) {
            return NONE; // the picture is there all the same
        }
    }

    /** Between two characters, and not within one. */
    private static String cut(String name) {
        if (name.length() <= LONGEST) {
            return name;
        }
        int end = Character.isHighSurrogate(name.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        return name.substring(0, end);
    }
}
