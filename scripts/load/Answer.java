import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server sent, or that it sent nothing.
 *
 * @param outcome the status as text; without one, what became of the connection
 */
record Answer(String outcome, String head, String body) {

    private static final Pattern LENGTH =
            Pattern.compile(
                    "^content-length: (\\d+)", Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);
    private static final String END = "\r\n\r\n";

    static Answer none(String outcome) {
        return new Answer(outcome, "\n", "");
    }

    /** 0 where there is none. */
    int status() {
        return outcome.matches("\\d{3}") ? Integer.parseInt(outcome) : 0;
    }

    /** Whether it says that the server has too much to do, and when to come again. */
    boolean isBusy() {
        return (status() == 503 || status() == 429) && head.contains("Retry-After: ");
    }

    /** Up to the length that the head gives, or else until the server closes. */
    static Answer read(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf(END) < 0) {
            int next = in.read();
            if (next < 0) {
                return head.isEmpty() ? none("closed") : none("cut short");
            }
            head.append((char) next);
        }
        if (head.indexOf("HTTP/1.1 100") == 0) {
            return read(in);
        }
        Matcher length = LENGTH.matcher(head);
        byte[] body =
                length.find()
                        ? in.readNBytes(Integer.parseInt(length.group(1)))
                        : in.readAllBytes();
        return new Answer(
                head.substring(9, 12), head.toString(), new String(body, StandardCharsets.UTF_8));
    }
}
