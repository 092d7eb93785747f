package dev.trainkit.model;

import static java.util.Map.entry;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import dev.trainkit.TrainkitException;
import dev.trainkit.config.InvalidConfigException;
import dev.trainkit.config.ModelConfig;
import dev.trainkit.engine.RandomStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/**
 * The models by name: ours, and those that a {@link ModelProvider} adds. To add one: write its
 * block, add its line, and its arguments in {@link ModelConfig}.
 */
public final class Models {

    /** How the block of a model is made. */
    private interface Maker {

        Block make(Architecture architecture, ModelConfig arguments);
    }

    private static final String LENET = "lenet";

    private static final Map<String, Maker> OURS =
            Map.ofEntries(
                    entry("alexnet", from(63, (a, m) -> new AlexNetBlock(m, a.classes()))),
                    entry("cnn", from(CnnBlock::leastSide, (a, m) -> new CnnBlock(m, a.classes()))),
                    entry(LENET, (a, m) -> new LeNetBlock(a.channels(), a.classes())),
                    entry("lenet5", from(16, (a, m) -> new LeNet5Block(a.classes()))),
                    entry("mlp", (a, m) -> new MlpBlock(m.layers(), a.classes())),
                    entry("mobilenet-v2", (a, m) -> new MobileNetV2Block(m.dropout(), a.classes())),
                    entry("resnet", (a, m) -> new ResNetBlock(m.depth(), a.classes())),
                    entry(
                            "squeezenet",
                            from(21, (a, m) -> new SqueezeNetBlock(m.dropout(), a.classes()))),
                    entry("vgg", from(32, (a, m) -> new VggBlock(m, a.classes()))));

    private Models() {}

    /** Ours, and those of providers on the class path. */
    public static List<String> names() {
        TreeSet<String> names = new TreeSet<>(OURS.keySet());
        names.addAll(OwnModels.byName(OURS.keySet()).keySet());
        return List.copyOf(names);
    }

    /**
     * Before pictures are read, where their size is known then.
     *
     * @throws TrainkitException when the model takes none of that size, with those that do
     */
    public static void requireSize(ModelConfig model, int height, int width) {
        if (takes(model, height, width)) {
            return;
        }
        String others =
                OURS.keySet().stream()
                        .filter(name -> takes(new ModelConfig(name), height, width))
                        .sorted()
                        .collect(Collectors.joining(", "));
        throw new TrainkitException(
                String.format(
                        Locale.ROOT,
                        "The model %1$s takes no pictures of %3$dx%2$d, which data.image makes them. Set data.image.size%4$s, or model.name to one that takes %3$dx%2$d: %5$s.",
                        model.name(),
                        height,
                        width,
                        model.name().equals(LENET) ? "=32x32" : " to a larger one",
                        others));
    }

    private static boolean takes(ModelConfig model, int height, int width) {
        Maker maker = OURS.get(model.name());
        if (maker == null || model.name().equals(LENET)) {
            return maker == null || (height == LeNetBlock.SIDE && width == LeNetBlock.SIDE);
        }
        try {
            List<Integer> shape = List.of(1, height, width);
            maker.make(new Architecture(model.name(), shape, 2, model.arguments()), model);
            return true;
        } catch (TrainkitException e) {
            return false;
        }
    }

    /**
     * The network, its parameters on {@code manager} and drawn from {@code seed} as PyTorch
     * initialises them.
     *
     * @throws TrainkitException when there is no such model, it has no such arguments, it does not
     *     take such pictures, or there is no memory for it
     */
    public static Block create(Architecture architecture, NDManager manager, long seed) {
        return initialize(plan(architecture, manager), manager, seed, inputShape(architecture));
    }

    /**
     * The network with these weights, without drawing others first.
     *
     * @param source where the weights come from, for the message
     * @throws TrainkitException as {@link #create}, and when the weights are not this network's
     */
    public static Block load(
            Architecture architecture, Weights weights, NDManager manager, String source) {
        Block block = plan(architecture, manager);
        SizeCheck.initialize(block, manager, inputShape(architecture));
        weights.copyInto(block, source);
        return block;
    }

    /** Not initialised yet, and known to fit into memory. */
    private static Block plan(Architecture architecture, NDManager manager) {
        Maker maker = maker(architecture);
        ModelConfig arguments = arguments(architecture);
        SizeCheck.requireMemory(
                maker.make(architecture, arguments), manager, inputShape(architecture));
        return maker.make(architecture, arguments);
    }

    private static ModelConfig arguments(Architecture architecture) {
        try {
            return ModelConfig.of(architecture.name(), architecture.arguments());
        } catch (InvalidConfigException e) {
            throw new TrainkitException(
                    "The network %s cannot be built from its arguments: %s. Correct them, or copy the model again."
                            .formatted(architecture.name(), e.reasons()),
                    e);
        }
    }

    private static Maker maker(Architecture architecture) {
        Maker ours = OURS.get(architecture.name());
        if (ours != null) {
            return ours;
        }
        ModelProvider provider = OwnModels.byName(OURS.keySet()).get(architecture.name());
        if (provider == null) {
            throw new TrainkitException(
                    "Unknown model '%s'. The models are: %s. Set model.name to one of them."
                            .formatted(architecture.name(), String.join(", ", names())));
        }
        OwnModels.requireArguments(provider, architecture);
        return provider::create;
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

    /** A model that takes pictures of any size from a smallest side on. */
    private static Maker from(int side, Maker maker) {
        return from(arguments -> side, maker);
    }

    private static Maker from(ToIntFunction<ModelConfig> side, Maker maker) {
        return (architecture, arguments) -> {
            requireSides(architecture, side.applyAsInt(arguments));
            return maker.make(architecture, arguments);
        };
    }

    private static void requireSides(Architecture architecture, int least) {
        if (architecture.height() < least || architecture.width() < least) {
            throw new TrainkitException(
                    String.format(
                            Locale.ROOT,
                            ("The model %s takes pictures of at least %dx%d, but these are %dx%d. Scale them"
                                    + " up, or set model.name to another."),
                            architecture.name(),
                            least,
                            least,
                            architecture.height(),
                            architecture.width()));
        }
    }
}
