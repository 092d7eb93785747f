import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * Starts trainings through the launcher, kills them at random moments, resumes them until they are
 * done, and compares the weights with those of runs that nobody killed. See README.md beside it.
 */
public final class Crash {

    /** To add one, add a line. */
    private static final List<Case> CASES =
            List.of(
                    new Case("sgd", "optimizer.momentum=0.9", "schedule.name=cosine"),
                    new Case("adam", "optimizer.name=adam", "engine.threads=2"),
                    new Case("augmented", "data.augment.rotate=15", "data.augment.mixup=0.4"),
                    new Case("average", "train.ema=0.9", "train.clip-norm=1"),
                    new Case("one-cycle", "schedule.name=one-cycle", "optimizer.nesterov=true"));

    /** 180 pictures in batches of 64, 64 and 52. */
    private static final List<String> SHORT =
            List.of(
                    "data.path=data",
                    "data.limit=200",
                    "train.epochs=8",
                    "train.log-steps=true",
                    "engine.device=cpu",
                    "engine.threads=1");

    private static final int STEPS = 8 * 3;
    private static final int PICTURE = 28 * 28;
    private static final Path MNIST = Path.of("src/main/dist/data/mnist");
    private static final String UNFINISHED = "\\.step-.*\\.tmp"; // of a checkpoint
    private static final Pattern STEP_LINE = Pattern.compile("\\{\"step\":.*\\}");

    private final Path folder;
    private final Random random;
    private int kills;
    private int halfWritten;
    private int runs;
    private int same;

    private Crash(Path folder, long seed) {
        this.folder = folder;
        this.random = new Random(seed);
    }

    /** A configuration, by what differs from {@link #SHORT}. */
    private record Case(String name, List<String> settings) {

        Case(String name, String... settings) {
            this(name, List.of(settings));
        }

        /** Of the run that nobody kills. */
        String whole() {
            return name + "-whole";
        }
    }

    /** Arguments: how many kills (100), and the seed of their moments (1). */
    public static void main(String[] arguments) throws Exception {
        int kills = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100;
        long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1;
        Path folder = Files.createTempDirectory("crash");
        Crash crash = new Crash(folder, seed);
        crash.run(kills);
        System.out.printf(
                "%d kills (seed %d), %d of them within the writing of a checkpoint; %d of %d runs"
                        + " ended in the bytes of the run that nobody killed%n",
                crash.kills, seed, crash.halfWritten, crash.same, crash.runs);
        if (crash.same < crash.runs) {
            System.out.println("The runs that did not are in " + folder);
            System.exit(1);
        }
        remove(folder);
    }

    private void run(int wanted) throws Exception {
        writeData();
        for (Case one : CASES) {
            finish(start(one, newRun(one, one.whole())));
        }
        for (int i = 0; kills < wanted; i++) {
            Case one = CASES.get(i % CASES.size());
            runs++;
            String model = one.name() + "-" + runs;
            int before = kills;
            kill(one, model, Math.min(wanted - kills, 2 + random.nextInt(5)));
            boolean equal = equalsWhole(one, model);
            System.out.printf(
                    "%s: %d kills, %s%n", model, kills - before, equal ? "same" : "DIFFERENT");
            if (equal) {
                same++;
                remove(folder.resolve(model));
            }
        }
    }

    /** Kills the run so many times, or fewer where it is done before, and lets it end. */
    private void kill(Case one, String model, int times) throws Exception {
        Process process = start(one, newRun(one, model));
        for (int i = 0; i < times && killAtSomeMoment(process, model); i++) {
            kills++;
            halfWritten += entries(model, UNFINISHED).isEmpty() ? 0 : 1;
            boolean canGoOn = !entries(model, "step-.*").isEmpty();
            List<String> goOn = List.of("train", "--resume", model);
            process = start(one, canGoOn ? goOn : newRun(one, model));
        }
        finish(process);
    }

