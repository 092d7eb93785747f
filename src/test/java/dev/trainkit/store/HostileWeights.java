package dev.trainkit.store;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import dev.trainkit.TrainkitException;
import dev.trainkit.engine.Engines;
import dev.trainkit.model.Models;
import dev.trainkit.store.HostileFiles.HostileFile;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads the files of {@link HostileFiles} in a JVM that may be small, and prints what became of
 * them.
 */
final class HostileWeights {

    static final Path GOLDENS = Path.of("src/test/resources/goldens/weights");

    /** What the code in the files would make, were it run. */
    static final String MARKER = "executed";

    private static final long SEED = 8;

    private static final long SECOND_NANOS = 1_000_000_000;

    /** What a person can read, on one line. */
    private static final Pattern SENTENCE = Pattern.compile("[^\\p{Cntrl}]{20,3000}\\.");

    private HostileWeights() {}

    /**
     * Reads every file of a folder and prints a table; the exit code is 0 where each was refused
     * with a sentence, within a second of the processor's.
     */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        Map<String, Tally> tallies = read(folder);
        boolean executed = Files.exists(folder.resolve(MARKER));
        System.out.printf(
                Locale.ROOT,
                "%,d files, %,d refused, %s executed, a heap of %d MB%n%n| kind | files | refused |"
                        + " slowest, seconds of CPU |%n|---|---|---|---|%n",
                tallies.values().stream().mapToInt(tally -> tally.files).sum(),
                tallies.values().stream().mapToInt(tally -> tally.refused).sum(),
                executed ? "CODE" : "nothing",
                Runtime.getRuntime().maxMemory() >> 20);
        tallies.forEach((kind, tally) -> System.out.println(tally.row(kind)));
        boolean right = tallies.values().stream().allMatch(Tally::isRight);
        System.exit(right && !executed ? 0 : 1);
    }

    /** What became of the files of one kind. */
    private static final class Tally {

        private int files;
        private int refused;
        private long slowest;

        private boolean isRight() {
            return files == refused && slowest < SECOND_NANOS;
        }

        private String row(String kind) {
            return String.format(
                    Locale.ROOT, "| %s | %d | %d | %.2f |", kind, files, refused, slowest / 1e9);
        }
    }

    /** Writes the files, and gives their number. */
    static int write(Path folder) throws IOException {
        List<HostileFile> files = HostileFiles.of(GOLDENS, folder.resolve(MARKER), SEED);
        int number = 0;
        for (HostileFile file : files) {
            Files.write(
                    folder.resolve(String.format(Locale.ROOT, "%s-%05d", file.kind(), number++)),
                    file.bytes());
        }
        return number;
    }

    private static Map<String, Tally> read(Path folder) throws IOException {
        Map<String, Tally> tallies = new TreeMap<>();
        try (Network network = new Network();
                Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                Tally tally =
                        tallies.computeIfAbsent(name.replaceFirst("-.*", ""), kind -> new Tally());
                long start = cpu();
                String answer = network.answer(file);
                tally.slowest = Math.max(tally.slowest, cpu() - start);
                tally.files++;
                if (SENTENCE.matcher(answer).matches()) {
                    tally.refused++;
                } else {
                    System.out.println(name + ": " + answer);
                }
            }
        }
        return tallies;
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /** The network that the whole files are for. */
    static final class Network implements AutoCloseable {

        private final NDManager manager = Engines.open().newManager();
        private final Block block =
                Models.initialize(
                        new Parameters()
                                .with("conv", new Shape(2, 1, 2, 3), new Shape(2))
                                .with("fc", new Shape(2, 3), new Shape(2)),
                        manager,
                        0,
                        new Shape(1));

        Block block() {
            return block;
        }

        String answer(Path file) {
            try {
                WeightFiles.readFor(block, file).copyInto(block, "The file");
                return "READ";
            } catch (TrainkitException e) {
                return e.getMessage();
            } catch (RuntimeException | Error e) {
                return "FAULT\n" + e;
            }
        }

        @Override
        public void close() {
            manager.close();
        }
    }

    /** Layers that compute nothing. */
    private static final class Parameters extends AbstractBlock {

        Parameters with(String name, Shape weight, Shape bias) {
            Parameters layer = new Parameters();
            layer.add("weight", Parameter.Type.WEIGHT, weight);
            layer.add("bias", Parameter.Type.BIAS, bias);
            addChildBlock(name, layer);
            return this;
        }

        private void add(String name, Parameter.Type type, Shape shape) {
            addParameter(Parameter.builder().setName(name).setType(type).optShape(shape).build());
        }

        @Override
        protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputs) {
            getChildren().values().forEach(child -> child.initialize(manager, type, inputs));
        }

        @Override
        protected NDList forwardInternal(
                ParameterStore parameters,
                NDList inputs,
                boolean training,
                PairList<String, Object> arguments) {
            return inputs;
        }

        @Override
        public Shape[] getOutputShapes(Shape[] inputs) {
            return inputs;
        }
    }
}
