package dev.trainkit.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.loss.Loss;
import ai.djl.training.tracker.Tracker;
import dev.trainkit.TrainkitException;
import dev.trainkit.config.RunConfig;
import dev.trainkit.data.Batch;
import dev.trainkit.data.Batches;
import dev.trainkit.data.DataParts;
import dev.trainkit.data.Datasets;
import dev.trainkit.data.ImageData;
import dev.trainkit.engine.Autograd;
import dev.trainkit.engine.Backend;
import dev.trainkit.engine.Engines;
import dev.trainkit.engine.RandomStream;
import dev.trainkit.eval.Evaluation;
import dev.trainkit.eval.Meter;
import dev.trainkit.model.Architecture;
import dev.trainkit.model.Models;
import dev.trainkit.model.StateDict;
import dev.trainkit.model.Weights;
import dev.trainkit.optim.Losses;
import dev.trainkit.optim.Optimizers;
import dev.trainkit.optim.Schedules;
import dev.trainkit.optim.TorchOptimizer;
import dev.trainkit.store.Figures;
import dev.trainkit.store.Manifest;
import dev.trainkit.store.ModelDirectory;
import dev.trainkit.store.Provenance;
import dev.trainkit.store.WeightFiles;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Trains one network as one configuration says. Wires data, network, loss, optimizer and gradient
 * collector, and runs the loop; reads in the order in which a run happens.
 */
public final class TrainerRunner implements AutoCloseable {

    private final RunConfig config;
    private final Backend backend;
    private final DataParts data;
    private final Architecture architecture;
    private final NDManager manager;
    private final Block block;
    private final Map<String, Parameter> trained;
    private final ParameterStore parameters;
    private final Batches batches;
    private final Loss loss;
    private final Tracker learningRate;
    private final TorchOptimizer optimizer;
    private final List<TrainListener> listeners = new ArrayList<>();
    private final Instant started = Instant.now();
    private volatile boolean stopped;
    private int step;

    private TrainerRunner(RunConfig config, Backend backend, DataParts data, NDManager manager) {
        this.manager = manager;
        this.config = config;
        this.backend = backend;
        this.data = data;
        batches = new Batches(data.train(), data.preprocessing(), config.train().batchSize());
        loss = Losses.create(config.train().loss());
        learningRate =
                Schedules.create(
                        config.schedule(),
                        config.optimizer().learningRate(),
                        batches.count(),
                        config.train().epochs());
        optimizer = Optimizers.create(config.optimizer(), learningRate);
        architecture =
                new Architecture(
                        config.model().name(),
                        IntStream.of(data.preprocessing().inputShape()).boxed().toList(),
                        data.train().classes().size());
        block = Models.create(architecture, manager, config.train().seed());
        startFromGivenWeights(config.model().weights());
        trained = StateDict.of(block);
        parameters = new ParameterStore(manager, false);
    }

