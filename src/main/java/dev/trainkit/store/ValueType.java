package dev.trainkit.store;

import java.nio.ByteBuffer;

/** How a file holds a weight; here it becomes a float32, rounded to the nearest. */
enum ValueType {
    /** IEEE 754 half precision: 5 bits of exponent, 10 of fraction. */
    FLOAT16(2) {
        @Override
        float read(ByteBuffer bytes, int position) {
            return half(bytes.getShort(position));
        }
    },
    /** The upper half of a float32. */
    BFLOAT16(2) {
        @Override
        float read(ByteBuffer bytes, int position) {
            return Float.intBitsToFloat(bytes.getShort(position) << 16);
        }
    },
    FLOAT32(4) {
        @Override
        float read(ByteBuffer bytes, int position) {
            return bytes.getFloat(position);
        }
    },
    FLOAT64(8) {
        @Override
        float read(ByteBuffer bytes, int position) {
            double value = bytes.getDouble(position);
            if (Double.isFinite(value) && Float.isInfinite((float) value)) {
                throw new IllegalArgumentException(
                        "has the value %s, which float32 cannot hold".formatted(value));
            }
            return (float) value;
        }
    };

    /** What a sentence says of a type that is none of these. */
    static final String NAMES = "float16, bfloat16, float32 or float64";

    private static final int HALF_EXPONENT = 0x1f;
    private static final int HALF_FRACTION_BITS = 10;
    private static final int HALF_BIAS = 15;

    private final int size;

    ValueType(int size) {
        this.size = size;
    }

    /** Bytes of a value. */
    int size() {
        return size;
    }

    /**
     * The value that starts at a byte, in the buffer's own byte order.
     *
     * @throws IllegalArgumentException with the reason when it is beyond float32
     */
    abstract float read(ByteBuffer bytes, int position);

    private static float half(short bits) {
        int exponent = bits >> HALF_FRACTION_BITS & HALF_EXPONENT;
        int fraction = bits & (1 << HALF_FRACTION_BITS) - 1;
        float magnitude =
                switch (exponent) {
                    case 0 -> Math.scalb((float) fraction, 1 - HALF_BIAS - HALF_FRACTION_BITS);
                    case HALF_EXPONENT -> fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
                    default ->
                            Math.scalb(
                                    (float) (fraction | 1 << HALF_FRACTION_BITS),
                                    exponent - HALF_BIAS - HALF_FRACTION_BITS);
                };
        return bits < 0 ? -magnitude : magnitude;
    }
}
