package dev.trainkit.store;

import dev.trainkit.model.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Locale;

/**
 * A tensor as a file describes it: a view of a run of values, which may be transposed, shared or
 * part of a larger one. Everything about it may be a lie until {@link #read} has looked.
 */
final class StoredTensor {

    private static final int MOST_DIMENSIONS = 32;

    private final long[] shape;
    private final long[] strides;
    private final long offset;

    /**
     * @param shape its dimensions
     * @param strides values from one index to the next, a dimension each
     * @param offset where it starts, in values
     */
    StoredTensor(long[] shape, long[] strides, long offset) {
        this.shape = shape;
        this.strides = strides;
        this.offset = offset;
    }

    /** One whose values lie one after another, the last index the fastest. */
    static StoredTensor contiguous(long[] shape) {
        long[] strides = new long[shape.length];
        long stride = 1;
        for (int i = shape.length - 1; i >= 0; i--) {
            strides[i] = stride;
            stride *= Math.max(1, shape[i]); // where it overflows, the size is refused
        }
        return new StoredTensor(shape, strides, 0);
    }

    /** One whose first index is the fastest, as Fortran and Matlab have it. */
    static StoredTensor fortran(long[] shape) {
        long[] strides = new long[shape.length];
        long stride = 1;
        for (int i = 0; i < shape.length; i++) {
            strides[i] = stride;
            stride *= Math.max(1, shape[i]);
        }
        return new StoredTensor(shape, strides, 0);
    }

    /**
     * How many bytes its values take, where each takes so many.
     *
     * @throws IllegalArgumentException with the reason when its shape is none
     */
    long bytes(int valueSize) {
        return (long) size() * valueSize;
    }

    private int size() {
        if (shape.length > MOST_DIMENSIONS) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "has %d dimensions", shape.length));
        }
        long size = 1;
        try {
            for (long dimension : shape) {
                if (dimension < 0) {
                    throw new IllegalArgumentException("has a dimension of " + dimension);
                }
                size = Math.multiplyExact(size, dimension);
            }
            return Math.toIntExact(size);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(
                    "has more values than fit into memory, " + Arrays.toString(shape), e);
        }
    }

    /**
     * Its values, row by row, as float32.
     *
     * @throws IllegalArgumentException with the reason when it does not lie within the bytes
     * @throws RefusedException when it is larger than the allowance
     */
    Tensor read(byte[] storage, ValueType type, ByteOrder order, Allowance allowance) {
        int size = size();
        requireWithin(size, storage.length / type.size());
        allowance.take((long) size * Float.BYTES);
        float[] values = new float[size];
        ByteBuffer bytes = ByteBuffer.wrap(storage).order(order);
        if (size > 0 && Arrays.equals(strides, contiguous(shape).strides)) {
            copy(bytes, type, values);
        } else if (size > 0) {
            gather(bytes, type, values);
        }
        return new Tensor(shape, values);
    }

    int dimensions() {
        return shape.length;
    }

    /** {@code [6, 1, 3, 3]}. */
    @Override
    public String toString() {
        return Arrays.toString(shape);
    }

    private void requireWithin(int size, int available) {
        if (strides.length != shape.length) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "has %d dimensions, but %d strides",
                            shape.length,
                            strides.length));
        }
        if (size > 0 && (offset < 0 || last() >= available)) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "does not lie within its storage of %d values",
                            available));
        }
    }

    /** Where its last value is; beyond all storages where that is no number. */
    private long last() {
        try {
            long last = offset;
            for (int i = 0; i < shape.length; i++) {
                if (strides[i] < 0) {
                    throw new IllegalArgumentException("has a stride of " + strides[i]);
                }
                last = Math.addExact(last, Math.multiplyExact(shape[i] - 1, strides[i]));
            }
            return last;
        } catch (ArithmeticException e) {
            return Long.MAX_VALUE;
        }
    }

    private void copy(ByteBuffer bytes, ValueType type, float[] values) {
        int position = Math.toIntExact(offset * type.size());
        for (int i = 0; i < values.length; i++, position += type.size()) {
            values[i] = type.read(bytes, position);
        }
    }

    private void gather(ByteBuffer bytes, ValueType type, float[] values) {
        long[] index = new long[shape.length];
        long place = offset;
        for (int i = 0; i < values.length; i++) {
            values[i] = type.read(bytes, Math.toIntExact(place * type.size()));
            int dimension = shape.length - 1;
            while (dimension >= 0 && ++index[dimension] == shape[dimension]) {
                place -= (shape[dimension] - 1) * strides[dimension];
                index[dimension--] = 0;
            }
            if (dimension >= 0) {
                place += strides[dimension];
            }
        }
    }
}
