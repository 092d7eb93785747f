import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Asks a server a million times, and looks at its memory. See README.md beside it. */
public final class Million {

    private static final int CLIENTS = 8;
    private static final int LOOKS = 20;

    /** What the memory may grow by, in percent. */
    private static final int MOST_GROWTH = 3;

    private final Service service;
    private final int requests;
    private final AtomicInteger asked = new AtomicInteger();
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();
    private final List<Long> resident = new ArrayList<>();

    private Million(Service service, int requests) {
        this.service = service;
        this.requests = requests;
    }

    /** Argument: how many requests, a million unless given. */
    public static void main(String[] arguments) throws Exception {
        int requests = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
        Path folder = Path.of(System.getProperty("work"));
        boolean good;
        try (Service service = Service.start(folder, Service.RESIDENT_HEAP, "--no-access-log")) {
            good = new Million(service, requests).run();
        }
        System.exit(good ? 0 : 1);
    }

    private boolean run() throws Exception {
        long start = System.nanoTime();
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            Client client = new Client(service.port());
            clients.add(new Thread(() -> ask(client)));
        }
        clients.forEach(Thread::start);
        for (Thread client : clients) {
            client.join();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        long arrays = service.liveArrays();
        System.out.printf(
                "%,d requests over %d connections in %.0f s, %.0f/s; %d faults; %d live arrays%n",
                requests, CLIENTS, seconds, requests / seconds, faults.size(), arrays);
        faults.stream().limit(10).forEach(System.out::println);
        boolean flat =
                resident.get(LOOKS - 1) * 100 <= resident.get(LOOKS / 4) * (100 + MOST_GROWTH);
        if (!flat) {
            System.out.println("FAILED: the memory grows");
        }
        return flat && faults.isEmpty();
    }

    private void ask(Client client) {
        try (client) {
            for (int i = asked.incrementAndGet(); i <= requests; i = asked.incrementAndGet()) {
                Client.Reply reply = client.ask();
                if (!reply.isSeven()) {
                    faults.add(reply.answer().head() + reply.answer().body());
                }
                if (i % (requests / LOOKS) == 0) {
                    look(i);
                }
            }
        } catch (IOException e) {
            faults.add("no answer: " + e);
        }
    }

    private synchronized void look(int after) throws IOException {
        resident.add(service.residentBytes());
        System.out.printf(
                "after %,d: %d MB resident%n", after, resident.get(resident.size() - 1) >> 20);
    }
}
