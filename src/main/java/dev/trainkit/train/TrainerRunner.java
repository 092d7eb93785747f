package dev.trainkit.train;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import dev.trainkit.TrainkitException;
import dev.trainkit.config.ImageConfig;
import dev.trainkit.config.ResolvedConfig;
import dev.trainkit.config.RunConfig;
import dev.trainkit.data.Batch;
import dev.trainkit.data.DataParts;
import dev.trainkit.data.Datasets;
import dev.trainkit.data.ImageData;
import dev.trainkit.data.ReadingProgress;
import dev.trainkit.engine.Autograd;
import dev.trainkit.engine.Backend;
import dev.trainkit.engine.Engines;
import dev.trainkit.engine.NativeMemory;
import dev.trainkit.eval.Answers;
import dev.trainkit.eval.Evaluation;
import dev.trainkit.eval.Meter;
import dev.trainkit.eval.TemperatureScaling;
import dev.trainkit.model.Architecture;
import dev.trainkit.model.Models;
import dev.trainkit.model.StateDict;
import dev.trainkit.model.Weights;
import dev.trainkit.optim.Accumulation;
import dev.trainkit.optim.ClassBalance;
import dev.trainkit.optim.Clipping;
import dev.trainkit.optim.JoinedParameters;
import dev.trainkit.optim.Losses;
import dev.trainkit.optim.OptimizerState;
import dev.trainkit.optim.Optimizers;
import dev.trainkit.optim.RateFactors;
import dev.trainkit.optim.Schedule;
import dev.trainkit.optim.Schedules;
import dev.trainkit.optim.TorchLoss;
import dev.trainkit.optim.TorchOptimizer;
import dev.trainkit.optim.WeightAverage;
import dev.trainkit.store.Checkpoints.Checkpoint;
import dev.trainkit.store.Figures;
import dev.trainkit.store.Manifest;
import dev.trainkit.store.ModelDirectory;
import dev.trainkit.store.Provenance;
import dev.trainkit.train.Replicas.Pass;
import dev.trainkit.train.TrainListener.Part;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Trains one network as one configuration says. Wires data, network, loss, optimizer and gradient
 * collector, and runs the loop; reads in the order in which a run happens.
 */
public final class TrainerRunner implements AutoCloseable {

    private static final double SMALLEST_RATE_FACTOR = 1.0 / 1024;

    private final ResolvedConfig resolved;
    private final RunConfig config;
    private final Backend backend;
    private final DataParts data;
    private final Architecture architecture;
    private final NDManager manager;
    private final Block block;
    private final Map<String, Parameter> trained;
    private final JoinedParameters joined;
    private final TorchLoss loss;
    private final Replicas replicas;
    private final EpochBatches batches;
    private Schedule schedule;
    private final Schedule learningRate;
    private final Clipping clipping;
    private final TorchOptimizer optimizer;
    private final Optional<WeightAverage> average;
    private final Monitor monitor;
    private final BestEpoch best;
    private final Ending ending;
    private final Freezing freezing;
    private final SinglePicture singlePicture;
    private final List<String> notes = new ArrayList<>();
    private final MemoryGuard memoryGuard = new MemoryGuard();
    private final RunProgress progress = new RunProgress();
    private final Supplier<RunIdentity> identity;
    private final List<TrainListener> listeners = new ArrayList<>();
    private final Instant started = Instant.now();
    private Supplier<Optional<Checkpoint>> rollbackSource = Optional::empty;
    private Answers testAnswers;
    private Answers validationAnswers;
    private volatile boolean stopped;

