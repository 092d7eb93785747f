package dev.trainkit.predict;

import dev.trainkit.TrainkitException;
import dev.trainkit.config.EngineConfig;
import dev.trainkit.data.Background;
import dev.trainkit.engine.Backend;
import dev.trainkit.engine.Engines;
import dev.trainkit.predict.Gate.Pass;
import dev.trainkit.store.Manifest;
import dev.trainkit.store.ModelDirectory;
import dev.trainkit.store.TrainedModel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * A model that a service answers with: it works on a bounded number of calls, asks the network
 * about the pictures of concurrent calls at once, and goes over to another version of the model
 * without failing a call. It holds native memory until it is closed.
 */
public final class ServedModel implements AutoCloseable {

    private final String name;
    private final Path directory;
    private final EngineConfig engine;
    private final ServingListener listener;
    private final Gate gate;
    private final Workers workers;
    private final Batcher batcher;
    private final boolean batches;
    private final String device;
    private final ReentrantLock changes = new ReentrantLock();

    private volatile Version current;
    private volatile Version previous;
    private volatile DirectoryStamp seen;
    private volatile String refused;
    private volatile boolean closed;
    private volatile long lastPrediction;

    /** The weights stay on the heap, so that a rollback needs no file. */
    private record Version(ServedVersion version, TrainedModel model, Network network) {}

    private ServedModel(
            String name,
            Path directory,
            ServingConfig config,
            EngineConfig engine,
            ServingListener listener,
            Workers workers) {
        this.name = name;
        this.workers = workers;
        this.directory = directory;
        this.engine = engine;
        this.listener = listener;
        gate = new Gate(name, config);
        Backend backend = Engines.open(engine);
        batcher =
                new Batcher(
                        config,
                        batchesAtOnce(backend),
                        pictures -> listener.batchRan(name, pictures));
        batches = config.maxBatch() > 1;
        device = backend.toString();
        seen = DirectoryStamp.of(directory);
        current = load(ModelDirectory.load(directory), 1);
    }

    /** As many as leave no processor idle; a GPU is best asked about much at once. */
    private static int batchesAtOnce(Backend backend) {
        int processors = Runtime.getRuntime().availableProcessors();
        return backend.device().isGpu() ? 1 : Math.max(1, processors / backend.threads());
    }

    /**
     * Loads a model and warms it up.
     *
     * @param name for messages and figures
     * @throws TrainkitException when there is no model, or it is damaged
     */
    public static ServedModel load(
            String name,
            Path directory,
            ServingConfig config,
            EngineConfig engine,
            ServingListener listener) {
        return load(name, directory, config, engine, listener, new Workers(name));
    }

    static ServedModel load(
            String name,
            Path directory,
            ServingConfig config,
            EngineConfig engine,
            ServingListener listener,
            Workers workers) {
        return new ServedModel(name, directory, config, engine, listener, workers);
    }

    public String name() {
        return name;
    }

    /** Answers with the version of the moment; closing it closes this model. */
    public ImageClassifier classifier(Background background) {
        return new ImageClassifier(new Versions(), background);
    }

    /**
     * For those who have work to do before a call, such as reading a picture that somebody sends: a
     * call that would be refused is, before it has cost anything.
     *
     * @throws OverloadException when as many calls wait as may
     */
    public void requireRoom() {
        try {
            gate.requireRoom();
        } catch (OverloadException e) {
            listener.rejected(name, e.reason());
            throw e;
        }
    }

    /** How it is at this moment. */
    public ServedStatus status() {
        return new ServedStatus(
                name,
                directory,
                current.version(),
                Optional.ofNullable(previous).map(Version::version),
                device,
                lastPrediction == 0
                        ? Optional.empty()
                        : Optional.of(Instant.ofEpochMilli(lastPrediction)),
                Optional.ofNullable(refused),
                gate.inside());
    }

