package dev.trainkit.model;

import static dev.trainkit.model.Layers.linear;
import static dev.trainkit.model.Layers.unbiased;

import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.pooling.Pool;
import java.util.List;

/**
 * A residual network (He et al. 2016) for small pictures: torchvision's ResNet with a first
 * convolution of 3x3 and stride 1, and no pooling behind it. 18 layers have torchvision's widths of
 * 64 to 512; 20 layers are the paper's network for CIFAR-10, with widths of 16 to 64 and 1x1
 * convolutions where a shortcut changes the size. Takes (N, C, H, W) of any size, gives logits (N,
 * classes).
 */
public final class ResNetBlock extends SequentialBlock implements Initialisation.Chosen {

    /**
     * @param depth 18 or 20
     */
    public ResNetBlock(int depth, int classes) {
        List<Integer> widths = depth == 18 ? List.of(64, 128, 256, 512) : List.of(16, 32, 64);
        int blocks = depth == 18 ? 2 : 3;
        addChildBlock("conv1", unbiased(widths.get(0), 3, 1));
        addChildBlock("bn1", new BatchNorm2d());
        add(Activation.reluBlock());
        int channels = widths.get(0);
        for (int i = 0; i < widths.size(); i++) {
            int width = widths.get(i);
            addChildBlock("layer" + (i + 1), stage(blocks, channels, width, i == 0 ? 1 : 2));
            channels = width;
        }
        add(Pool.globalAvgPool2dBlock());
        addChildBlock("fc", linear(classes));
    }

    private static SequentialBlock stage(int blocks, int channels, int width, int stride) {
        SequentialBlock stage = new SequentialBlock();
        stage.add(new ResidualBlock(channels, width, stride));
        for (int i = 1; i < blocks; i++) {
            stage.add(new ResidualBlock(width, width, 1));
        }
        return stage;
    }

    @Override
    public Initialisation of(Block layer) {
        return layer instanceof Conv2d ? Initialisation.KAIMING_NORMAL : Initialisation.DEFAULT;
    }
}
