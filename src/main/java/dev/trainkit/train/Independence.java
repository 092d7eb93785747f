package dev.trainkit.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.norm.Dropout;
import ai.djl.training.ParameterStore;
import dev.trainkit.engine.Autograd;
import dev.trainkit.engine.RandomStream;
import dev.trainkit.model.StateDict;

/**
 * Whether a network in training computes each picture for itself, so that a batch may be computed
 * in parts: nothing is drawn at random, as dropout does, and no picture changes what becomes of
 * another, as in a batch normalisation.
 */
final class Independence {

    private static final int PICTURES = 4;
    private static final String ALL_BUT_THE_LAST = ":-1";

    private Independence() {}

    /**
     * Tries it: are the outputs of pictures the same to the last bit beside another one? That draws
     * numbers at random where the network does.
     *
     * @param shape of a picture, (C, H, W)
     */
    static boolean of(Block block, Shape shape, NDManager parent) {
        if (draws(block) || keepsFigures(block)) {
            return false; // not to be tried without a trace
        }
        return Autograd.withoutGradients(
                () -> {
                    try (NDManager manager = parent.newSubManager()) {
                        NDArray pictures = pictures(shape, manager);
                        NDArray beside = pictures.duplicate();
                        beside.get("-1:").addi(1);
                        return outputs(block, pictures, manager)
                                .contentEquals(outputs(block, beside, manager));
                    }
                });
    }

    private static boolean draws(Block block) {
        return block instanceof Dropout
                || block.getChildren().values().stream().anyMatch(Independence::draws);
    }

    private static boolean keepsFigures(Block block) {
        return StateDict.of(block).values().stream()
                .anyMatch(parameter -> !parameter.requiresGradient());
    }

    private static NDArray pictures(Shape shape, NDManager manager) {
        RandomStream random = RandomStream.of(0, "independence");
        float[] values = new float[Math.toIntExact(PICTURES * shape.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat(-1, 1);
        }
        return manager.create(values, new Shape(PICTURES).addAll(shape));
    }

    private static NDArray outputs(Block block, NDArray pictures, NDManager manager) {
        ParameterStore parameters = new ParameterStore(manager, false);
        return block.forward(parameters, new NDList(pictures), true)
                .singletonOrThrow()
                .get(ALL_BUT_THE_LAST);
    }
}
