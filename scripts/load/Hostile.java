import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Sends a server requests as nobody should, and checks that it lives, that each answer is a problem
 * detail of the right status which tells nothing of the inside, and that its memory stays. See
 * README.md beside it.
 */
public final class Hostile {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CLIENTS = 32;

    /** After so many hostile requests a good one must be answered rightly. */
    private static final int BETWEEN_GOOD_ONES = 50;

    private static final int MOST_TRIES = 10;

    private static final int HANGS_AFTER_MILLIS = 20_000;

    /** What the memory may grow by, in percent. */
    private static final int MOST_GROWTH = 3;

    /** Before these, what grows is the compiler's and the class loader's. */
    private static final int ENOUGH_TO_JUDGE = 1000;

    /**
     * Traces, class names, paths, products and versions; and pages of others are let in nowhere.
     */
    private static final Pattern INSIDE =
            Pattern.compile(
                    "[a-z](Exception|Error)\\b|\\bat"
                            + " [a-z]+\\.[a-z]|\\.java|/(tmp|root|home|usr|work)\\b"
                            + "|Apache|Tomcat|Spring|Jackson|\\b(java|javax|org|com|dev|ai|sun)\\.[a-z]"
                            + "|\\d+\\.\\d+\\.\\d+|Access-Control-");

    private final Map<String, Map<String, LongAdder>> counts = new ConcurrentSkipListMap<>();
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();
    private final AtomicInteger sent = new AtomicInteger();

    /** A good request for each permit. */
    private final Semaphore due = new Semaphore(0);

    private final List<Long> resident = new ArrayList<>();
    private final Service service;
    private final int requests;
    private final long seed;
    private int goodOnes;
    private int askedAgain;

    private Hostile(Service service, int requests, long seed) {
        this.service = service;
        this.requests = requests;
        this.seed = seed;
    }

    /** Arguments: how many requests (5000), and the seed of what is random in them (1). */
    public static void main(String[] arguments) throws Exception {
        int requests = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5000;
        long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1;
        Path folder = Path.of(System.getProperty("work"));
        boolean good;
        try (Service service =
                Service.start(
                        folder,
                        Service.FLAT,
                        "--no-access-log",
                        "--runs=" + folder,
                        "--property=trainkit.web.request-timeout=1s",
                        "--property=trainkit.training.folder=" + folder.resolve("trained"),
                        "--property=trainkit.training.web.enabled=true")) {
            good = new Hostile(service, requests, seed).run();
            if (!good) {
                System.out.println(service.log());
            }
        }
        System.exit(good ? 0 : 1);
    }

    private boolean run() throws Exception {
        List<Attack> attacks = Attacks.all();
        answersAGoodOne();
        long arrays = service.liveArrays();
        List<Thread> clients =
                IntStream.range(0, CLIENTS)
                        .mapToObj(i -> new Thread(() -> attack(attacks)))
                        .toList();
        clients.forEach(Thread::start);
        for (int next = BETWEEN_GOOD_ONES; next < requests; next += BETWEEN_GOOD_ONES) {
            due.acquire();
            answersAGoodOne();
            resident.add(service.residentBytes());
        }
        for (Thread client : clients) {
            client.join();
        }
        answersAGoodOne();
        resident.add(service.residentBytes());
        return report(arrays, service.liveArrays());
    }

    private void attack(List<Attack> attacks) {
        for (int i = sent.getAndIncrement(); i < requests; i = sent.getAndIncrement()) {
            if (i > 0 && i % BETWEEN_GOOD_ONES == 0) {
                due.release();
            }
            // the first half mixed, the second in volleys of one kind
            int kind = i < requests / 2 ? i : (i - requests / 2) / CLIENTS;
            Attack attack = attacks.get(kind % attacks.size());
            Answer answer = answer(attack, new Random(seed * 1_000_003 + i));
            counts.computeIfAbsent(attack.name(), name -> new ConcurrentSkipListMap<>())
                    .computeIfAbsent(answer.outcome(), outcome -> new LongAdder())
                    .increment();
            check(attack, answer);
        }
    }

