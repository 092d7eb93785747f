package dev.trainkit.model;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.Dropout;
import ai.djl.nn.pooling.Pool;

/** DJL's layers under the few settings that the networks here use. */
final class Layers {

    private Layers() {}

    /** A 3x3 convolution with bias, stride 1 and no padding: each side loses two pixels. */
    static Conv2d convolution(int filters) {
        return convolution(filters, 3, 1, 0);
    }

    /** A convolution with bias. */
    static Conv2d convolution(int filters, int kernel, int stride, int padding) {
        return square(filters, kernel, stride, padding).build();
    }

    /** A convolution without bias, for a normalisation follows that has one. */
    static Conv2d unbiased(int filters, int kernel, int stride) {
        return square(filters, kernel, stride, kernel / 2).optBias(false).build();
    }

    /** A 3x3 convolution without bias in which each channel sees only itself. */
    static Conv2d depthwise(int channels, int stride) {
        return square(channels, 3, stride, 1).optBias(false).optGroups(channels).build();
    }

    private static Conv2d.Builder square(int filters, int kernel, int stride, int padding) {
        return Conv2d.builder()
                .setKernelShape(new Shape(kernel, kernel))
                .setFilters(filters)
                .optStride(new Shape(stride, stride))
                .optPadding(new Shape(padding, padding));
    }

    /** 2x2 max-pooling: each side is halved, rounded down. */
    static Block halve() {
        return MaxPool.block(2, 2);
    }

    /** ReLU and 2x2 max-pooling: each side is halved, rounded down. */
    static Block reluAndHalve() {
        return new ReluAndPool(halve());
    }

    /** 2x2 average pooling: each side is halved, rounded down. */
    static Block halveByAverage() {
        return Pool.avgPool2dBlock(new Shape(2, 2), new Shape(2, 2));
    }

    /** 3x3 max-pooling at every second pixel. */
    static Block overlappingPool(boolean roundedUp) {
        return roundedUp
                ? Pool.maxPool2dBlock(new Shape(3, 3), new Shape(2, 2), new Shape(0, 0), true)
                : MaxPool.block(3, 2);
    }

    static Linear linear(int units) {
        return Linear.builder().setUnits(units).build();
    }

    static Block dropout(double share) {
        return Dropout.builder().optRate((float) share).build();
    }
}
