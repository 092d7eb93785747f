package dev.trainkit.model;

import static dev.trainkit.model.Layers.convolution;
import static dev.trainkit.model.Layers.dropout;
import static dev.trainkit.model.Layers.linear;
import static dev.trainkit.model.Layers.overlappingPool;

import ai.djl.nn.Activation;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import dev.trainkit.config.ModelConfig;
import java.util.List;

/**
 * AlexNet as torchvision has it (Krizhevsky 2014). The first fully connected layer takes the
 * features as they come: 256x6x6 for 224x224, as in torchvision. Takes (N, C, H, W) of at least
 * 63x63, gives logits (N, classes).
 */
public final class AlexNetBlock extends SequentialBlock {

    public AlexNetBlock(ModelConfig arguments, int classes) {
        addChildBlock("features", features());
        add(Blocks.batchFlattenBlock());
        addChildBlock("classifier", classifier(arguments.layers(), arguments.dropout(), classes));
    }

    private static SequentialBlock features() {
        return new SequentialBlock()
                .add(convolution(64, 11, 4, 2))
                .add(Activation.reluBlock())
                .add(overlappingPool(false))
                .add(convolution(192, 5, 1, 2))
                .add(Activation.reluBlock())
                .add(overlappingPool(false))
                .add(convolution(384, 3, 1, 1))
                .add(Activation.reluBlock())
                .add(convolution(256, 3, 1, 1))
                .add(Activation.reluBlock())
                .add(convolution(256, 3, 1, 1))
                .add(Activation.reluBlock())
                .add(overlappingPool(false));
    }

    private static SequentialBlock classifier(List<Integer> layers, double dropout, int classes) {
        SequentialBlock classifier = new SequentialBlock();
        for (int units : layers) {
            classifier.add(dropout(dropout)).add(linear(units)).add(Activation.reluBlock());
        }
        return classifier.add(linear(classes));
    }
}
