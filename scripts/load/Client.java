import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Asks a server for a seven over one connection, which is kept as long as the server keeps it. */
final class Client implements AutoCloseable {

    private static final int HANGS_AFTER_MILLIS = 20_000;
    private static final byte[] REQUEST = request();

    private final int port;
    private Socket socket;
    private InputStream in;

    Client(int port) throws IOException {
        this.port = port;
        connect();
    }

    private void connect() throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(HANGS_AFTER_MILLIS);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** What came, and after how many nanoseconds. */
    record Reply(Answer answer, long nanos) {

        boolean isSeven() {
            return answer.status() == 200 && answer.body().contains("\"label\":\"7\"");
        }
    }

    Reply ask() throws IOException {
        long start = System.nanoTime();
        socket.getOutputStream().write(REQUEST);
        Answer answer = Answer.read(in);
        Reply reply = new Reply(answer, System.nanoTime() - start);
        if (answer.head().contains("Connection: close")) {
            close();
            connect();
        }
        return reply;
    }

    private static byte[] request() {
        try {
            byte[] seven = Files.readAllBytes(Path.of("src/main/dist/samples/digit-7.png"));
            ByteArrayOutputStream request = new ByteArrayOutputStream();
            String head =
                    "POST /v1/predict HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/png\r\n"
                            + "Content-Length: %d\r\n\r\n";
            request.writeBytes(head.formatted(seven.length).getBytes(StandardCharsets.US_ASCII));
            request.writeBytes(seven);
            return request.toByteArray();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
