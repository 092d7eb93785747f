package dev.trainkit.model;

import static dev.trainkit.model.Layers.convolution;
import static dev.trainkit.model.Layers.dropout;
import static dev.trainkit.model.Layers.halve;
import static dev.trainkit.model.Layers.linear;

import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import dev.trainkit.config.ModelConfig;
import java.util.List;
import java.util.Map;

/**
 * VGG (Simonyan and Zisserman 2015) as torchvision has it, with or without batch normalisation. The
 * first fully connected layer takes the features as they come: 512x7x7 for 224x224, as in the
 * paper, and no more than 512 for 32x32. Takes (N, C, H, W) of at least 32x32, gives logits (N,
 * classes).
 */
public final class VggBlock extends SequentialBlock implements Initialisation.Chosen {

    private static final int[] WIDTHS = {64, 128, 256, 512, 512};

    /** Convolutions of each width, by the number of layers. */
    private static final Map<Integer, int[]> REPEATS =
            Map.of(
                    11, new int[] {1, 1, 2, 2, 2},
                    13, new int[] {2, 2, 2, 2, 2},
                    16, new int[] {2, 2, 3, 3, 3},
                    19, new int[] {2, 2, 4, 4, 4});

    public VggBlock(ModelConfig arguments, int classes) {
        int[] repeats = REPEATS.get(arguments.depth());
        addChildBlock("features", features(repeats, arguments.norm().equals("batch")));
        add(Blocks.batchFlattenBlock());
        addChildBlock("classifier", classifier(arguments.layers(), arguments.dropout(), classes));
    }

    private static SequentialBlock features(int[] repeats, boolean normalised) {
        SequentialBlock features = new SequentialBlock();
        for (int i = 0; i < WIDTHS.length; i++) {
            for (int j = 0; j < repeats[i]; j++) {
                features.add(convolution(WIDTHS[i], 3, 1, 1));
                if (normalised) {
                    features.add(new BatchNorm2d());
                }
                features.add(Activation.reluBlock());
            }
            features.add(halve());
        }
        return features;
    }

    private static SequentialBlock classifier(List<Integer> layers, double dropout, int classes) {
        SequentialBlock classifier = new SequentialBlock();
        for (int units : layers) {
            classifier.add(linear(units)).add(Activation.reluBlock()).add(dropout(dropout));
        }
        return classifier.add(linear(classes));
    }

    @Override
    public Initialisation of(Block layer) {
        return layer instanceof Conv2d
                ? Initialisation.KAIMING_NORMAL
                : Initialisation.SMALL_NORMAL;
    }
}
