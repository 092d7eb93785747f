package dev.trainkit.model;

import static dev.trainkit.model.Layers.convolution;
import static dev.trainkit.model.Layers.linear;
import static dev.trainkit.model.Layers.reluAndHalve;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Activation;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import dev.trainkit.TrainkitException;
import java.util.Arrays;
import java.util.Locale;

/**
 * The LeNet of PyTorch's introduction to {@code torch.nn}: two 3x3 convolutions, each with ReLU and
 * 2x2 max-pooling, and three fully connected layers. One channel and ten classes make 81,194
 * parameters. Takes (N, channels, 32, 32), gives logits (N, classes).
 */
public final class LeNetBlock extends AbstractBlock {

    static final int SIDE = 32;

    private final int channels;
    private final SequentialBlock features;
    private final SequentialBlock classifier;

    /**
     * @param channels input channels: 1 for grey, 3 for colour
     * @param classes number of logits
     */
    public LeNetBlock(int channels, int classes) {
        this.channels = channels;
        Conv2d conv1 = addChildBlock("conv1", convolution(6));
        Conv2d conv2 = addChildBlock("conv2", convolution(16));
        Linear fc1 = addChildBlock("fc1", linear(120));
        Linear fc2 = addChildBlock("fc2", linear(84));
        Linear fc3 = addChildBlock("fc3", linear(classes));
        features =
                new SequentialBlock()
                        .add(conv1) // (N, C, 32, 32) -> (N, 6, 30, 30)
                        .add(reluAndHalve()) // -> (N, 6, 15, 15)
                        .add(conv2) // -> (N, 16, 13, 13)
                        .add(reluAndHalve()); // -> (N, 16, 6, 6)
        classifier =
                new SequentialBlock()
                        .add(Blocks.batchFlattenBlock()) // -> (N, 576)
                        .add(fc1)
                        .add(Activation.reluBlock())
                        .add(fc2)
                        .add(Activation.reluBlock())
                        .add(fc3);
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameters,
            NDList images,
            boolean training,
            PairList<String, Object> arguments) {
        checkSize(images.getShapes());
        return classifier.forward(
                parameters, features.forward(parameters, images, training), training);
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputs) {
        checkSize(inputs);
        features.initialize(manager, type, inputs);
        classifier.initialize(manager, type, features.getOutputShapes(inputs));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
        return classifier.getOutputShapes(features.getOutputShapes(inputs));
    }

    private void checkSize(Shape... inputs) {
        long[] expected = {channels, SIDE, SIDE};
        boolean right =
                inputs.length == 1
                        && inputs[0].dimension() == 4
                        && Arrays.equals(inputs[0].slice(1).getShape(), expected);
        if (!right) {
            throw new TrainkitException(
                    String.format(
                            Locale.ROOT,
                            "LeNet takes pictures of (N, %d, 32, 32), but got %s. Pad or scale them to 32x32.",
                            channels,
                            Arrays.toString(inputs)));
        }
    }
}
