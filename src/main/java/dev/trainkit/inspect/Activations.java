package dev.trainkit.inspect;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import dev.trainkit.engine.Autograd;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a layer made of some pictures, after the functions that follow it: a plane a channel. */
public final class Activations {

    private final String layer;
    private final int channels;
    private final int height;
    private final int width;
    private final float[] values;

    private Activations(String layer, NDArray array) {
        long[] shape = array.getShape().getShape();
        this.layer = layer;
        channels = Math.toIntExact(shape[1]);
        height = Math.toIntExact(shape[2]);
        width = Math.toIntExact(shape[3]);
        values = array.toFloatArray();
    }

    /**
     * Of every layer that keeps the picture's two dimensions, in the order in which they run.
     *
     * @param images (N, channels, height, width), in a manager in which nothing else is computed
     */
    public static List<Activations> of(Block block, NDArray images) {
        return Autograd.withoutGradients(() -> run(block, images));
    }

    private static List<Activations> run(Block block, NDArray images) {
        LayerOutputs outputs = new LayerOutputs(block, images.getManager());
        block.forward(outputs, new NDList(images), false);
        List<Activations> activations = new ArrayList<>();
        for (Map.Entry<String, List<NDArray>> layer : outputs.outputs().entrySet()) {
            last(layer.getValue())
                    .ifPresent(array -> activations.add(new Activations(layer.getKey(), array)));
        }
        outputs.clear();
        return activations;
    }

    /** Pooling comes last in a layer and makes the planes smaller; nothing makes them larger. */
    private static Optional<NDArray> last(List<NDArray> arrays) {
        return arrays.stream()
                .filter(array -> array.getShape().dimension() == 4)
                .min(Comparator.comparingLong(NDArray::size));
    }

    /** PyTorch's name, {@code conv1} for one. */
    public String layer() {
        return layer;
    }

    public int channels() {
        return channels;
    }

    public int height() {
        return height;
    }

    public int width() {
        return width;
    }

    /** (N, channels, height, width); not copied. */
    public float[] values() {
        return values;
    }
}
