package dev.trainkit.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.training.initializer.Initializer;
import dev.trainkit.TrainkitException;
import java.util.Locale;

/**
 * Goes through a network as it is going to be, layer by layer, and stops where it needs more memory
 * than there is. Parameters take none on the way: each is one zero that is read again and again.
 * What a network is built by may come from outside.
 */
final class SizeCheck implements Initializer {

    private static final long serialVersionUID = 1L;

    /** Four GiB of float32. */
    private static final long MOST_PARAMETERS = 1L << 30;

    /** One GiB of float32. */
    private static final long MOST_OF_A_PICTURE = 1L << 28;

    private final long most;
    private long parameters;

    /** Java holds the weights once, on their way from and to files. */
    private SizeCheck(long javaBytes) {
        most = Math.min(MOST_PARAMETERS, javaBytes / Float.BYTES);
    }

    /**
     * @param plan the network, which is of no use afterwards
     * @param input the shape of one picture
     * @throws TrainkitException when it is too large
     */
    static void requireMemory(Block plan, NDManager manager, Shape input) {
        SizeCheck check = new SizeCheck(Runtime.getRuntime().maxMemory());
        try (NDManager sizes = manager.newSubManager()) {
            check.through(plan, sizes, new Shape[] {input});
        }
    }

    /** Gives the parameters arrays that take no memory, for others to take their place. */
    static void initialize(Block block, NDManager manager, Shape input) {
        new SizeCheck(Runtime.getRuntime().maxMemory()).install(block);
        block.initialize(manager, DataType.FLOAT32, input);
    }

    /** DJL makes an array of zeros to see what a layer without parameters makes of it. */
    private Shape[] through(Block block, NDManager manager, Shape[] inputs) {
        requireSmall(inputs[0]);
        if (block instanceof SequentialBlock) {
            Shape[] shapes = inputs;
            for (Block child : block.getChildren().values()) {
                shapes = through(child, manager, shapes);
            }
            return shapes;
        }
        install(block);
        block.initialize(manager, DataType.FLOAT32, inputs);
        return block.getOutputShapes(inputs);
    }

    private void install(Block block) {
        block.getDirectParameters().values().forEach(one -> one.setInitializer(this));
        block.getChildren().values().forEach(this::install);
    }

    private static void requireSmall(Shape picture) {
        if (size(picture) > MOST_OF_A_PICTURE) {
            throw new TrainkitException(
                    ("The network is too large: a single picture becomes %s between its layers. Make"
                                    + " its pictures or the model's layers smaller.")
                            .formatted(picture));
        }
    }

    @Override
    public NDArray initialize(NDManager manager, Shape shape, DataType type) {
        parameters = sum(parameters, size(shape));
        if (parameters > most) {
            throw new TrainkitException(
                    String.format(
                            Locale.ROOT,
                            ("The network is too large: up to a layer with weights of %s it has %,d"
                                    + " parameters, and there is memory for %,d. Make the model's"
                                    + " layers or its pictures smaller, or give Java more memory"
                                    + " with -Xmx."),
                            shape,
                            parameters,
                            most));
        }
        return manager.zeros(new Shape(1), type).broadcast(shape);
    }

    /** Of dimensions of at least 1; no more than a long holds. */
    private static long size(Shape shape) {
        long size = 1;
        for (long side : shape.getShape()) {
            size = size > Long.MAX_VALUE / side ? Long.MAX_VALUE : size * side;
        }
        return size;
    }

    private static long sum(long one, long other) {
        return one > Long.MAX_VALUE - other ? Long.MAX_VALUE : one + other;
    }
}
