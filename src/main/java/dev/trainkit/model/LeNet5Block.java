package dev.trainkit.model;

import static dev.trainkit.model.Layers.convolution;
import static dev.trainkit.model.Layers.halveByAverage;
import static dev.trainkit.model.Layers.linear;

import ai.djl.nn.Activation;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;

/**
 * LeNet-5 (LeCun et al. 1998) as it is taught: 5x5 convolutions, tanh and average pooling, every
 * filter on all channels, and logits in the place of radial basis functions. Takes (N, C, H, W) of
 * at least 16x16; the paper's 32x32 with one channel and ten classes make 61,706 parameters.
 */
public final class LeNet5Block extends SequentialBlock {

    public LeNet5Block(int classes) {
        addChildBlock("conv1", convolution(6, 5, 1, 0)); // (N, C, 32, 32) -> (N, 6, 28, 28)
        add(Activation.tanhBlock());
        add(halveByAverage()); // -> (N, 6, 14, 14)
        addChildBlock("conv2", convolution(16, 5, 1, 0)); // -> (N, 16, 10, 10)
        add(Activation.tanhBlock());
        add(halveByAverage()); // -> (N, 16, 5, 5)
        add(Blocks.batchFlattenBlock()); // -> (N, 400)
        addChildBlock("fc1", linear(120));
        add(Activation.tanhBlock());
        addChildBlock("fc2", linear(84));
        add(Activation.tanhBlock());
        addChildBlock("fc3", linear(classes));
    }
}
