import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trainkit.predict.ImageClassifier;
import dev.trainkit.predict.Prediction;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Replaces the model of a server every second while it is asked, every fifth time by a damaged one,
 * and checks every answer. See README.md beside it.
 */
public final class Swap {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path SAMPLES = Path.of("src/main/dist/samples");
    private static final int CLIENTS = 8;
    private static final int EACH_DAMAGED = 5;

    /** The same picture in a batch of another size may differ in the last bits. */
    private static final double ROUNDING = 1e-5;

    /** What the memory may grow by, in percent. */
    private static final int MOST_GROWTH = 3;

    private static final long TAKES_AT_MOST = TimeUnit.SECONDS.toNanos(5);

    private final Path folder;
    private final Path live;
    private final List<byte[]> pictures = new ArrayList<>();
    private final Map<String, List<Prediction>> right = new TreeMap<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicLong answers = new AtomicLong();
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();
    private Service service;

    /** The models that may answer at the moment: two while one is being replaced by the other. */
    private volatile Set<String> mayAnswer;

    private volatile boolean ended;
    private int good;
    private int damaged;
    private int copies;

    private Swap(Path folder) {
        this.folder = folder;
        live = folder.resolve("live");
    }

    /** Argument: how many seconds, 60 unless given. */
    public static void main(String[] arguments) throws Exception {
        int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 60;
        Path folder = Path.of(System.getProperty("work"));
        System.exit(new Swap(folder).run(seconds) ? 0 : 1);
    }

    private boolean run(int seconds) throws Exception {
        writeModels();
        Files.createSymbolicLink(live, copy("odd"));
        mayAnswer = Set.of("odd");
        try (Service started =
                Service.start(
                        folder,
                        Service.FLAT,
                        "--model=" + live,
                        "--no-access-log",
                        "--property=trainkit.reload-interval=100ms")) {
            service = started;
            List<Thread> clients =
                    IntStream.range(0, CLIENTS).mapToObj(i -> new Thread(this::ask)).toList();
            clients.forEach(Thread::start);
            List<Long> resident = new ArrayList<>();
            long arraysBefore = 0;
            long start = System.nanoTime();
            for (int second = 1; second <= seconds; second++) {
                awaitSecond(start, second);
                replace(second);
                resident.add(service.residentBytes());
                if (second == Math.max(1, seconds / 4)) {
                    arraysBefore = service.liveArrays();
                }
            }
            ended = true;
            for (Thread one : clients) {
                one.join();
            }
            return report(seconds, resident, arraysBefore, service.liveArrays());
        }
    }

    private static void awaitSecond(long start, int second) throws InterruptedException {
        long left = start + TimeUnit.SECONDS.toNanos(second) - System.nanoTime();
        TimeUnit.NANOSECONDS.sleep(left);
    }

