package dev.trainkit.model;

import static dev.trainkit.model.Layers.linear;

import ai.djl.nn.Activation;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import java.util.List;

/**
 * A multilayer perceptron: what a picture's pixels say without their neighbourhood. Takes (N, C, H,
 * W) of any size, gives logits (N, classes).
 */
public final class MlpBlock extends SequentialBlock {

    /** With one hidden layer of 128 ReLUs. */
    public MlpBlock(int classes) {
        this(List.of(128), classes);
    }

    /**
     * @param hidden ReLUs of each hidden layer
     */
    public MlpBlock(List<Integer> hidden, int classes) {
        add(Blocks.batchFlattenBlock());
        for (int i = 0; i < hidden.size(); i++) {
            addChildBlock("fc" + (i + 1), linear(hidden.get(i)));
            add(Activation.reluBlock());
        }
        addChildBlock("fc" + (hidden.size() + 1), linear(classes));
    }
}