    private Answer answer(Attack attack, Random random) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), service.port())) {
            socket.setSoTimeout(HANGS_AFTER_MILLIS);
            try {
                attack.conversation().on(new Line(socket), random);
            } catch (SocketTimeoutException e) {
                throw e;
            } catch (IOException e) {
                // the server has heard enough, and may have said why
            }
            return socket.isClosed()
                    ? Answer.none("aborted")
                    : Answer.read(socket.getInputStream());
        } catch (SocketTimeoutException e) {
            return Answer.none("hangs");
        } catch (IOException e) {
            return Answer.none("reset");
        }
    }

    private void check(Attack attack, Answer answer) {
        if (!attack.right().contains(answer.outcome()) && !answer.isBusy()) {
            fault(attack, answer, "is not one of " + attack.right());
        } else if (answer.status() >= 400) {
            checkProblem(attack, answer);
        }
    }

    private void checkProblem(Attack attack, Answer answer) {
        if (!answer.head().contains("application/problem+json")) {
            fault(attack, answer, "is no problem detail");
            return;
        }
        try {
            JsonNode problem = JSON.readTree(answer.body());
            if (problem.path("status").asInt() != answer.status()
                    || problem.path("title").asText().isEmpty()
                    || problem.path("detail").asText().isEmpty()) {
                fault(attack, answer, "is no whole problem detail");
            }
        } catch (JsonProcessingException e) {
            fault(attack, answer, "is no JSON");
        }
        // the first line of the head names the version of HTTP
        String told = answer.head().substring(answer.head().indexOf('\n')) + answer.body();
        if (INSIDE.matcher(told).find()) {
            fault(attack, answer, "tells of the inside");
        }
    }

    private void fault(Attack attack, Answer answer, String what) {
        faults.add(
                "%s: %s %s: %s%n%s"
                        .formatted(
                                attack.name(),
                                answer.outcome(),
                                what,
                                answer.head().strip(),
                                answer.body()));
    }

    /** Where the server is busy and says so, it is asked again. */
    private void answersAGoodOne() throws IOException, InterruptedException {
        byte[] seven = Files.readAllBytes(Path.of("src/main/dist/samples/digit-7.png"));
        Attack good = new Attack("good", List.of("200"), Attacks.picture("image/png", seven));
        Answer answer = answer(good, new Random(seed));
        for (int tries = 1; answer.isBusy() && tries < MOST_TRIES; tries++) {
            askedAgain++;
            TimeUnit.SECONDS.sleep(1); // as Retry-After says
            answer = answer(good, new Random(seed));
        }
        goodOnes++;
        if (answer.status() != 200 || !answer.body().contains("\"label\":\"7\"")) {
            fault(good, answer, "is no seven");
        }
    }

    private boolean report(long arraysBefore, long arraysAfter) {
        counts.forEach(
                (name, outcomes) -> System.out.printf("%-44s %s%n", name, new TreeMap<>(outcomes)));
        int quarter = Math.max(1, resident.size() / 4);
        long first = median(resident.subList(quarter - 1, quarter * 2));
        long last = median(resident.subList(resident.size() - quarter, resident.size()));
        System.out.printf(
                "%d hostile requests (seed %d), %d good ones among them, asked again %d times; the"
                        + " server %s; %d faults%n",
                counts.values().stream()
                        .flatMap(outcomes -> outcomes.values().stream())
                        .mapToLong(LongAdder::sum)
                        .sum(),
                seed,
                goodOnes,
                askedAgain,
                service.isAlive() ? "lives" : "IS DEAD",
                faults.size());
        System.out.printf(
                "Resident memory: %d MB in the second quarter, %d MB in the last; live arrays: %d"
                        + " and %d%n",
                first >> 20, last >> 20, arraysBefore, arraysAfter);
        faults.stream()
                .collect(
                        Collectors.groupingBy(
                                fault -> fault.split(":")[0], TreeMap::new, Collectors.toList()))
                .forEach(
                        (kind, of) ->
                                System.out.printf(
                                        "%d faults, one of them: %s%n", of.size(), of.get(0)));
        boolean flat =
                arraysAfter <= arraysBefore
                        && (requests < ENOUGH_TO_JUDGE
                                || last * 100 <= first * (100 + MOST_GROWTH));
        if (!flat) {
            System.out.println("FAILED: the memory grows");
        }
        return flat && faults.isEmpty() && service.isAlive();
    }

    private static long median(List<Long> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }
}
