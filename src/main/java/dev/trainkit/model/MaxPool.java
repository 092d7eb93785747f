package dev.trainkit.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.pooling.Pool;
import dev.trainkit.engine.StridedMaximum;

/** DJL's max-pooling without padding, by a faster way where no gradient is wanted. */
final class MaxPool {

    private final int kernel;
    private final int stride;

    private MaxPool(int kernel, int stride) {
        this.kernel = kernel;
        this.stride = stride;
    }

    /**
     * Takes (N, C, H, W), each side rounded down.
     *
     * @param kernel side of the window
     * @param stride from one window to the next
     */
    static Block block(int kernel, int stride) {
        MaxPool pool = new MaxPool(kernel, stride);
        return new LambdaBlock(
                images -> new NDList(pool.of(images.singletonOrThrow())), "maxPool2d");
    }

    private NDArray of(NDArray images) {
        return StridedMaximum.fits(images, kernel)
                ? StridedMaximum.of(images, kernel, stride)
                : Pool.maxPool2d(
                        images,
                        new Shape(kernel, kernel),
                        new Shape(stride, stride),
                        new Shape(0, 0),
                        false);
    }
}
