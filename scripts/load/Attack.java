import java.io.IOException;
import java.util.List;
import java.util.Random;

/**
 * One kind of hostile request.
 *
 * @param right what may come of it: a status, or "closed", "reset" or "aborted" where none can come
 */
record Attack(String name, List<String> right, Conversation conversation) {

    /** What is sent. */
    interface Conversation {
        void on(Line line, Random random) throws IOException;
    }
}
