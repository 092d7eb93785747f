package dev.trainkit.inspect;

import ai.djl.nn.Block;
import java.util.List;

/**
 * A network's layers with what each costs for one picture.
 *
 * @param name the network's, as PyTorch would print it
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
     * @param trainableParameters those of them that training changes
     * @param multiplyAdds multiplications, each with its addition, for one picture
     * @param activationBytes what the layer and the functions behind it compute for one picture,
     *     all of which a training step keeps for the way back
     * @param gradientBytes what the way back computes beside it; 0 where nothing up to here is
     *     trainable, for gradients go no further
     */
    public record Layer(
            String name,
            String description,
            List<Long> outputShape,
            long parameters,
            long trainableParameters,
            long multiplyAdds,
            long activationBytes,
            long gradientBytes) {

        /** Whether training leaves it as it is. */
        public boolean frozen() {
            return trainableParameters == 0;
        }
    }

    public ModelSummary {
        layers = List.copyOf(layers);
    }

    /** Of an initialised network. */
    public static ModelSummary of(Block block) {
        return new ModelSummary(nameOf(block), new LayerList(block).layers());
    }

    /** The block's, without DJL's ending: {@code LeNet} for {@code LeNetBlock}. */
    private static String nameOf(Block block) {
        return block.getClass().getSimpleName().replaceFirst("(?<=.)Block$", "");
    }

    public long parameters() {
        return layers.stream().mapToLong(Layer::parameters).sum();
    }

    /** Those that training changes. */
    public long trainableParameters() {
        return layers.stream().mapToLong(Layer::trainableParameters).sum();
    }

    /** For one picture, on the way to the loss. */
    public long activationBytes() {
        return layers.stream().mapToLong(Layer::activationBytes).sum();
    }

    /** For one picture, on the way back. */
    public long gradientBytes() {
        return layers.stream().mapToLong(Layer::gradientBytes).sum();
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
}
