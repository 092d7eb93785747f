package dev.trainkit.model;

import static dev.trainkit.model.Layers.dropout;
import static dev.trainkit.model.Layers.linear;

import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.pooling.Pool;

/**
 * MobileNetV2 as torchvision has it (Sandler et al. 2018), of width 1. Takes (N, C, H, W) of any
 * size, each side of which is divided by 32 and rounded up; gives logits (N, classes).
 */
public final class MobileNetV2Block extends SequentialBlock implements Initialisation.Chosen {

    /** Expansion, width, blocks and first stride of each stage. */
    private static final int[][] STAGES = {
        {1, 16, 1, 1},
        {6, 24, 2, 2},
        {6, 32, 3, 2},
        {6, 64, 4, 2},
        {6, 96, 3, 1},
        {6, 160, 3, 2},
        {6, 320, 1, 1}
    };

    public MobileNetV2Block(double dropout, int classes) {
        addChildBlock("features", features());
        add(Pool.globalAvgPool2dBlock());
        addChildBlock(
                "classifier", new SequentialBlock().add(dropout(dropout)).add(linear(classes)));
    }

    private static SequentialBlock features() {
        int channels = 32;
        SequentialBlock features =
                new SequentialBlock()
                        .add(InvertedResidualBlock.normalised(Layers.unbiased(channels, 3, 2)));
        for (int[] stage : STAGES) {
            for (int i = 0; i < stage[2]; i++) {
                int stride = i == 0 ? stage[3] : 1;
                features.add(new InvertedResidualBlock(channels, stage[0], stage[1], stride));
                channels = stage[1];
            }
        }
        return features.add(InvertedResidualBlock.normalised(Layers.unbiased(1280, 1, 1)));
    }

    @Override
    public Initialisation of(Block layer) {
        return layer instanceof Conv2d
                ? Initialisation.KAIMING_NORMAL
                : Initialisation.SMALL_NORMAL;
    }
}
