package dev.trainkit.model;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.pooling.Pool;

/** DJL's layers under the few settings that the networks here use. */
final class Layers {

    private Layers() {}

    /** A 3x3 convolution with bias, stride 1 and no padding: each side loses two pixels. */
    static Conv2d convolution(int filters) {
        return Conv2d.builder().setKernelShape(new Shape(3, 3)).setFilters(filters).build();
    }

    /** 2x2 max-pooling: each side is halved, rounded down. */
    static Block halve() {
        return Pool.maxPool2dBlock(new Shape(2, 2), new Shape(2, 2));
    }

    static Linear linear(int units) {
        return Linear.builder().setUnits(units).build();
    }
}
