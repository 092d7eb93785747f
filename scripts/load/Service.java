import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code trainkit serve} as a process of its own on a free port of loopback, and its memory. */
final class Service implements AutoCloseable {

    /** A heap that is resident from the start: what grows then is native, or compiled code. */
    static final String RESIDENT_HEAP = "-Xms256m -Xmx256m -XX:+AlwaysPreTouch";

    /** With one compiler besides: what grows then is native. */
    static final String FLAT = RESIDENT_HEAP + " -XX:TieredStopAtLevel=1";

    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
    private static final Pattern ARRAYS =
            Pattern.compile(
                    "\\d+:\\s+(\\d+)\\s+\\d+\\s+ai\\.djl\\.pytorch\\.engine\\.PtNDArray\\s");

    private final Process process;
    private final Path log;
    private final URI address;

    private Service(Process process, Path log, URI address) {
        this.process = process;
        this.log = log;
        this.address = address;
    }

    /**
     * Starts it, and returns when it answers.
     *
     * @param folder where its log goes
     * @param java options of Java's
     */
    static Service start(Path folder, String java, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of("scripts/trainkit", "serve", "--port=0"));
        command.addAll(Arrays.asList(options));
        Path log = folder.resolve("serve.log");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
        builder.environment().put("TRAINKIT_JAVA_OPTS", java);
        Process process = builder.start();
        BufferedReader out = process.inputReader();
        String line = out.readLine();
        if (line == null) {
            throw new IOException("the server does not start: " + Files.readString(log));
        }
        return new Service(process, log, URI.create(line.substring(line.indexOf("http"))));
    }

    URI uri(String path) {
        return address.resolve(path);
    }

    int port() {
        return address.getPort();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    /** Of the process, in bytes. */
    long residentBytes() throws IOException {
        Matcher status =
                RESIDENT.matcher(Files.readString(Path.of("/proc", "" + process.pid(), "status")));
        return status.find() ? Long.parseLong(status.group(1)) * 1024 : 0;
    }

    /** The arrays of the engine that something still holds, after a collection. */
    long liveArrays() throws IOException {
        Process jcmd =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                                "" + process.pid(),
                                "GC.class_histogram")
                        .start();
        String histogram =
                new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        Matcher arrays = ARRAYS.matcher(histogram);
        return arrays.find() ? Long.parseLong(arrays.group(1)) : 0;
    }

    /** As an operator ends it. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("the server did not end within 30 s of SIGTERM");
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