    /** Whether it was killed before it ended. */
    private boolean killAtSomeMoment(Process process, String model) throws Exception {
        int done = lastStep(model);
        int step = done + 1 + random.nextInt(Math.max(1, STEPS - done));
        return switch (random.nextInt(6)) {
            case 0 -> killAfter(random.nextInt(1500), process); // perhaps while it starts
            case 1 ->
                    await(process, () -> lastStep(model) == STEPS) // while the model is saved
                            && killAfter(random.nextInt(300), process);
            case 2, 3 ->
                    await(process, () -> lastStep(model) >= step)
                            && killAfter(random.nextInt(60), process);
            default ->
                    await(process, () -> lastStep(model) >= step)
                            && await(process, () -> !entries(model, UNFINISHED).isEmpty())
                            && killAfter(0, process);
        };
    }

    /** Whether it came about before the process ended. */
    private static boolean await(Process process, Callable<Boolean> condition) throws Exception {
        while (!condition.call()) {
            if (process.waitFor(1, TimeUnit.MILLISECONDS)) {
                return false;
            }
        }
        return true;
    }

    private static boolean killAfter(int millis, Process process) throws InterruptedException {
        process.waitFor(millis, TimeUnit.MILLISECONDS);
        process.destroyForcibly().waitFor(); // SIGKILL
        return process.exitValue() == 128 + 9;
    }

    private void finish(Process process) throws Exception {
        if (!process.waitFor(5, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IllegalStateException("a run hangs; see " + folder);
        }
        if (process.exitValue() != 0) {
            throw new IllegalStateException(
                    "a run failed: " + Files.readString(folder.resolve("log")));
        }
    }

    private List<String> newRun(Case one, String model) {
        List<String> command = new ArrayList<>(List.of("train", "--overwrite", "--out", model));
        Stream.concat(SHORT.stream(), one.settings().stream())
                .forEach(setting -> command.addAll(List.of("--set", setting)));
        return command;
    }

    /** With a checkpoint after every 1, 2 or 3 steps, which changes no result. */
    private Process start(Case one, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of("scripts/trainkit").toAbsolutePath().toString());
        command.addAll(arguments);
        command.addAll(List.of("--set", "checkpoint.every-steps=" + (1 + random.nextInt(3))));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().putIfAbsent("OMP_WAIT_POLICY", "PASSIVE");
        return builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
    }

    private boolean equalsWhole(Case one, String model) throws IOException {
        return Arrays.equals(weights(one.whole()), weights(model))
                && stepLines(one.whole()).equals(stepLines(model));
    }

    private byte[] weights(String model) throws IOException {
        return Files.readAllBytes(folder.resolve(model).resolve("weights.safetensors"));
    }

    private int lastStep(String model) throws IOException {
        return stepLines(model).size();
    }

    /** The last line may be half a line. */
    private List<String> stepLines(String model) throws IOException {
        Path history = folder.resolve(model).resolve("history.jsonl");
        if (!Files.exists(history)) {
            return List.of();
        }
        try (Stream<String> lines = Files.readString(history).lines()) {
            return lines.filter(line -> STEP_LINE.matcher(line).matches()).toList();
        }
    }

    private List<String> entries(String model, String name) {
        String[] names = folder.resolve(model).resolve("checkpoints").toFile().list();
        return names == null
                ? List.of()
                : Stream.of(names).filter(entry -> entry.matches(name)).toList();
    }

    /** The first pictures of MNIST, so that a run takes a second. */
    private void writeData() throws IOException {
        Path data = Files.createDirectory(folder.resolve("data"));
        for (String part : List.of("train", "t10k")) {
            cut(part + "-images-idx3-ubyte", data, 16, new int[] {0x803, 200, 28, 28}, PICTURE);
            cut(part + "-labels-idx1-ubyte", data, 8, new int[] {0x801, 200}, 1);
        }
    }

    private static void cut(String name, Path to, int header, int[] newHeader, int size)
            throws IOException {
        try (InputStream in =
                new GZIPInputStream(Files.newInputStream(MNIST.resolve(name + ".gz")))) {
            in.skipNBytes(header);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(bytes);
            for (int number : newHeader) {
                out.writeInt(number);
            }
            out.write(in.readNBytes(newHeader[1] * size));
            Files.write(to.resolve(name), bytes.toByteArray());
        }
    }

    private static void remove(Path folder) throws IOException {
        Files.walkFileTree(
                folder,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path visited, IOException e)
                            throws IOException {
                        Files.delete(visited);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