    /** Two models of the same classes whose names tell which of them answers. */
    private void writeModels() throws Exception {
        Path even = folder.resolve("even");
        Process train =
                new ProcessBuilder(
                                "scripts/trainkit",
                                "train",
                                "--epochs=1",
                                "--set=data.limit=3000",
                                "--set=report.html=false",
                                "--out=" + even)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("train.log").toFile())
                        .start();
        if (train.waitFor() != 0) {
            throw new IOException(Files.readString(folder.resolve("train.log")));
        }
        copyFiles(Path.of("models/lenet-mnist"), folder.resolve("odd"));
        for (int digit = 0; digit < 10; digit++) {
            pictures.add(Files.readAllBytes(SAMPLES.resolve("digit-%d.png".formatted(digit))));
        }
        for (String name : List.of("odd", "even")) {
            renameClasses(folder.resolve(name).resolve("model.json"), name);
            try (ImageClassifier classifier = ImageClassifier.load(folder.resolve(name))) {
                right.put(name, pictures.stream().map(classifier::classify).toList());
            }
        }
    }

    private static void renameClasses(Path manifest, String prefix) throws IOException {
        ObjectNode json = (ObjectNode) JSON.readTree(Files.readAllBytes(manifest));
        ArrayNode classes = json.putArray("classes");
        IntStream.range(0, 10).forEach(digit -> classes.add(prefix + " " + digit));
        Files.write(manifest, JSON.writeValueAsBytes(json));
    }

    /** Asks for one picture after the other, and compares each answer with what is right. */
    private void ask() {
        for (int i = 0; !ended; i++) {
            int picture = i % pictures.size();
            try {
                Set<String> before = mayAnswer;
                HttpResponse<String> response =
                        client.send(
                                HttpRequest.newBuilder(service.uri("v1/predict"))
                                        .header("Content-Type", "image/png")
                                        .POST(BodyPublishers.ofByteArray(pictures.get(picture)))
                                        .build(),
                                BodyHandlers.ofString());
                check(picture, response, before, mayAnswer);
            } catch (IOException | RuntimeException e) {
                faults.add("no answer: " + e);
            } catch (InterruptedException e) {
                return;
            }
            answers.incrementAndGet();
        }
    }

    private void check(
            int picture, HttpResponse<String> response, Set<String> before, Set<String> after)
            throws IOException {
        if (response.statusCode() != 200) {
            faults.add(response.statusCode() + " " + response.body());
            return;
        }
        JsonNode answer = JSON.readTree(response.body());
        String label = answer.get("label").asText();
        String model = label.split(" ")[0];
        if (!before.contains(model) && !after.contains(model)) {
            faults.add("a model that had been replaced answered: " + label + ", not " + after);
        }
        Prediction wanted = right.get(model).get(picture);
        double off = Math.abs(answer.get("probability").asDouble() - wanted.probability());
        if (!label.equals(wanted.label()) || off > ROUNDING) {
            faults.add("picture %d: %s instead of %s".formatted(picture, answer, wanted.label()));
        }
    }

    private void replace(int second) throws Exception {
        String now = mayAnswer.iterator().next();
        String next = now.equals("odd") ? "even" : "odd";
        Path copy = copy(next);
        if (second % EACH_DAMAGED == 0) {
            damage(copy, damaged++);
            int refusals = refusals();
            put(copy, second);
            await("a damaged model to be refused", () -> refusals() > refusals);
            return; // and it must be the one before that answers
        }
        mayAnswer = Set.of(now, next);
        put(copy, second);
        await("a model to be replaced", () -> served(next));
        mayAnswer = Set.of(next);
        good++;
    }

    private Path copy(String model) throws IOException {
        Path copy = folder.resolve("copy-" + ++copies);
        copyFiles(folder.resolve(model), copy);
        return copy;
    }

    private static void copyFiles(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = to.resolve(file.getFileName());
                Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** As one deploys: at once, with a moment in which there is none, or file by file. */
    private void put(Path copy, int second) throws IOException {
        switch (second % 3) {
            case 0 -> {
                Path link = Files.createSymbolicLink(folder.resolve("next"), copy);
                Files.move(link, live, StandardCopyOption.ATOMIC_MOVE);
            }
            case 1 -> {
                Files.delete(live);
                Files.createSymbolicLink(live, copy);
            }
            default -> copyFiles(copy, live);
        }
    }

    private static void damage(Path model, int kind) throws IOException {
        Path weights = model.resolve("weights.safetensors");
        Path manifest = model.resolve("model.json");
        byte[] bytes = Files.readAllBytes(weights);
        switch (kind % 5) {
            case 0 -> {
                bytes[bytes.length / 2] ^= 1;
                Files.write(weights, bytes);
            }
            case 1 -> Files.write(weights, Arrays.copyOf(bytes, bytes.length / 2));
            case 2 -> Files.write(weights, new byte[0]);
            case 3 -> {
                String json = Files.readString(manifest);
                Files.writeString(manifest, json.substring(0, json.length() / 2));
            }
            default ->
                    Files.writeString(
                            manifest, Files.readString(manifest).replace("\"lenet\"", "\"mlp\""));
        }
    }

    private int refusals() throws IOException {
        return service.log().split("stays as it is", -1).length - 1;
    }

    private boolean served(String model) throws IOException, InterruptedException {
        String view =
                client.send(
                                HttpRequest.newBuilder(service.uri("v1/models/live")).build(),
                                BodyHandlers.ofString())
                        .body();
        return JSON.readTree(view).get("classes").get(0).asText().startsWith(model);
    }

    private interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    private void await(String what, Condition condition) throws Exception {
        long start = System.nanoTime();
        while (!condition.holds()) {
            if (System.nanoTime() - start > TAKES_AT_MOST) {
                faults.add("waited in vain for " + what);
                return;
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    private boolean report(int seconds, List<Long> resident, long arraysBefore, long arraysAfter) {
        long first = median(resident.subList(seconds / 4, seconds / 2));
        long last = median(resident.subList(seconds - seconds / 4, seconds));
        System.out.printf(
                "%d answers in %d s over %d connections; %d models put in place, %d damaged ones"
                        + " refused; %d faults%n",
                answers.get(), seconds, CLIENTS, good, damaged, faults.size());
        System.out.printf(
                "Resident memory: %d MB in the second quarter, %d MB in the last; live arrays: %d"
                        + " and %d%n",
                first >> 20, last >> 20, arraysBefore, arraysAfter);
        faults.stream().limit(10).forEach(System.out::println);
        boolean flat = last * 100 <= first * (100 + MOST_GROWTH) && arraysAfter <= arraysBefore;
        if (!flat) {
            System.out.println("FAILED: the memory grows");
        }
        return faults.isEmpty() && flat;
    }

    private static long median(List<Long> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }
}
