package dev.trainkit.eval;

import ai.djl.nn.Block;
import dev.trainkit.data.ImageData;
import dev.trainkit.data.Preprocessing;
import dev.trainkit.engine.Backend;
import dev.trainkit.optim.TorchLoss;

/**
 * What a network scores on a set of pictures.
 *
 * @param loss mean over the pictures
 * @param accuracy share of pictures whose most probable class is right, 0 to 1
 * @param pictures how many there were
 */
public record Evaluation(double loss, double accuracy, long pictures) {

    /** Runs the network over all pictures, in file order and without recording gradients. */
    public static Evaluation of(
            Block block,
            ImageData data,
            Preprocessing preprocessing,
            TorchLoss loss,
            Backend backend) {
        return Answers.of(block, data, preprocessing, loss, backend).evaluation();
    }
}
