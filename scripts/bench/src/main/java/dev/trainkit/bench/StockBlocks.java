package dev.trainkit.bench;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.pooling.Pool;

/** The networks of the benchmarks in DJL's own blocks. */
final class StockBlocks {

    private StockBlocks() {}

    static Block of(String model) {
        return switch (model) {
            case "lenet" -> lenet();
            case "mlp" -> mlp();
            default -> throw new IllegalArgumentException("no such network here: " + model);
        };
    }

    private static Block lenet() {
        return new SequentialBlock()
                .add(convolution(6))
                .add(Activation.reluBlock())
                .add(Pool.maxPool2dBlock(new Shape(2, 2), new Shape(2, 2)))
                .add(convolution(16))
                .add(Activation.reluBlock())
                .add(Pool.maxPool2dBlock(new Shape(2, 2), new Shape(2, 2)))
                .add(Blocks.batchFlattenBlock())
                .add(linear(120))
                .add(Activation.reluBlock())
                .add(linear(84))
                .add(Activation.reluBlock())
                .add(linear(10));
    }

    private static Block mlp() {
        return new SequentialBlock()
                .add(Blocks.batchFlattenBlock())
                .add(linear(128))
                .add(Activation.reluBlock())
                .add(linear(10));
    }

    private static Block convolution(int filters) {
        return Conv2d.builder().setFilters(filters).setKernelShape(new Shape(3, 3)).build();
    }

    private static Block linear(int units) {
        return Linear.builder().setUnits(units).build();
    }
}
