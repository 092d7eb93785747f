package dev.trainkit.model;

import static dev.trainkit.model.Layers.convolution;
import static dev.trainkit.model.Layers.dropout;
import static dev.trainkit.model.Layers.overlappingPool;

import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.pooling.Pool;

/**
 * SqueezeNet 1.1 as torchvision has it (Iandola et al. 2016). Takes (N, C, H, W) of at least 21x21,
 * gives logits (N, classes).
 */
public final class SqueezeNetBlock extends SequentialBlock implements Initialisation.Chosen {

    private final Conv2d logits;

    public SqueezeNetBlock(double dropout, int classes) {
        logits = convolution(classes, 1, 1, 0);
        addChildBlock("features", features());
        addChildBlock(
                "classifier",
                new SequentialBlock()
                        .add(dropout(dropout))
                        .add(logits)
                        .add(Activation.reluBlock())
                        .add(Pool.globalAvgPool2dBlock()));
    }

    private static SequentialBlock features() {
        return new SequentialBlock()
                .add(convolution(64, 3, 2, 0))
                .add(Activation.reluBlock())
                .add(overlappingPool(true))
                .add(new FireBlock(16, 64))
                .add(new FireBlock(16, 64))
                .add(overlappingPool(true))
                .add(new FireBlock(32, 128))
                .add(new FireBlock(32, 128))
                .add(overlappingPool(true))
                .add(new FireBlock(48, 192))
                .add(new FireBlock(48, 192))
                .add(new FireBlock(64, 256))
                .add(new FireBlock(64, 256));
    }

    @Override
    public Initialisation of(Block layer) {
        return layer == logits ? Initialisation.SMALL_NORMAL : Initialisation.KAIMING_UNIFORM;
    }
}