    private TrainerRunner(
            ResolvedConfig given, Backend backend, DataParts data, NDManager manager) {
        this.manager = manager;
        resolved = ClassBalance.inNumbers(given, data.train());
        config = resolved.config();
        this.backend = backend;
        this.data = data;
        loss = Losses.create(config);
        learningRate = step -> schedule.rate(step) * progress.rateFactor();
        clipping = new Clipping(config.train());
        optimizer = Optimizers.create(config.optimizer(), learningRate);
        average = Optional.ofNullable(config.train().ema()).map(WeightAverage::new);
        architecture =
                new Architecture(
                        config.model().name(),
                        IntStream.of(data.preprocessing().inputShape()).boxed().toList(),
                        data.train().classes().size(),
                        config.model().arguments());
        block = Models.create(architecture, manager, config.train().seed());
        trained = StateDict.of(block);
        joined = new JoinedParameters(trained, manager);
        freezing = new Freezing(config.model(), trained);
        freezing.note().ifPresent(notes::add);
        new RateFactors(config.optimizer().rateFactors()).requireMatches(trained);
        replicas =
                new Replicas(
                        block,
                        joined,
                        loss,
                        backend,
                        config.train().batchSize(),
                        new Shape(
                                IntStream.of(data.preprocessing().inputShape())
                                        .asLongStream()
                                        .toArray()),
                        manager);
        batches = new EpochBatches(config, data, replicas.crew());
        schedule =
                Schedules.create(
                        config.schedule(),
                        config.optimizer().learningRate(),
                        batches.steps(),
                        config.train().epochs());
        batches.note().ifPresent(notes::add);
        Schedules.note(config.schedule(), batches.steps(), config.train().epochs())
                .ifPresent(notes::add);
        singlePicture = new SinglePicture(config, data.train().size(), block, freezing);
        singlePicture.warning().ifPresent(notes::add);
        monitor = new Monitor(config.checkpoint());
        best = new BestEpoch(monitor);
        ending = new Ending(config, monitor);
        identity = CompletableFuture.supplyAsync(() -> RunIdentity.of(backend, data))::join;
    }

    /**
     * Opens engine, data and network. The caller closes the runner, which frees all of it.
     *
     * @throws TrainkitException when any of them is not to be had
     */
    public static TrainerRunner open(RunConfig config) {
        return open(ResolvedConfig.of(config), ReadingProgress.NONE);
    }

    /**
     * As {@link #open(RunConfig)}, keeps with the model where its settings come from, and tells how
     * far the reading of the data is.
     */
    public static TrainerRunner open(ResolvedConfig config, ReadingProgress reading) {
        return open(config, reading, TrainerRunner::startFromGivenWeights);
    }

