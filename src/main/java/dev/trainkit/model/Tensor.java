package dev.trainkit.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** A float32 array on the heap, values in row-major order. Equal when shape and values are. */
public final class Tensor {

    private final long[] shape;
    private final float[] values;

    /**
     * Takes the arrays over without copying them.
     *
     * @param shape its dimensions
     * @param values as many as the product of the dimensions
     */
    public Tensor(long[] shape, float[] values) {
        long size = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        if (size != values.length) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "Shape %s holds %d values, but there are %d",
                            Arrays.toString(shape),
                            size,
                            values.length));
        }
        this.shape = shape;
        this.values = values;
    }

    public long[] shape() {
        return shape;
    }

    public float[] values() {
        return values;
    }

    /** {@code (6, 1, 3, 3)}. */
    public String shapeText() {
        return Arrays.stream(shape)
                .mapToObj(String::valueOf)
                .collect(Collectors.joining(", ", "(", ")"));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Tensor tensor
                && Arrays.equals(shape, tensor.shape)
                && Arrays.equals(values, tensor.values);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(shape) + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "Tensor" + shapeText();
    }
}
