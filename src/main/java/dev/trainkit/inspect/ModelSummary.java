package dev.trainkit.inspect;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.util.Pair;
import dev.trainkit.model.StateDict;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * A network's layers with what each costs for one picture.
 *
 * @param name the network's class
 * @param layers those with parameters, in the order of the network's children
 */
public record ModelSummary(String name, List<Layer> layers) {

    /**
     * One layer.
     *
     * @param name PyTorch's, {@code conv1} for one
     * @param description as PyTorch prints it
     * @param outputShape without the batch: channels, height, width or features
     * @param parameters weights and biases
     * @param multiplyAdds multiplications, each with its addition, for one picture
     */
    public record Layer(
            String name,
            String description,
            List<Long> outputShape,
            long parameters,
            long multiplyAdds) {}

    public ModelSummary {
        layers = List.copyOf(layers);
    }

    /** Of an initialised network. */
    public static ModelSummary of(Block block) {
        List<Layer> layers = new ArrayList<>();
        collect("", block, layers);
        return new ModelSummary(block.getClass().getSimpleName(), layers);
    }

    public long parameters() {
        return layers.stream().mapToLong(Layer::parameters).sum();
    }

    public long multiplyAdds() {
        return layers.stream().mapToLong(Layer::multiplyAdds).sum();
    }

    /** The network as PyTorch prints one. */
    public String asTorch() {
        StringBuilder text = new StringBuilder(name).append("(\n");
        for (Layer layer : layers) {
            text.append("  (%s): %s%n".formatted(layer.name(), layer.description()));
        }
        return text.append(')').toString();
    }

    private static void collect(String prefix, Block block, List<Layer> layers) {
        for (Pair<String, Block> child : block.getChildren()) {
            String name = prefix + StateDict.childName(child);
            if (!child.getValue().getDirectParameters().isEmpty()) {
                layers.add(layer(name, child.getValue()));
            }
            collect(name + ".", child.getValue(), layers);
        }
    }

    private static Layer layer(String name, Block block) {
        Shape input = block.getInputShapes()[0];
        Shape output = block.getOutputShapes(block.getInputShapes())[0].slice(1);
        long parameters =
                block.getDirectParameters().values().stream()
                        .mapToLong(parameter -> parameter.getShape().size())
                        .sum();
        return new Layer(
                name,
                describe(block, input),
                LongStream.of(output.getShape()).boxed().toList(),
                parameters,
                multiplyAdds(block, output));
    }

    /** Each output is a sum over one row of the weight. */
    private static long multiplyAdds(Block block, Shape output) {
        if (!(block instanceof Conv2d || block instanceof Linear)) {
            return 0;
        }
        return output.size() * block.getDirectParameters().get("weight").getShape().slice(1).size();
    }

    private static String describe(Block block, Shape input) {
        if (block instanceof Conv2d convolution) {
            return describe(convolution, input);
        }
        if (block instanceof Linear linear) {
            Shape weight = linear.getDirectParameters().get("weight").getShape();
            boolean bias = linear.getDirectParameters().contains("bias");
            return "Linear(in_features=%d, out_features=%d, bias=%s)"
                    .formatted(weight.get(1), weight.get(0), bias ? "True" : "False");
        }
        return block.getClass().getSimpleName() + "()";
    }

    private static String describe(Conv2d convolution, Shape input) {
        StringBuilder text = new StringBuilder("Conv2d(");
        text.append(input.get(1)).append(", ").append(convolution.getFilters());
        text.append(", kernel_size=").append(pair(convolution.getKernelShape()));
        text.append(", stride=").append(pair(convolution.getStride()));
        if (convolution.getPadding().size() > 0 && convolution.getPadding().get(0) != 0) {
            text.append(", padding=").append(pair(convolution.getPadding()));
        }
        if (!convolution.isIncludeBias()) {
            text.append(", bias=False");
        }
        return text.append(')').toString();
    }

    private static String pair(Shape shape) {
        return "(%d, %d)".formatted(shape.get(0), shape.get(1));
    }
}
