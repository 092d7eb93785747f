import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A connection, and how one is rude on it. */
record Line(Socket socket) {

    void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** Again and again, until the server answers, closes, or has been sent so many bytes. */
    void sendUntilAnswered(byte[] bytes, long most) throws IOException {
        for (long sent = 0; sent < most && !hasAnswer(); sent += bytes.length) {
            send(bytes);
        }
    }

    /** A byte at a time, with a pause after each, until the server answers or closes. */
    void drip(byte[] bytes, int pauseMillis) throws IOException {
        int before = socket.getSoTimeout();
        for (int i = 0; i < bytes.length && !hasAnswer(); i++) {
            send(Arrays.copyOfRange(bytes, i, i + 1));
            pause(pauseMillis);
        }
        socket.setSoTimeout(before);
    }

    private boolean hasAnswer() throws IOException {
        return socket.getInputStream().available() > 0;
    }

    private static void pause(int millis) throws SocketTimeoutException {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new SocketTimeoutException("interrupted");
        }
    }

    /** Says that nothing more will come, and listens. */
    void halfClose() throws IOException {
        socket.shutdownOutput();
    }

    /** Pulls the plug. */
    void abort() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }
}
