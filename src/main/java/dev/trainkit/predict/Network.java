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
import dev.trainkit.engine.Engines;
import dev.trainkit.model.Models;
import dev.trainkit.store.Manifest;
import dev.trainkit.store.ModelDirectory;
import dev.trainkit.store.TrainedModel;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A trained network on its device, and the native memory of its weights. Any number of threads may
 * run it at once; closing waits for them, because libtorch does not survive a run on freed weights.
 */
final class Network implements AutoCloseable {

    private final Path directory;
    private final Manifest manifest;
    private final NDManager manager;
    private final Block block;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();

    private Network(Path directory, Manifest manifest, NDManager manager, Block block) {
        this.directory = directory;
        this.manifest = manifest;
        this.manager = manager;
        this.block = block;
    }

    static Network load(Path directory, EngineConfig config) {
        TrainedModel model = ModelDirectory.load(directory);
        requireOneInput(directory, model.manifest());
        NDManager manager = Engines.open(config).newManager();
        try {
            Block block = Models.create(model.manifest().architecture(), manager, 0);
            block.freezeParameters(true);
            model.weights().copyInto(block, directory.toString());
            return new Network(directory, model.manifest(), manager, block);
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
                    ("The model in %s has %d outputs, but names for %d classes. Copy the model"
                                    + " again, or train it again.")
                            .formatted(
                                    directory,
                                    manifest.architecture().classes(),
                                    manifest.classes().size()));
        }
    }

    Manifest manifest() {
        return manifest;
    }

    /** The logits of each picture, in one run; nothing native is left behind. */
    float[] logits(List<byte[]> pictures) {
        lock.readLock().lock();
        try {
            requireOpen();
            try (NDManager call = newCall()) {
                return logits(call, pictures).toFloatArray();
            }
        } finally {
            lock.readLock().unlock();
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
        NDList input = new NDList(input(call, pictures));
        ParameterStore parameters = new ParameterStore(call, false);
        return Autograd.withoutGradients(() -> block.forward(parameters, input, false))
                .singletonOrThrow();
    }

    private NDArray input(NDManager call, List<byte[]> pictures) {
        Preprocessing preprocessing = manifest.preprocessing();
        int[] shape = preprocessing.inputShape();
        FloatBuffer values = FloatBuffer.allocate(pictures.size() * shape[0] * shape[1] * shape[2]);
        pictures.forEach(pixels -> preprocessing.write(pixels, 0, values));
        return call.create(
                values.array(), new Shape(pictures.size(), shape[0], shape[1], shape[2]));
    }

    TrainkitException unusable(String what, String todo) {
        return new TrainkitException("The model in %s %s. %s.".formatted(directory, what, todo));
    }

    private void requireOpen() {
        if (!manager.isOpen()) {
            throw unusable("was closed", "Load it again, or close it after its last use");
        }
    }

    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            manager.close();
        } finally {
            lock.writeLock().unlock();
        }
    }
}
