package dev.trainkit.predict;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.util.Pair;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a network's first layer makes of a picture.
 *
 * @param name {@code conv1} for one; empty where the network does not begin with a convolution
 * @param maps one for each of its channels
 */
record FirstLayer(String name, List<LookedAt.Map> maps) {

    private static final FirstLayer NONE = new FirstLayer("", List.of());

    /** Without a graph, for one picture; the arrays are freed with the store's manager. */
    static FirstLayer of(Block block, ParameterStore parameters, NDArray picture) {
        if (block.getChildren().isEmpty()) {
            return NONE;
        }
        Pair<String, Block> first = block.getChildren().get(0);
        if (first.getValue().getDirectParameters().isEmpty()) {
            return NONE;
        }
        NDArray output =
                first.getValue().forward(parameters, new NDList(picture), false).singletonOrThrow();
        Shape shape = output.getShape(); // (1, C, H, W)
        if (shape.dimension() != 4) {
            return NONE;
        }
        float[] values = output.toFloatArray();
        int width = (int) shape.get(3);
        int height = (int) shape.get(2);
        int size = width * height;
        return new FirstLayer(
                first.getKey().replaceFirst("^\\d+", ""), // DJL numbers its children
                IntStream.range(0, (int) shape.get(1))
                        .mapToObj(c -> map(values, c * size, width, height))
                        .toList());
    }

    private static LookedAt.Map map(float[] values, int from, int width, int height) {
        float least = Float.POSITIVE_INFINITY;
        float most = Float.NEGATIVE_INFINITY;
        for (int i = from; i < from + width * height; i++) {
            least = Math.min(least, values[i]);
            most = Math.max(most, values[i]);
        }
        int[] scaled = new int[width * height];
        for (int i = 0; i < scaled.length && most > least; i++) {
            scaled[i] = Math.round(255 * (values[from + i] - least) / (most - least));
        }
        return new LookedAt.Map(width, height, Arrays.stream(scaled).boxed().toList());
    }
}
