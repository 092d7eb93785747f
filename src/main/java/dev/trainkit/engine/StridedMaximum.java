package dev.trainkit.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.stream.IntStream;

/**
 * Max-pooling as the maximum of strided views, first of rows, then of columns. libtorch's own
 * kernel finds for each maximum the index that a backward pass wants, value by value, which takes
 * most of a small network's time; this has no gradient to speak of, and takes a tenth.
 */
public final class StridedMaximum {

    private StridedMaximum() {}

    /** Whether it may stand in for libtorch's pooling here: on the CPU, and where none records. */
    public static boolean fits(NDArray images, int kernel) {
        return images instanceof PtNDArray
                && !images.getDevice().isGpu()
                && images.getShape().dimension() == 4
                && Math.min(images.getShape().get(2), images.getShape().get(3)) >= kernel
                && !Autograd.isRecording();
    }

    /**
     * The largest value of each window, without padding, each side rounded down; NaN where a window
     * has one.
     *
     * @param images (N, C, H, W)
     * @param kernel side of the window
     * @param stride from one window to the next
     */
    public static NDArray of(NDArray images, int kernel, int stride) {
        try (NDArray rows = along(2, (PtNDArray) images, kernel, stride)) {
            return along(3, (PtNDArray) rows, kernel, stride);
        }
    }

    private static NDArray along(int axis, PtNDArray images, int kernel, int stride) {
        long windows = (images.getShape().get(axis) - kernel) / stride + 1;
        return IntStream.range(0, kernel)
                .mapToObj(
                        i ->
                                (NDArray)
                                        JniUtils.slice(
                                                images,
                                                axis,
                                                i,
                                                i + (windows - 1) * stride + 1,
                                                stride))
                .reduce(StridedMaximum::larger)
                .orElseThrow();
    }

    private static NDArray larger(NDArray left, NDArray right) {
        try (left;
                right) {
            return left.maximum(right);
        }
    }
}
