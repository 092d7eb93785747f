package dev.trainkit.model;

import static dev.trainkit.model.Layers.depthwise;
import static dev.trainkit.model.Layers.unbiased;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Activation;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;

/**
 * MobileNetV2's module: widened by a 1x1 convolution, filtered channel by channel, and narrowed
 * again without an activation; what came in is added where it has the same shape.
 */
final class InvertedResidualBlock extends AbstractBlock {

    private final SequentialBlock conv;
    private final boolean shortcut;

    /**
     * @param expansion how many times as wide it is inside
     */
    InvertedResidualBlock(int channels, int expansion, int width, int stride) {
        int inside = channels * expansion;
        SequentialBlock layers = new SequentialBlock();
        if (expansion != 1) {
            layers.add(normalised(unbiased(inside, 1, 1)));
        }
        layers.add(normalised(depthwise(inside, stride)))
                .add(unbiased(width, 1, 1))
                .add(new BatchNorm2d());
        conv = addChildBlock("conv", layers);
        shortcut = stride == 1 && channels == width;
    }

    /** A convolution with its normalisation and ReLU6. */
    static SequentialBlock normalised(Conv2d convolution) {
        return new SequentialBlock()
                .add(convolution)
                .add(new BatchNorm2d())
                .add(Activation.relu6Block());
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameters,
            NDList inputs,
            boolean training,
            PairList<String, Object> arguments) {
        NDArray residual = conv.forward(parameters, inputs, training).singletonOrThrow();
        return new NDList(shortcut ? inputs.singletonOrThrow().add(residual) : residual);
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputs) {
        conv.initialize(manager, type, inputs);
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
        return conv.getOutputShapes(inputs);
    }
}
