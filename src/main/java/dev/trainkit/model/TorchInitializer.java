package dev.trainkit.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.Initializer;
import dev.trainkit.engine.RandomStream;

/**
 * How PyTorch initialises {@code nn.Conv2d} and {@code nn.Linear}: weights Kaiming-uniform with a =
 * sqrt 5 (He et al. 2015), biases uniform, both of which come to U(-b, b) with b = 1 /
 * sqrt(fan-in).
 */
final class TorchInitializer implements Initializer {

    private final Parameter weight;
    private final RandomStream random;

    private TorchInitializer(Parameter weight, RandomStream random) {
        this.weight = weight;
        this.random = random;
    }

    /** Gives each layer below {@code block} this initialiser, drawing from one stream in order. */
    static void install(Block block, RandomStream random) {
        for (Block child : block.getChildren().values()) {
            install(child, random);
        }
        for (Parameter parameter : block.getDirectParameters().values()) {
            if (parameter.getType() == Parameter.Type.WEIGHT
                    || parameter.getType() == Parameter.Type.BIAS) {
                Parameter weight = block.getDirectParameters().get("weight");
                parameter.setInitializer(new TorchInitializer(weight, random));
            }
        }
    }

    @Override
    public NDArray initialize(NDManager manager, Shape shape, DataType type) {
        float bound = (float) (1 / Math.sqrt((double) fanIn()));
        float[] values = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat(-bound, bound);
        }
        return manager.create(values, shape);
    }

    /** Inputs that one output sums over: the bias shares its layer's. */
    private long fanIn() {
        return weight.getShape().slice(1).size();
    }
}
