package dev.trainkit.bench;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.modality.cv.transform.ToTensor;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.evaluator.Accuracy;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.listener.TrainingListenerAdapter;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import ai.djl.translate.TranslateException;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * DJL as its examples train: {@code EasyTrain}, an {@code ArrayDataset}, {@code ToTensor}. Not
 * normalised, for DJL's {@code Normalize} takes pictures of three channels only.
 */
final class EasyTrainPeer {

    private EasyTrainPeer() {}

    public static void main(String[] arguments) throws IOException, TranslateException {
        Work work = Work.of(arguments);
        try (Model model = Model.newInstance("peer", Device.cpu(), "PyTorch");
                NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
            model.setBlock(StockBlocks.of(work.model()));
            StepClock clock = new StepClock(work);
            try (Trainer trainer = model.newTrainer(config(clock, work))) {
                trainer.initialize(new Shape(1, 1, Mnist.PADDED, Mnist.PADDED));
                ArrayDataset data = dataset(manager, work);
                while (!clock.isOver()) {
                    EasyTrain.fit(trainer, 1, data, null);
                }
                clock.report(trainer.getTrainingResult().getTrainLoss(), version());
            }
        }
    }

    private static DefaultTrainingConfig config(StepClock clock, Work work) {
        return new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
                .optOptimizer(
                        Optimizer.sgd()
                                .setLearningRateTracker(Tracker.fixed(0.05f))
                                .optMomentum(0.9f)
                                .build())
                .optDevices(new Device[] {Device.cpu()})
                .addEvaluator(new Accuracy())
                .addTrainingListeners(TrainingListener.Defaults.basic())
                .addTrainingListeners(
                        new TrainingListenerAdapter() {
                            @Override
                            public void onTrainingBatch(Trainer trainer, BatchData batchData) {
                                clock.step(work.batch());
                            }
                        });
    }

    private static ArrayDataset dataset(NDManager manager, Work work) throws IOException {
        Mnist mnist = Mnist.read(work.data(), "train");
        int values = Mnist.PADDED * Mnist.PADDED;
        ByteBuffer pixels = ByteBuffer.allocateDirect(mnist.size() * values);
        long[] labels = new long[mnist.size()];
        for (int i = 0; i < labels.length; i++) {
            pixels.put(mnist.padded(i));
            labels[i] = mnist.labels()[i];
        }
        Shape shape = new Shape(mnist.size(), Mnist.PADDED, Mnist.PADDED, 1);
        return new ArrayDataset.Builder()
                .setData(manager.create(pixels.rewind(), shape, DataType.UINT8))
                .optLabels(manager.create(labels))
                .setSampling(work.batch(), true)
                .addTransform(new ToTensor())
                .optLimit(limit(work))
                .build();
    }

    /** An epoch of what is warmed up and timed, one batch more than that. */
    private static long limit(Work work) {
        return Math.min(60_000L, work.warmUp() + work.images() + 2L * work.batch());
    }

    private static String version() {
        return "DJL %s on PyTorch %s"
                .formatted(Engine.getDjlVersion(), Engine.getEngine("PyTorch").getVersion());
    }
}
