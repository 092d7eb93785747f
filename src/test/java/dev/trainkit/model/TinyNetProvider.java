package dev.trainkit.model;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import dev.trainkit.config.ModelConfig;
import java.util.List;
import java.util.Set;

/** A model of one's own, as CONTRIBUTING shows it: one convolution and one linear layer. */
public final class TinyNetProvider implements ModelProvider {

    @Override
    public String name() {
        return "tiny-net";
    }

    @Override
    public Set<String> arguments() {
        return Set.of("filters");
    }

    @Override
    public Block create(Architecture architecture, ModelConfig arguments) {
        List<Integer> filters = arguments.filters() == null ? List.of(4) : arguments.filters();
        return new TinyNet(filters.get(0), architecture.classes());
    }

    /** Its parameters are conv.weight, conv.bias, fc.weight and fc.bias. */
    private static final class TinyNet extends SequentialBlock {

        TinyNet(int filters, int classes) {
            addChildBlock(
                    "conv",
                    Conv2d.builder()
                            .setKernelShape(new Shape(5, 5))
                            .setFilters(filters)
                            .optStride(new Shape(2, 2))
                            .build());
            add(Activation.reluBlock());
            add(Blocks.batchFlattenBlock());
            addChildBlock("fc", Linear.builder().setUnits(classes).build());
        }
    }
}
