package dev.trainkit.predict;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import dev.trainkit.TrainkitException;
import dev.trainkit.config.EngineConfig;
import dev.trainkit.data.Preprocessing;
import dev.trainkit.engine.Autograd;
import dev.trainkit.engine.Backend;
import dev.trainkit.engine.Engines;
import dev.trainkit.model.Models;
import dev.trainkit.model.UnwatchedParameters;
import dev.trainkit.store.Manifest;
import dev.trainkit.store.ModelDirectory;
import dev.trainkit.store.TrainedModel;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A trained network on its device, and the native memory of its weights. Any number of threads may
 * run it at once; once it is closed, the last of them frees it, because libtorch does not survive a
 * run on freed weights.
 */
final class Network implements Lender, Lent {

    /** Smaller runs cost more of everything that is not a multiplication. */
    private static final int LEAST_PART = 64;

    private final Path directory;
    private final Manifest manifest;
    private final Backend backend;
    private final NDManager manager;
    private final Block block;

    private final AtomicBoolean closed = new AtomicBoolean();

    /** Those that are using it, and the owner until it closes it. */
    private final AtomicInteger users = new AtomicInteger(1);

    private Network(
            Path directory, Manifest manifest, Backend backend, NDManager manager, Block block) {
        this.directory = directory;
        this.manifest = manifest;
        this.backend = backend;
        this.manager = manager;
        this.block = block;
    }

    static Network load(Path directory, EngineConfig config) {
        return of(ModelDirectory.load(directory), directory, config);
    }

    static Network of(TrainedModel model, Path directory, EngineConfig config) {
        requireOneInput(directory, model.manifest());
        Backend backend = Engines.open(config);
        NDManager manager = backend.newManager();
        try {
            Block block = Models.create(model.manifest().architecture(), manager, 0);
            block.freezeParameters(true);
            model.weights().copyInto(block, directory.toString());
            return new Network(directory, model.manifest(), backend, manager, block);
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    private static void requireOneInput(Path directory, Manifest manifest) {
        List<Integer> wanted = manifest.architecture().inputShape();
        List<Integer> made = Arrays.stream(manifest.preprocessing().inputShape()).boxed().toList();
        if (!made.equals(wanted)) {
            throw new TrainkitException(
                    ("The model in %s takes pictures of %s (channels, height, width), but its"
                                    + " preprocessing makes %s. Copy the model again, or train it again.")
                            .formatted(directory, wanted, made));
        }
        if (manifest.classes().size() != manifest.architecture().classes()) {
            throw new TrainkitException(
                    String.format(
                            Locale.ROOT,
                            ("The model in %s has %d outputs, but names for %d classes. Copy the model"
                                    + " again, or train it again."),
                            directory,
                            manifest.architecture().classes(),
                            manifest.classes().size()));
        }
    }

    @Override
    public Manifest manifest() {
        return manifest;
    }

    @Override
    public <T> T lend(Function<Lent, T> call) {
        if (!take()) {
            throw unusable("was closed", "Load it again, or close it after its last use");
        }
        try {
            return call.apply(this);
        } finally {
            giveBack();
        }
    }

    /** Whether it is the caller's until {@link #giveBack}; not once it has been closed. */
    boolean take() {
        return !closed.get() && users.getAndUpdate(n -> n == 0 ? 0 : n + 1) > 0;
    }

    void giveBack() {
        if (users.decrementAndGet() == 0) {
            manager.close();
        }
    }

    /**
     * By a caller that has it, in one run, or in several at once where one would leave processors
     * idle; nothing native is left behind.
     */
    @Override
    public float[] logits(List<byte[]> pictures) {
        boolean leavesProcessorsIdle = !backend.device().isGpu() && backend.threads() == 1;
        int parts = leavesProcessorsIdle ? Math.max(1, pictures.size() / LEAST_PART) : 1;
        if (parts == 1) {
            return logitsOfOneRun(pictures);
        }
        int classes = manifest.classes().size();
        float[] logits = new float[pictures.size() * classes];
        IntStream.range(0, parts)
                .parallel()
                .forEach(
                        part -> {
                            int from = part * pictures.size() / parts;
                            int to = (part + 1) * pictures.size() / parts;
                            float[] some = logitsOfOneRun(pictures.subList(from, to));
                            System.arraycopy(some, 0, logits, from * classes, some.length);
                        });
        return logits;
    }

    private float[] logitsOfOneRun(List<byte[]> pictures) {
        try (NDManager call = newCall()) {
            return logits(call, pictures).toFloatArray();
        }
    }

    /** What one run computes is freed with it. */
    NDManager newCall() {
        return manager.newSubManager();
    }

    /**
     * (pictures, classes), on the call's manager and without a graph, whatever the thread's mode.
     */
    NDArray logits(NDManager call, List<byte[]> pictures) {
        backend.useThreads();
        NDList input = new NDList(input(call, pictures));
        ParameterStore parameters = new UnwatchedParameters(call);
        return Autograd.withoutGradients(() -> block.forward(parameters, input, false))
                .singletonOrThrow();
    }

    @Override
    public FirstLayer firstLayer(byte[] picture) {
        backend.useThreads();
        try (NDManager call = newCall()) {
            NDArray input = input(call, List.of(picture));
            ParameterStore parameters = new ParameterStore(call, false);
            return Autograd.withoutGradients(() -> FirstLayer.of(block, parameters, input));
        }
    }

    private NDArray input(NDManager call, List<byte[]> pictures) {
        Preprocessing preprocessing = manifest.preprocessing();
        int[] shape = preprocessing.inputShape();
        FloatBuffer values = FloatBuffer.allocate(pictures.size() * shape[0] * shape[1] * shape[2]);
        pictures.forEach(pixels -> preprocessing.write(pixels, 0, values));
        return call.create(
                values.array(), new Shape(pictures.size(), shape[0], shape[1], shape[2]));
    }

    @Override
    public TrainkitException unusable(String what, String todo) {
        return new BrokenModelException("The model in %s %s. %s.".formatted(directory, what, todo));
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            giveBack();
        }
    }
}
