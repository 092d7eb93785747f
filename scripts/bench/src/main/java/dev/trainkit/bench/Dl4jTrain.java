package dev.trainkit.bench;

import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Deeplearning4j, its batches made beforehand and held in memory: more than its examples do. */
final class Dl4jTrain {

    private static final int VALUES = Mnist.PADDED * Mnist.PADDED;

    private Dl4jTrain() {}

    public static void main(String[] arguments) throws IOException {
        Work work = Work.of(arguments);
        MultiLayerNetwork network = new MultiLayerNetwork(network(work.model()));
        network.init();
        StepClock clock = new StepClock(work);
        network.setListeners(
                new BaseTrainingListener() {
                    @Override
                    public void iterationDone(Model model, int iteration, int epoch) {
                        clock.step(work.batch());
                    }
                });
        List<DataSet> batches = batches(work);
        while (!clock.isOver()) {
            Collections.shuffle(batches, new Random(1));
            network.fit(new ExistingDataSetIterator(batches));
        }
        clock.report(network.score(), "Deeplearning4j 1.0.0-M2.1");
    }

    private static MultiLayerConfiguration network(String model) {
        NeuralNetConfiguration.ListBuilder layers =
                new NeuralNetConfiguration.Builder()
                        .seed(42)
                        .updater(new Nesterovs(0.05, 0.9))
                        .list();
        if (model.equals("lenet")) {
            layers.layer(convolution(6))
                    .layer(halve())
                    .layer(convolution(16))
                    .layer(halve())
                    .layer(dense(120))
                    .layer(dense(84));
        } else {
            layers.layer(dense(128));
        }
        return layers.layer(
                        new OutputLayer.Builder(LossFunction.NEGATIVELOGLIKELIHOOD)
                                .nOut(10)
                                .activation(Activation.SOFTMAX)
                                .build())
                .setInputType(InputType.convolutional(Mnist.PADDED, Mnist.PADDED, 1))
                .build();
    }

    private static ConvolutionLayer convolution(int filters) {
        return new ConvolutionLayer.Builder(3, 3).nOut(filters).activation(Activation.RELU).build();
    }

    private static SubsamplingLayer halve() {
        return new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
                .kernelSize(2, 2)
                .stride(2, 2)
                .build();
    }

    private static DenseLayer dense(int units) {
        return new DenseLayer.Builder().nOut(units).activation(Activation.RELU).build();
    }

    /** Whole batches only, for an epoch of what is warmed up and timed. */
    private static List<DataSet> batches(Work work) throws IOException {
        Mnist mnist = Mnist.read(work.data(), "train");
        List<DataSet> batches = new ArrayList<>();
        int limit = Math.min(60_000, work.warmUp() + work.images() + 2 * work.batch());
        for (int from = 0; from + work.batch() <= limit; from += work.batch()) {
            batches.add(batch(mnist, from, work.batch()));
        }
        return batches;
    }

    private static DataSet batch(Mnist mnist, int from, int size) {
        float[] values = new float[size * VALUES];
        INDArray labels = Nd4j.zeros(size, 10);
        for (int i = 0; i < size; i++) {
            mnist.normalized(from + i, values, i * VALUES);
            labels.putScalar(i, mnist.labels()[from + i], 1);
        }
        INDArray images = Nd4j.createFromArray(values).reshape(size, 1, Mnist.PADDED, Mnist.PADDED);
        return new DataSet(images, labels);
    }
}