    /**
     * Goes over to what is in the directory now: it is loaded beside the version that answers,
     * checked and warmed up, and answers from then on; the old one is freed when its last call
     * ends.
     *
     * @throws TrainkitException when that is no whole model; the old version goes on answering
     */
    public ServedVersion reload() {
        changes.lock();
        try {
            requireOpen();
            seen = DirectoryStamp.of(directory);
            TrainedModel model = ModelDirectory.load(directory);
            replace(load(model, newestNumber() + 1));
            refused = null;
            return current.version();
        } catch (TrainkitException e) {
            refused = e.getMessage();
            throw e;
        } finally {
            changes.unlock();
        }
    }

    /**
     * As {@link #reload}, where a file of the directory has changed since the last look at it, and
     * it has a manifest.
     *
     * @return whether it did
     */
    public boolean reloadIfChanged() {
        DirectoryStamp now = DirectoryStamp.of(directory);
        if (closed || !now.hasManifest() || now.equals(seen)) {
            return false;
        }
        reload();
        return true;
    }

    /**
     * Goes back to the version before, whatever is in the directory; once more, forward again.
     *
     * @throws TrainkitException when there is none
     */
    public ServedVersion rollBack() {
        changes.lock();
        try {
            requireOpen();
            if (previous == null) {
                throw new TrainkitException(
                        ("The model %s has no version to go back to: it was loaded once only. Put the"
                                        + " model wanted into %s and reload it.")
                                .formatted(name, directory));
            }
            replace(load(previous.model(), previous.version().number()));
            return current.version();
        } finally {
            changes.unlock();
        }
    }

    /** Refuses calls from now on, and frees the weights when the last of those that run ends. */
    @Override
    public void close() {
        changes.lock();
        try {
            closed = true;
            current.network().close();
        } finally {
            changes.unlock();
        }
    }

    private int newestNumber() {
        int before = previous == null ? 0 : previous.version().number();
        return Math.max(before, current.version().number());
    }

    private void replace(Version next) {
        previous = current;
        current = next;
        previous.network().close();
    }

    private Version load(TrainedModel model, int number) {
        Network network = Network.of(model, directory, engine);
        try {
            WarmUp.run(network);
        } catch (RuntimeException | Error e) {
            network.close();
            throw e;
        }
        String digest = model.manifest().files().get("weights.safetensors");
        return new Version(
                new ServedVersion(number, digest, Instant.now(), model.manifest()), model, network);
    }

    private void requireOpen() {
        if (closed) {
            throw current.network()
                    .unusable("was closed", "Load it again, or close it after its last use");
        }
    }

    /** Lends the network of the version that answers when a call's turn comes. */
    private final class Versions implements Lender {

        @Override
        public <T> T lend(Function<Lent, T> call) {
            return listener.call(name, () -> inTurn(call));
        }

        private <T> T inTurn(Function<Lent, T> call) {
            try (Pass pass = gate.enter()) {
                Network network = take();
                try {
                    T answer = workers.call(() -> call.apply(new Turn(network, pass)));
                    lastPrediction = System.currentTimeMillis();
                    return answer;
                } finally {
                    network.giveBack();
                }
            } catch (OverloadException e) {
                listener.rejected(name, e.reason());
                throw e;
            }
        }

        /** One that was closed a moment ago has a successor. */
        private Network take() {
            Network network = current.network();
            while (!network.take()) {
                requireOpen();
                network = current.network();
            }
            return network;
        }

        @Override
        public Manifest manifest() {
            return current.version().manifest();
        }

        @Override
        public void close() {
            ServedModel.this.close();
        }
    }

    /** A network for one call, whose pictures may share a batch with those of others. */
    private final class Turn implements Lent {

        private final Network network;
        private final Pass pass;

        Turn(Network network, Pass pass) {
            this.network = network;
            this.pass = pass;
        }

        @Override
        public Manifest manifest() {
            return network.manifest();
        }

        @Override
        public float[] logits(List<byte[]> pictures) {
            if (!batches) {
                listener.batchRan(name, pictures.size());
                return network.logits(pictures);
            }
            pass.stopWorking();
            return batcher.logits(network, pictures);
        }

        @Override
        public FirstLayer firstLayer(byte[] picture) {
            return network.firstLayer(picture);
        }

        @Override
        public TrainkitException unusable(String what, String todo) {
            return network.unusable(what, todo);
        }
    }
}
