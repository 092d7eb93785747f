package dev.trainkit.inspect;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import dev.trainkit.engine.Autograd;
import java.util.List;

/**
 * Which pixels an answer hangs on: the size of the gradient of the answer's logit by each pixel,
 * the largest over the channels. By K. Simonyan et al., "Deep inside convolutional networks"
 * (2013).
 */
public final class Saliency {

    private Saliency() {}

    /**
     * Of some pictures.
     *
     * @param images (N, channels, height, width), in a manager that is closed soon
     * @param answers a class for each picture
     * @return (N, height, width), at least 0
     */
    public static float[] of(Block block, NDArray images, int[] answers) {
        images.setRequiresGradient(true);
        return Autograd.recording(
                () -> {
                    NDManager manager = images.getManager();
                    ParameterStore parameters = new ParameterStore(manager, false);
                    NDArray logits =
                            block.forward(parameters, new NDList(images), false).singletonOrThrow();
                    NDArray picked =
                            manager.create(answers)
                                    .oneHot((int) logits.getShape().get(1), DataType.FLOAT32);
                    NDArray gradient =
                            Autograd.gradients(logits, List.of(images), picked)
                                    .get(0)
                                    .orElseGet(images::zerosLike);
                    return gradient.abs().max(new int[] {1}).toFloatArray();
                });
    }
}
