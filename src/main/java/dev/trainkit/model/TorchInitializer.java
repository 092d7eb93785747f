package dev.trainkit.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.Initializer;
import dev.trainkit.TrainkitException;
import dev.trainkit.engine.RandomStream;
import java.util.function.Function;

/** Draws the weights and biases of convolutions and linear layers from our own generator. */
final class TorchInitializer implements Initializer {

    private static final long MOST_VALUES = 1 << 30;

    private final Parameter.Type type;
    private final Parameter weight;
    private final Initialisation initialisation;
    private final RandomStream random;

    private TorchInitializer(
            Parameter.Type type,
            Parameter weight,
            Initialisation initialisation,
            RandomStream random) {
        this.type = type;
        this.weight = weight;
        this.initialisation = initialisation;
        this.random = random;
    }

    /** Gives each layer below {@code block} its initialiser, drawing from one stream in order. */
    static void install(Block block, RandomStream random) {
        Function<Block, Initialisation> chosen =
                block instanceof Initialisation.Chosen network
                        ? network::of
                        : layer -> Initialisation.DEFAULT;
        install(block, chosen, random);
    }

    private static void install(
            Block block, Function<Block, Initialisation> chosen, RandomStream random) {
        for (Block child : block.getChildren().values()) {
            install(child, chosen, random);
        }
        for (Parameter parameter : block.getDirectParameters().values()) {
            Parameter.Type type = parameter.getType();
            if (type == Parameter.Type.WEIGHT || type == Parameter.Type.BIAS) {
                Parameter weight = block.getDirectParameters().get("weight");
                parameter.setInitializer(
                        new TorchInitializer(type, weight, chosen.apply(block), random));
            }
        }
    }

    @Override
    public NDArray initialize(NDManager manager, Shape shape, DataType dataType) {
        requireMemory(shape);
        float[] values = new float[(int) shape.size()];
        if (type == Parameter.Type.WEIGHT || initialisation == Initialisation.DEFAULT) {
            long fanIn = fanIn();
            long fanOut = fanOut();
            for (int i = 0; i < values.length; i++) {
                values[i] = initialisation.draw(random, fanIn, fanOut);
            }
        }
        return manager.create(values, shape);
    }

    private static void requireMemory(Shape shape) {
        if (shape.size() > MOST_VALUES) {
            throw new TrainkitException(
                    "A layer with weights of %s is too large. Make the model's layers smaller."
                            .formatted(shape));
        }
    }

    /** Inputs that one output sums over: the bias shares its layer's. */
    private long fanIn() {
        return weight.getShape().slice(1).size();
    }

    /** As PyTorch counts it, which leaves groups out of account. */
    private long fanOut() {
        Shape shape = weight.getShape();
        return shape.get(0) * shape.slice(2).size();
    }
}