    /**
     * Opens engine, data and network. The caller closes the runner, which frees all of it.
     *
     * @throws TrainkitException when any of them is not to be had
     */
    public static TrainerRunner open(RunConfig config) {
        Backend backend = Engines.open(config.engine());
        DataParts data = Datasets.open(config.data(), config.train().seed());
        NDManager manager = backend.newManager();
        try {
            return new TrainerRunner(config, backend, data, manager);
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    private void startFromGivenWeights(Path file) {
        if (file != null) {
            WeightFiles.read(file).copyInto(block, file.toString());
        }
    }

    /** Adds a listener; returns the runner. */
    public TrainerRunner listen(TrainListener listener) {
        listeners.add(listener);
        return this;
    }

    /**
     * Trains. Afterwards the network has the weights of the best epoch by validation accuracy, of
     * the last without validation, and these have been evaluated once on the test set.
     *
     * @throws TrainkitException when the loss is no longer a number
     */
    public TrainResult fit() {
        return Autograd.withoutGradients(
                this::run); // the collector turns recording on where needed
    }

    private TrainResult run() {
        long start = System.nanoTime();
        BestEpoch best = new BestEpoch();
        List<EpochResult> epochs = new ArrayList<>();
        listeners.forEach(listener -> listener.runStarted(plan()));
        while (epochs.size() < config.train().epochs()) {
            Optional<EpochResult> epoch = trainEpoch(epochs.size() + 1);
            if (epoch.isEmpty()) {
                break;
            }
            epochs.add(epoch.get());
            best.offer(epoch.get(), block);
            listeners.forEach(listener -> listener.epochEnded(epoch.get()));
        }
        return finish(epochs, best, start);
    }

    /** Empty where the run was stopped in the middle of it. */
    private Optional<EpochResult> trainEpoch(int epoch) {
        int[] order = order(epoch);
        Meter meter = new Meter();
        long start = System.nanoTime();
        for (int i = 0; i < batches.count(); i++) {
            if (stopped) {
                return Optional.empty();
            }
            try (Batch batch = batches.get(manager, order, i)) { // frees what the step computed
                float batchLoss = step(batch, meter);
                StepResult result = stepResult(epoch, i + 1, batchLoss, meter);
                listeners.forEach(listener -> listener.stepEnded(result));
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        return Optional.of(epochResult(epoch, meter, seconds));
    }

    private float step(Batch batch, Meter meter) {
        float batchLoss;
        try (GradientCollector gradients = backend.newGradientCollector()) {
            NDList predictions = block.forward(parameters, batch.images(), true);
            NDArray lossValue = loss.evaluate(batch.labels(), predictions);
            gradients.backward(lossValue);
            batchLoss = meter.add(lossValue, predictions, batch.labels());
        }
        requireFinite(batchLoss);
        optimizer.step(trained);
        optimizer.zeroGradients(trained);
        step++;
        return batchLoss;
    }

    private int[] order(int epoch) {
        int size = data.train().size();
        return config.data().shuffle()
                ? RandomStream.of(config.train().seed(), "order", epoch).permutation(size)
                : IntStream.range(0, size).toArray();
    }

    /** What the run is about to do. */
    public RunPlan plan() {
        return new RunPlan(
                config,
                backend,
                data.train().size(),
                data.validation().size(),
                data.test().size(),
                batches.count());
    }

    private StepResult stepResult(int epoch, int stepOfEpoch, float batchLoss, Meter meter) {
        return new StepResult(
                epoch,
                step,
                stepOfEpoch,
                batchLoss,
                meter.loss(),
                meter.accuracy(),
                meter.pictures());
    }

    private EpochResult epochResult(int epoch, Meter meter, double seconds) {
        Optional<Evaluation> validation =
                data.validation().size() == 0
                        ? Optional.empty()
                        : Optional.of(evaluate(data.validation()));
        return new EpochResult(
                epoch,
                step,
                meter.loss(),
                meter.accuracy(),
                validation.map(Evaluation::loss).orElse(null),
                validation.map(Evaluation::accuracy).orElse(null),
                learningRate.getNewValue(step - 1),
                seconds,
                meter.pictures() / seconds);
    }

    private TrainResult finish(List<EpochResult> epochs, BestEpoch best, long start) {
        Optional<Evaluation> test =
                best.epoch()
                        .map(
                                epoch -> {
                                    best.restore(block);
                                    return evaluate(data.test());
                                });
        double seconds = (System.nanoTime() - start) / 1e9;
        TrainResult result = new TrainResult(epochs, best.epoch(), test, seconds, stopped);
        listeners.forEach(listener -> listener.runEnded(result));
        return result;
    }

    private Evaluation evaluate(ImageData part) {
        return Evaluation.of(block, part, data.preprocessing(), loss, backend);
    }

    private void requireFinite(float batchLoss) {
        if (!Float.isFinite(batchLoss)) {
            throw new TrainkitException(
                    ("The loss became %s in step %d: the weights have run away. Lower"
                                    + " optimizer.learning-rate (it is %s), or raise"
                                    + " schedule.warmup-epochs (it is %s).")
                            .formatted(
                                    batchLoss,
                                    step + 1,
                                    config.optimizer().learningRate(),
                                    config.schedule().warmupEpochs()));
        }
    }

    /** Asks a run on another thread to end after its step, with the best epoch so far. */
    public void stop() {
        stopped = true;
    }

    /** The network; it belongs to the runner. */
    public Block block() {
        return block;
    }

    /** Writes the trained network into its directory. */
    public void save(TrainResult result, ModelDirectory directory) {
        EpochResult best = result.best().orElseThrow();
        Evaluation test = result.test().orElseThrow();
        Figures validation =
                best.validationLoss() == null
                        ? null
                        : new Figures(best.validationLoss(), best.validationAccuracy());
        directory.save(
                Manifest.of(
                        architecture,
                        data.preprocessing(),
                        data.train().classes(),
                        best.epoch(),
                        validation,
                        new Figures(test.loss(), test.accuracy()),
                        Provenance.of(backend, config.train().seed(), started, result.seconds())),
                Weights.of(block),
                config.toYaml());
    }

    @Override
    public void close() {
        optimizer.close();
        manager.close();
    }
}
