import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Sends a server pictures that take a decoder minutes, four at once and again and again, by clients
 * that leave after three seconds, and asks it for good ones meanwhile. See README.md beside it.
 */
public final class Bombs {

    private static final int AT_ONCE = 4;
    private static final int GOOD_CLIENTS = 4;
    private static final int LEAVES_AFTER_MILLIS = 3000;
    private static final int MOST_MILLIS = 1000;
    private static final int MEMORY_BACK_SECONDS = 10;

    /** What the memory may have grown by then, in percent. */
    private static final int MOST_GROWTH = 5;

    private final Service service;
    private final int seconds;
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();

    private Bombs(Service service, int seconds) {
        this.service = service;
        this.seconds = seconds;
    }

    /** Argument: the seconds of each kind, 20 unless given. */
    public static void main(String[] arguments) throws Exception {
        int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20;
        boolean good;
        try (Service service =
                Service.start(
                        Path.of(System.getProperty("work")),
                        "-Xms512m -Xmx512m -XX:+AlwaysPreTouch -XX:TieredStopAtLevel=1",
                        "--no-access-log")) {
            good = new Bombs(service, seconds).run();
            if (!good) {
                System.out.println(service.log());
            }
        }
        System.exit(good ? 0 : 1);
    }

    private boolean run() throws Exception {
        ask(System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds / 2 + 1), new Latencies());
        long before = service.residentBytes();
        for (Map.Entry<String, byte[]> bomb : kinds().entrySet()) {
            volley(bomb.getKey(), bomb.getValue());
        }
        long after = memoryAfterwards(before);
        System.out.printf(
                "Resident memory: %,d MB before, %,d MB at most %d s after%n",
                before >> 20, after >> 20, MEMORY_BACK_SECONDS);
        require(after <= before + before * MOST_GROWTH / 100, "the memory has grown");
        faults.stream().distinct().limit(10).forEach(System.out::println);
        System.out.printf(
                "the server %s; %d faults%n", service.isAlive() ? "lives" : "died", faults.size());
        return faults.isEmpty() && service.isAlive();
    }

    private static Map<String, byte[]> kinds() {
        Map<String, byte[]> kinds = new TreeMap<>();
        kinds.put("800,000 scans of 1000x1000", HostilePictures.scans(1000, 800_000));
        kinds.put("1,000 scans of 3400x3400", HostilePictures.scans(3400, 1000));
        kinds.put("a tile of 2^30 pixels", HostilePictures.tile());
        return kinds;
    }

    private void volley(String kind, byte[] bomb) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        Map<String, LongAdder> outcomes = new ConcurrentSkipListMap<>();
        List<Thread> attackers = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            attackers.add(new Thread(() -> attack(bomb, end, outcomes)));
        }
        attackers.forEach(Thread::start);
        Latencies good = new Latencies();
        ask(end, good);
        for (Thread attacker : attackers) {
            attacker.join();
        }
        System.out.printf(
                "%-27s (%,d bytes): %s; good ones %s%n",
                kind, bomb.length, outcomes, good.summary(seconds));
        require(good.count() > 0, kind + ": no good request was answered");
        require(
                good.percentile(99) < MOST_MILLIS,
                kind + ": a good request takes more than a second");
        for (String outcome : outcomes.keySet()) {
            require(List.of("413", "422").contains(outcome), kind + ": ends in " + outcome);
        }
    }

    private void attack(byte[] bomb, long end, Map<String, LongAdder> outcomes) {
        while (System.nanoTime() < end) {
            outcomes.computeIfAbsent(outcome(bomb), o -> new LongAdder()).increment();
        }
    }

    private String outcome(byte[] bomb) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), service.port())) {
            socket.setSoTimeout(LEAVES_AFTER_MILLIS);
            ByteArrayOutputStream request = new ByteArrayOutputStream();
            String head =
                    "POST /v1/predict HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                            + "Content-Type: image/jpeg\r\nContent-Length: "
                            + bomb.length
                            + "\r\n\r\n";
            request.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
            request.writeBytes(bomb);
            request.writeTo(socket.getOutputStream());
            return Answer.read(socket.getInputStream()).outcome();
        } catch (SocketTimeoutException e) {
            return "no answer within 3 s";
        } catch (IOException e) {
            return "reset";
        }
    }

    private void ask(long end, Latencies latencies) throws Exception {
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < GOOD_CLIENTS; i++) {
            clients.add(new Thread(() -> askUntil(end, latencies)));
        }
        clients.forEach(Thread::start);
        for (Thread client : clients) {
            client.join();
        }
    }

    private void askUntil(long end, Latencies latencies) {
        try (Client client = new Client(service.port())) {
            while (System.nanoTime() < end) {
                Client.Reply reply = client.ask();
                latencies.add(reply.nanos());
                require(reply.isSeven(), "a good request: " + reply.answer().outcome());
            }
        } catch (IOException e) {
            faults.add("no answer: " + e);
        }
    }

    /** As soon as it is back, or else at the end of the time that it has. */
    private long memoryAfterwards(long before) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MEMORY_BACK_SECONDS);
        while (service.residentBytes() > before && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(200);
        }
        return service.residentBytes();
    }

    private void require(boolean holds, String otherwise) {
        if (!holds) {
            faults.add("FAILED: " + otherwise);
        }
    }
}
