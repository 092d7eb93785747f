package dev.trainkit.optim;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import ai.djl.training.TrainingConfig;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import dev.trainkit.config.EngineConfig;
import dev.trainkit.config.RunConfig;
import dev.trainkit.data.Batch;
import dev.trainkit.data.Batches;
import dev.trainkit.data.DataParts;
import dev.trainkit.data.Datasets;
import dev.trainkit.engine.Backend;
import dev.trainkit.engine.Engines;
import dev.trainkit.engine.ThreadGradients;
import dev.trainkit.model.Architecture;
import dev.trainkit.model.MlpBlock;
import dev.trainkit.model.Models;
import dev.trainkit.model.StateDict;
import dev.trainkit.model.Tensor;
import dev.trainkit.model.Weights;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The network and the first 1,600 pictures of MNIST, 16 a batch, that the goldens are made of. */
final class GoldenLeNet implements AutoCloseable {

    static final int BATCH = 16;

    private static final int PICTURES = 1600;
    private static final DataParts DATA =
            Datasets.open(RunConfig.of("data.limit=" + PICTURES, "data.validation=0").data(), 0);

    /** One thread: small batches gain nothing from more, and each sum has one order. */
    private final Backend backend = Engines.open(new EngineConfig("PyTorch", "auto", "1", true));

    private final NDManager manager = backend.newManager();
    private final Block block =
            Models.create(new Architecture("lenet", List.of(1, 32, 32), 10), manager, 0);
    private final ParameterStore store = new ParameterStore(manager, false);
    private final Batches batches = new Batches(DATA.train(), DATA.preprocessing(), 64);

    GoldenLeNet() {
        Goldens.lenet().copyInto(block, "the golden weights");
    }

    Block block() {
        return block;
    }

    NDManager manager() {
        return manager;
    }

    Map<String, Parameter> parameters() {
        return StateDict.of(block);
    }

    /** Batch {@code index} forward and back; gives its loss. */
    float backward(int index, TorchLoss loss) {
        Accumulation alone = new Accumulation(loss);
        backward(index * BATCH, BATCH, loss, alone, true);
        return alone.loss();
    }

    /** So many pictures from the first one on, forward and back. */
    void backward(int first, int count, TorchLoss loss, Accumulation accumulation, boolean isStep) {
        try (Batch batch = batch(first, count);
                ThreadGradients gradients = backend.newGradientCollector()) {
            NDList predictions = block.forward(store, batch.images(), true);
            NDArray lossValue = loss.evaluate(batch.labels(), predictions);
            double weight = isStep ? 1 : loss.weight(batch.labels(), predictions);
            gradients.backward(lossValue, weight);
            accumulation.add(lossValue.getFloat(), weight);
        }
    }

    private Batch batch(int first, int count) {
        return batches.get(manager, IntStream.range(first, first + count).toArray(), 0);
    }

    /** Steps from batch {@code from} up to {@code to}; gives their losses. */
    double[] train(TorchOptimizer optimizer, int from, int to) {
        TorchLoss loss = Losses.create("cross-entropy");
        double[] losses = new double[to - from];
        for (int i = from; i < to; i++) {
            losses[i - from] = backward(i, loss);
            optimizer.step(parameters());
            optimizer.zeroGradients(parameters());
        }
        return losses;
    }

    /** As {@link #train}, with all parameters as one where they can be. */
    void train(TorchOptimizer optimizer, JoinedParameters joined, int from, int to) {
        TorchLoss loss = Losses.create("cross-entropy");
        for (int i = from; i < to; i++) {
            backward(i, loss);
            optimizer.step(joined);
            optimizer.zeroGradients(joined);
        }
    }

    /** Puts copies in the places of the parameters, as an average of weights does. */
    void replaceParameters() {
        Weights.of(block).copyInto(block, "the copies");
    }

    /** As {@link #train}, by DJL's own trainer. */
    void trainInDjl(Optimizer optimizer, Loss loss, int steps) {
        try (Model model = Model.newInstance("lenet", backend.device())) {
            model.setBlock(block);
            TrainingConfig config =
                    new DefaultTrainingConfig(loss)
                            .optOptimizer(optimizer)
                            .optDevices(new Device[] {backend.device()});
            try (Trainer trainer = model.newTrainer(config)) {
                for (int i = 0; i < steps; i++) {
                    try (Batch batch = batch(i * BATCH, BATCH)) {
                        trainInDjl(trainer, batch, loss);
                    }
                }
            }
            model.setBlock(new MlpBlock(2)); // else it would close ours
        }
    }

    private static void trainInDjl(Trainer trainer, Batch batch, Loss loss) {
        try (GradientCollector gradients = trainer.newGradientCollector()) {
            NDList predictions = trainer.forward(batch.images());
            gradients.backward(loss.evaluate(batch.labels(), predictions));
        }
        trainer.step();
    }

    /** The Euclidean norm of each parameter. */
    double[] norms() {
        return Weights.of(block).tensors().values().stream()
                .mapToDouble(GoldenLeNet::norm)
                .toArray();
    }

    private static double norm(Tensor tensor) {
        double sum = 0;
        for (float value : tensor.values()) {
            sum += (double) value * value;
        }
        return Math.sqrt(sum);
    }

    @Override
    public void close() {
        manager.close();
    }
}
