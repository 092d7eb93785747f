package dev.trainkit.model;

import static dev.trainkit.model.Layers.linear;

import ai.djl.nn.Activation;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;

/**
 * A multilayer perceptron with one hidden layer of 128 ReLUs: what a picture's pixels say without
 * their neighbourhood. Takes (N, C, H, W) of any size, gives logits (N, classes).
 */
public final class MlpBlock extends SequentialBlock {

    private static final int HIDDEN = 128;

    public MlpBlock(int classes) {
        add(Blocks.batchFlattenBlock());
        addChildBlock("fc1", linear(HIDDEN));
        add(Activation.reluBlock());
        addChildBlock("fc2", linear(classes));
    }
}