    private static TrainerRunner open(
            ResolvedConfig resolved, ReadingProgress reading, Consumer<TrainerRunner> start) {
        RunConfig config = resolved.config();
        Backend backend = Engines.open(config.engine());
        requireSize(config);
        DataParts data = Datasets.open(config.data(), config.train().seed(), reading);
        NDManager manager = backend.newManager();
        try {
            TrainerRunner runner = new TrainerRunner(resolved, backend, data, manager);
            start.accept(runner);
            return runner;
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    /** Reading thousands of pictures first would tell the same, minutes later. */
    private static void requireSize(RunConfig config) {
        ImageConfig image = config.data().image();
        if (image.size() != null && Datasets.areOfPictureFiles(config.data().name())) {
            int padding = image.padding() == null ? 0 : 2 * image.padding();
            Models.requireSize(
                    config.model(), image.heightOr(0) + padding, image.widthOr(0) + padding);
        }
    }

    /**
     * Opens a run that goes on where a checkpoint was written, to the same bytes as if it had never
     * been interrupted. Only what its numbers do not depend on may differ from the run's own
     * configuration: more epochs, logging, when checkpoints are written.
     *
     * @param overrides such as {@code train.epochs=20}
     * @throws TrainkitException when anything else differs, with all of it, or anything is not to
     *     be had
     */
    public static TrainerRunner resume(Checkpoint checkpoint, List<String> overrides) {
        return resume(checkpoint, overrides, ReadingProgress.NONE);
    }

    /** As {@link #resume(Checkpoint, List)}, and tells how far the reading of the data is. */
    public static TrainerRunner resume(
            Checkpoint checkpoint, List<String> overrides, ReadingProgress reading) {
        RunSnapshot snapshot = RunSnapshot.of(checkpoint);
        return open(snapshot.config(overrides), reading, runner -> runner.goOn(snapshot));
    }

    private void startFromGivenWeights() {
        Path file = config.model().weights();
        if (file != null) {
            String key = config.model().weightsKey();
            notes.addAll(
                    new StartingWeights(file, key, config.data().name()).copyInto(block, data));
        }
    }

    private void goOn(RunSnapshot snapshot) {
        RunConfig before = snapshot.config(List.of()).config();
        ResumeRules.check(snapshot.state(), before, config, identity.get());
        restore(snapshot);
        RateJump.note(before, config, batches.steps(), progress.step(), progress.rateFactor())
                .ifPresent(notes::add);
        progress.interrupted();
    }

    /** Adds a listener; returns the runner. */
    public TrainerRunner listen(TrainListener listener) {
        listeners.add(listener);
        return this;
    }

    /** Sets the learning rates in the place of the configuration's schedule; returns the runner. */
    TrainerRunner ratesFrom(Schedule rates) {
        schedule = rates;
        return this;
    }

    /** Keeps the weights of this epoch, whatever the others' figures are; returns the runner. */
    TrainerRunner keepEpoch(int epoch) {
        best.choose(epoch);
        return this;
    }

    /** Where {@code train.on-nan: rollback} finds what to go back to; returns the runner. */
    public TrainerRunner rollBackTo(Supplier<Optional<Checkpoint>> source) {
        rollbackSource = source;
        return this;
    }

    /**
     * Sets the store that the layers ask for their parameters in training, such as one that notes
     * which of them runs when; returns the runner.
     */
    public TrainerRunner parametersFrom(ParameterStore store) {
        replicas.parametersFrom(store);
        return this;
    }

    /**
     * Trains. Afterwards the network has the weights of the best epoch by validation accuracy, of
     * equals that with the lower loss, of the last without validation, and these have been
     * evaluated once on the test set.
     *
     * @throws TrainkitException when the loss is no longer a number, or a batch of one picture
     *     would end the run
     */
    public TrainResult fit() {
        return Autograd.withoutGradients(
                this::run); // the collector turns recording on where needed
    }

    private TrainResult run() {
        singlePicture.refuse(batches.steps());
        listeners.forEach(listener -> listener.runStarted(plan()));
        while (!stopped && !ending.isOver(progress)) {
            trainEpoch();
        }
        if (!stopped && progress.epochs().isEmpty()) {
            endEpoch(); // a resumed run may have spent its budget in the middle of its first epoch
        }
        TrainResult result = stopped ? stoppedResult() : finish();
        listeners.forEach(listener -> listener.runEnded(result));
        return result;
    }

    /** Trains what is left of the current epoch, unless the run is stopped or rolled back in it. */
    private void trainEpoch() {
        int epoch = progress.epoch();
        if (freezing.begin(epoch)) {
            memoryGuard.beginAnew();
        }
        int[] order = batches.order(epoch);
        while (progress.batches() < batches.count() && !ending.isSpent(progress)) {
            if (stopped) {
                return;
            }
            trainStep(order);
            if (progress.epoch() != epoch) {
                return; // rolled back
            }
        }
        endEpoch();
    }

    private void endEpoch() {
        if (progress.meter().pictures() == 0) {
            throw notANumber(Float.NaN, " No batch of the epoch had a loss that is a number.");
        }
        EpochResult result = epochResult();
        if (config.train().memoryGuard()) {
            memoryGuard.check(result);
        }
        progress.endEpoch(result);
        averaged(() -> best.offer(result, block));
        schedule.epochEnded(result.lossToLower());
        listeners.forEach(listener -> listener.epochEnded(result));
    }

    private void trainStep(int[] order) {
        long start = System.nanoTime();
        int epoch = progress.epoch();
        int first = progress.batches();
        int end = batches.endOfStep(first);
        Accumulation accumulation = new Accumulation(loss);
        Meter meter = new Meter();
        for (int i = first; i < end; i++) {
            try (Batch batch = batches.get(manager, epoch, order, i)) { // frees what it computed
                backend.reseed(config.train().seed(), epoch, i);
                Pass pass = replicas.backward(batch, end - first == 1);
                accumulation.add(pass.loss(), pass.weight());
                meter.add(pass.totals());
                if (i == end - 1) {
                    endBackward(accumulation, pass.predictions());
                }
            }
        }
        boolean stepped = Float.isFinite(accumulation.loss());
        if (stepped) {
            clipping.clip(trained);
            optimizer.step(joined);
            average.ifPresent(weights -> weights.update(trained));
            progress.endStep(meter.totals());
            memoryGuard.stepEnded();
        }
        optimizer.zeroGradients(joined);
        progress.endBatches(end - first, (System.nanoTime() - start) / 1e9);
        if (stepped) {
            StepResult result = stepResult(accumulation.loss());
            listeners.forEach(listener -> listener.stepEnded(result));
        } else {
            recover(accumulation.loss());
        }
    }

    private void endBackward(Accumulation accumulation, NDList predictions) {
        accumulation.scale(trained.values(), manager);
        Backward backward = new Backward(progress.step() + 1, accumulation.loss(), predictions);
        listeners.forEach(listener -> listener.backwardEnded(backward));
    }

    /** What {@code train.on-nan} says is done when the loss is no number. */
    private void recover(float stepLoss) {
        switch (config.train().onNan()) {
            case "skip-batch" -> {}
            case "rollback" -> rollBack(stepLoss);
            default -> throw notANumber(stepLoss, "");
        }
    }

    private void rollBack(float stepLoss) {
        double rateFactor = progress.rateFactor() / 2;
        Checkpoint checkpoint =
                rollbackSource
                        .get()
                        .orElseThrow(
                                () ->
                                        notANumber(
                                                stepLoss,
                                                " There is no checkpoint to go back to."));
        if (rateFactor < SMALLEST_RATE_FACTOR) {
            throw notANumber(stepLoss, " Going back with half the rate was tried ten times.");
        }
        restore(RunSnapshot.of(checkpoint));
        progress.scaleRate(rateFactor);
        listeners.forEach(listener -> listener.rolledBack(progress.step(), progress.epochs()));
    }

    /** What the run is about to do. */
    public RunPlan plan() {
        return new RunPlan(
                config,
                backend,
                data.train().size(),
                data.validation().size(),
                data.test().size(),
                batches.steps(),
                progress.step(),
                notes);
    }

    /** Its configuration, and where each value comes from. */
    public ResolvedConfig resolvedConfig() {
        return resolved;
    }

    private StepResult stepResult(float stepLoss) {
        Meter meter = progress.meter();
        return new StepResult(
                progress.epoch(),
                progress.step(),
                batches.steps(progress.batches()),
                stepLoss,
                learningRate.rate(progress.step() - 1),
                meter.loss(),
                meter.accuracy(),
                meter.pictures());
    }

    private EpochResult epochResult() {
        Optional<Evaluation> validation =
                data.validation().size() == 0
                        ? Optional.empty()
                        : Optional.of(averaged(() -> answers(Part.VALIDATION).evaluation()));
        Meter meter = progress.meter();
        return new EpochResult(
                progress.epoch(),
                progress.step(),
                meter.loss(),
                meter.accuracy(),
                validation.map(Evaluation::loss).orElse(null),
                validation.map(Evaluation::accuracy).orElse(null),
                learningRate.rate(progress.step() - 1),
                progress.epochSeconds(),
                meter.pictures() / progress.epochSeconds(),
                NativeMemory.residentBytes(),
                NativeMemory.liveArrays(backend.engine()));
    }

    private TrainResult stoppedResult() {
        return new TrainResult(
                progress.epochs(),
                best.epoch(),
                Optional.empty(),
                progress.seconds(),
                true,
                Optional.empty());
    }

    private TrainResult finish() {
        Optional<EpochResult> kept = keepBestOrLast();
        testAnswers = answers(Part.TEST);
        return new TrainResult(
                progress.epochs(),
                kept,
                Optional.of(testAnswers.evaluation()),
                progress.seconds(),
                false,
                ending.early(progress));
    }

    private Optional<EpochResult> keepBestOrLast() {
        if (config.earlyStopping().restoreBest()) {
            best.restore(block);
            return best.epoch();
        }
        average.ifPresent(weights -> weights.replace(trained));
        return Optional.of(progress.epochs().get(progress.epochs().size() - 1));
    }

    /** Where the run is now, to be written to the disk. */
    public Checkpoint checkpoint() {
        OptimizerState state = optimizer.save();
        Integer bestEpoch = best.epoch().map(EpochResult::epoch).orElse(null);
        return new RunSnapshot(
                        progress.save(bestEpoch, state.steps(), schedule.save(), identity.get()),
                        Weights.of(block),
                        state,
                        average.map(weights -> new Weights(weights.save())).orElse(null),
                        best.weights(),
                        resolved.toYaml())
                .toCheckpoint();
    }

    private void restore(RunSnapshot snapshot) {
        String source = "the checkpoint of step " + snapshot.state().step();
        snapshot.weights().copyInto(block, source);
        optimizer.restore(snapshot.optimizer(), trained);
        schedule.restore(snapshot.state().schedule());
        average.ifPresent(weights -> weights.restore(snapshot.average().tensors(), trained));
        progress.restore(snapshot.state());
        if (snapshot.best() != null) {
            best.keep(progress.epochs().get(snapshot.state().bestEpoch() - 1), snapshot.best());
        }
    }

    /** What is evaluated and kept is the average of the weights, where there is one. */
    private <T> T averaged(Supplier<T> work) {
        return average.isPresent() ? average.get().inPlace(trained, work) : work.get();
    }

    private Answers answers(Part part) {
        ImageData pictures = part == Part.TEST ? data.test() : data.validation();
        return Answers.of(
                block,
                pictures,
                data.preprocessing(),
                loss,
                backend,
                (done, total) ->
                        listeners.forEach(listener -> listener.answered(part, done, total)));
    }

    private TrainkitException notANumber(float stepLoss, String more) {
        return NotANumber.in(progress.step() + 1, stepLoss, config, more);
    }

    /** Steps taken so far. */
    public int step() {
        return progress.step();
    }

    /** The epochs that are completed so far. */
    public List<EpochResult> epochs() {
        return progress.epochs();
    }

    /** The step after which the best epoch ended; 0 before the first. */
    int bestStep() {
        return best.epoch().map(EpochResult::step).orElse(0);
    }

    /** Asks a run on another thread to end after its step, so that it can go on another time. */
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
                                provenance(result))
                        .withTemperature(temperature()),
                Weights.of(block),
                resolved.toYaml());
    }

    /** By the pictures that nothing was learned from; null where there are none, or none helps. */
    private Double temperature() {
        return validationAnswers()
                .flatMap(
                        answers ->
                                TemperatureScaling.fitWhereItHelps(
                                        answers.predictions(), config.train().seed()))
                .orElse(null);
    }

    /** What the run reads. */
    public DataParts data() {
        return data;
    }

    /** What the kept weights answer to the test pictures; after a run that was not stopped. */
    public Answers testAnswers() {
        return testAnswers;
    }

    /** What the network answers to the pictures kept out for validation; empty without any. */
    public Optional<Answers> validationAnswers() {
        if (validationAnswers == null && data.validation().size() > 0) {
            validationAnswers = answers(Part.VALIDATION);
        }
        return Optional.ofNullable(validationAnswers);
    }

    Provenance provenance(TrainResult result) {
        return Provenance.of(
                backend,
                config.train().seed(),
                identity.get().data(),
                started,
                result.seconds(),
                progress.interruptions());
    }

    @Override
    public void close() {
        optimizer.close();
        average.ifPresent(WeightAverage::close);
        batches.close();
        replicas.close();
        manager.close();
    }
}
