import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Measures how long a server takes from the start of its process to its first answer. */
public final class Start {

    private final HttpClient client = HttpClient.newHttpClient();
    private final Path log = Path.of(System.getProperty("work"), "serve.log");

    /** Argument: how many starts, 5 unless given. */
    public static void main(String[] arguments) throws Exception {
        int starts = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
        Start start = new Start();
        List<Long> millis = new ArrayList<>();
        for (int i = 0; i < starts; i++) {
            millis.add(start.once());
        }
        System.out.printf(
                "%s ms from the start of the process to the list of models; median %d ms; load of"
                        + " the machine %.1f%n",
                millis,
                millis.stream().sorted().skip(starts / 2).findFirst().orElseThrow(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    private long once() throws Exception {
        int port = freePort();
        HttpRequest models =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/models"))
                        .build();
        long start = System.nanoTime();
        Process process =
                new ProcessBuilder("scripts/trainkit", "serve", "--port=" + port)
                        .redirectError(log.toFile())
                        .redirectOutput(log.toFile())
                        .start();
        try {
            while (!answers(models)) {
                if (process.waitFor(5, TimeUnit.MILLISECONDS)) {
                    throw new IOException("the server does not start, see " + log);
                }
            }
            return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        } finally {
            process.destroy();
            process.waitFor();
        }
    }

    private boolean answers(HttpRequest request) throws InterruptedException {
        try {
            return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false; // nobody listens yet
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
