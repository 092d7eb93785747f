package dev.trainkit.model;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import dev.trainkit.TrainkitException;
import dev.trainkit.engine.RandomStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** The models by name. To add one: write its block, add its line. */
public final class Models {

    private static final Map<String, Function<Architecture, Block>> MODELS =
            new TreeMap<>(
                    Map.of(
                            "lenet", a -> new LeNetBlock(a.channels(), a.classes()),
                            "mlp", a -> new MlpBlock(a.classes())));

    private Models() {}

    public static List<String> names() {
        return List.copyOf(MODELS.keySet());
    }

    /**
     * The network, its parameters on {@code manager} and drawn from {@code seed} as PyTorch
     * initialises them.
     *
     * @throws TrainkitException when there is no such model, or it does not take such pictures
     */
    public static Block create(Architecture architecture, NDManager manager, long seed) {
        Function<Architecture, Block> model = MODELS.get(architecture.name());
        if (model == null) {
            throw new TrainkitException(
                    "Unknown model '%s'. The models are: %s. Set model.name to one of them."
                            .formatted(architecture.name(), String.join(", ", names())));
        }
        return initialize(model.apply(architecture), manager, seed, inputShape(architecture));
    }

    /**
     * A network of one's own, given its parameters as those of the list are.
     *
     * @param input the shape of a batch
     */
    public static <B extends Block> B initialize(
            B block, NDManager manager, long seed, Shape input) {
        TorchInitializer.install(block, RandomStream.of(seed, "initialisation"));
        block.initialize(manager, DataType.FLOAT32, input);
        return block;
    }

    private static Shape inputShape(Architecture architecture) {
        return new Shape(1, architecture.channels(), architecture.height(), architecture.width());
    }
}
