import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures what a server answers in a second, asks it ten times as often, and then as before. See
 * README.md beside it.
 */
public final class Overload {

    private static final int TIMES = 10;
    private static final int FEW = 8;
    private static final int MANY = 192;
    private static final double SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Service service;
    private final int seconds;
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();

    private Overload(Service service, int seconds) {
        this.service = service;
        this.seconds = seconds;
    }

    /** Argument: the seconds of the overload, 20 unless given. */
    public static void main(String[] arguments) throws Exception {
        int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20;
        boolean good;
        try (Service service =
                Service.start(Path.of(System.getProperty("work")), "", "--no-access-log")) {
            good = new Overload(service, seconds).run();
        }
        System.exit(good ? 0 : 1);
    }

    /** What came of the requests of a phase. */
    private static final class Phase {

        private final Latencies answered = new Latencies();
        private final Latencies rejected = new Latencies();
    }

    private boolean run() throws Exception {
        ask(FEW, seconds, 0); // warms the compilers up
        Phase before = ask(FEW, seconds / 2, 0);
        double capacity = before.answered.count() / (seconds / 2.0);
        System.out.printf(
                "Capacity:  %s over %d connections%n", before.answered.summary(seconds / 2.0), FEW);
        Phase over = ask(MANY, seconds, TIMES * capacity);
        System.out.printf(
                "Overload:  %.1f times as many, over %d connections%n",
                (over.answered.count() + over.rejected.count()) / seconds / capacity, MANY);
        System.out.printf("  answered %s%n", over.answered.summary(seconds));
        System.out.printf("  rejected %s%n", over.rejected.summary(seconds));
        Phase after = ask(FEW, 1, 0);
        System.out.printf(
                "The second after it: %s, %d rejected%n",
                after.answered.summary(1), after.rejected.count());
        return judge(over, after);
    }

    private boolean judge(Phase over, Phase after) {
        require(over.rejected.count() > 0, "nothing was rejected");
        require(
                over.rejected.percentile(99) < over.answered.percentile(99),
                "a rejection takes as long as an answer");
        require(over.answered.percentile(99) < 2000, "an answer takes more than 2 s");
        require(after.rejected.count() == 0, "a request was rejected after the overload");
        faults.stream().limit(10).forEach(System.out::println);
        System.out.printf("%d faults%n", faults.size());
        return faults.isEmpty();
    }

    private void require(boolean holds, String otherwise) {
        if (!holds) {
            faults.add("FAILED: " + otherwise);
        }
    }

    /**
     * @param rate of requests in a second over all connections; 0 for as many as are answered
     */
    private Phase ask(int connections, int forSeconds, double rate) throws Exception {
        Phase phase = new Phase();
        AtomicInteger turn = new AtomicInteger();
        long start = System.nanoTime();
        long end = start + TimeUnit.SECONDS.toNanos(forSeconds);
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            Client client = new Client(service.port());
            clients.add(
                    new Thread(
                            () -> {
                                try (client) {
                                    while (awaitTurn(start, turn, rate) < end) {
                                        count(client.ask(), phase);
                                    }
                                } catch (IOException e) {
                                    faults.add("no answer: " + e);
                                }
                            }));
        }
        clients.forEach(Thread::start);
        for (Thread client : clients) {
            client.join();
        }
        return phase;
    }

    /** When the next request is to be sent, whatever became of those before. */
    private static long awaitTurn(long start, AtomicInteger turn, double rate) {
        if (rate == 0) {
            return System.nanoTime();
        }
        long at = start + (long) (turn.getAndIncrement() * SECOND / rate);
        for (long left = at - System.nanoTime(); left > 0; left = at - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        return at;
    }

    private void count(Client.Reply reply, Phase phase) {
        if (reply.isSeven()) {
            phase.answered.add(reply.nanos());
        } else if (reply.answer().isBusy()) {
            phase.rejected.add(reply.nanos());
        } else {
            faults.add(reply.answer().head() + reply.answer().body());
        }
    }
}
