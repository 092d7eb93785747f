package dev.trainkit.export;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.trainkit.data.Preprocessing;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A model's preprocessing as operations of a network, from (N, H, W, 3) of 8 bits to what {@link
 * Preprocessing} makes. Grey is the luma of ITU-R BT.601, in whole numbers of 1/65536 and rounded
 * as PIL rounds it; each of these sums is below 2^24 and so exact in float32.
 */
record PixelFront(Preprocessing preprocessing) implements UnaryOperator<NDArray> {

    private static final float[] LUMA = {19595, 38470, 7471};
    private static final int ONE = 65536;
    private static final int[] CHANNELS = {1};

    @Override
    public NDArray apply(NDArray pixels) {
        NDArray colours = pixels.toType(DataType.FLOAT32, false).transpose(0, 3, 1, 2);
        NDArray values = preprocessing.channels() == 1 ? grey(colours) : colours;
        NDArray padded = preprocessing.padding() == 0 ? values : pad(values);
        return padded.div(255)
                .sub(perChannel(pixels, preprocessing.mean()))
                .div(perChannel(pixels, preprocessing.std()));
    }

    private static NDArray grey(NDArray colours) {
        NDArray luma = colours.getManager().create(LUMA, new Shape(1, LUMA.length, 1, 1));
        return colours.mul(luma).sum(CHANNELS, true).add(ONE / 2).div(ONE).floor();
    }

    private NDArray pad(NDArray values) {
        int side = preprocessing.padding();
        return values.pad(new Shape(side, side, side, side), 0);
    }

    private static NDArray perChannel(NDArray pixels, List<Float> values) {
        float[] numbers = new float[values.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = values.get(i);
        }
        return pixels.getManager().create(numbers, new Shape(1, numbers.length, 1, 1));
    }
}
