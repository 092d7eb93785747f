package dev.trainkit.model;

import static dev.trainkit.model.Layers.convolution;
import static dev.trainkit.model.Layers.dropout;
import static dev.trainkit.model.Layers.halve;
import static dev.trainkit.model.Layers.halveByAverage;
import static dev.trainkit.model.Layers.linear;
import static dev.trainkit.model.Layers.unbiased;

import ai.djl.nn.Activation;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import dev.trainkit.config.ModelConfig;

/**
 * A convolutional network by arguments: blocks of convolutions that keep the picture's size, each
 * with its normalisation and ReLU, and pooling and dropout at the block's end; then fully connected
 * layers. Takes (N, C, H, W) that can be halved once a block, gives logits (N, classes). Layers are
 * counted through: conv1, bn1, conv2, bn2, fc1, fc2.
 */
public final class CnnBlock extends SequentialBlock {

    private final ModelConfig arguments;
    private int convolutions;

    public CnnBlock(ModelConfig arguments, int classes) {
        this.arguments = arguments;
        arguments.filters().forEach(this::addBlock);
        add(Blocks.batchFlattenBlock());
        for (int i = 0; i < arguments.layers().size(); i++) {
            addChildBlock("fc" + (i + 1), linear(arguments.layers().get(i)));
            add(Activation.reluBlock());
            addDropout();
        }
        addChildBlock("fc" + (arguments.layers().size() + 1), linear(classes));
    }

    /** The smallest side that can be halved once a block. */
    static int leastSide(ModelConfig arguments) {
        return arguments.pool().equals("none") ? 1 : 1 << Math.min(30, arguments.filters().size());
    }

    private void addBlock(int filters) {
        for (int i = 0; i < arguments.convolutions(); i++) {
            addConvolution(filters);
        }
        switch (arguments.pool()) {
            case "max" -> add(halve());
            case "avg" -> add(halveByAverage());
            default -> {}
        }
        addDropout();
    }

    private void addConvolution(int filters) {
        convolutions++;
        int kernel = arguments.kernel();
        if (arguments.norm().equals("batch")) {
            addChildBlock("conv" + convolutions, unbiased(filters, kernel, 1));
            addChildBlock("bn" + convolutions, new BatchNorm2d());
        } else {
            addChildBlock("conv" + convolutions, convolution(filters, kernel, 1, kernel / 2));
        }
        add(Activation.reluBlock());
    }

    private void addDropout() {
        if (arguments.dropout() > 0) {
            add(dropout(arguments.dropout()));
        }
    }
}
