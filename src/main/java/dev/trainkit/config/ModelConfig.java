package dev.trainkit.config;

import static java.util.Map.entry;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which network is trained. An argument that the network does not have is null.
 *
 * @param name one of the listed models, {@code lenet} for one
 * @param weights start from the weights in this file (safetensors, npz, PyTorch, TorchScript or
 *     DJL) or model directory; null starts from a seeded initialisation
 * @param weightsKey which of several sets of weights in a file of {@code torch.save}, {@code
 *     ema.module} for one; null where there is one set
 * @param freeze name patterns of parameters that keep their bytes, {@code conv*} for one
 * @param freezeEpochs how many epochs they do; null for the whole run
 * @param layers units of each hidden fully connected layer; an empty list has none
 * @param filters of the convolutions of each block
 * @param convolutions in each block
 * @param kernel side of a convolution's window, odd, so that the picture keeps its size
 * @param norm {@code batch} or {@code none}: what follows a convolution
 * @param pool {@code max}, {@code avg} or {@code none}: how a block's end halves the picture
 * @param dropout share of the values that a training step leaves out, in [0, 1)
 * @param depth layers with weights: 18 or 20 of {@code resnet}; 11, 13, 16 or 19 of {@code vgg}
 */
public record ModelConfig(
        String name,
        Path weights,
        String weightsKey,
        List<String> freeze,
        Integer freezeEpochs,
        List<Integer> layers,
        List<Integer> filters,
        Integer convolutions,
        Integer kernel,
        String norm,
        String pool,
        Double dropout,
        Integer depth) {

    /** The most units or filters of a layer; more is taken for a slip. */
    private static final int LARGEST = 65_536;

    /** The longest list of layers or blocks. */
    private static final int MOST = 100;

    static final Map<String, Map<String, Object>> CHOICES =
            Map.of(
                    "lenet", Map.of(),
                    "lenet5", Map.of(),
                    "mlp", Map.of("layers", List.of(128)),
                    "cnn",
                            Map.ofEntries(
                                    entry("filters", List.of(32, 64)),
                                    entry("convolutions", 1),
                                    entry("kernel", 3),
                                    entry("norm", "batch"),
                                    entry("pool", "max"),
                                    entry("dropout", 0.0),
                                    entry("layers", List.of(128))),
                    "resnet", Map.of("depth", 20),
                    "vgg",
                            Map.ofEntries(
                                    entry("depth", 11),
                                    entry("norm", "none"),
                                    entry("dropout", 0.5),
                                    entry("layers", List.of(4096, 4096))),
                    "alexnet", Map.of("dropout", 0.5, "layers", List.of(4096, 4096)),
                    "squeezenet", Map.of("dropout", 0.5),
                    "mobilenet-v2", Map.of("dropout", 0.2));

    private static final Map<String, Set<Integer>> DEPTHS =
            Map.of("resnet", Set.of(18, 20), "vgg", Set.of(11, 13, 16, 19));

    public ModelConfig {
        new Rules("model", new Choice(name, CHOICES))
                .requireName("name", name)
                .require(
                        freeze != null && freeze.stream().noneMatch(String::isBlank),
                        "freeze",
                        "a list of name patterns",
                        freeze)
                .require(
                        freezeEpochs == null || freezeEpochs >= 1,
                        "freeze-epochs",
                        "null or at least 1",
                        freezeEpochs)
                .require(
                        freezeEpochs == null
                                || freezeEpochs < 1
                                || freeze == null
                                || !freeze.isEmpty(),
                        "freeze-epochs",
                        "left out where model.freeze names nothing",
                        freezeEpochs)
                .require(
                        weightsKey == null || weights != null,
                        "weights-key",
                        "left out where model.weights names nothing",
                        weightsKey)
                .setting(
                        "layers",
                        layers,
                        sizes(0),
                        String.format(
                                Locale.ROOT,
                                "a list of at most %d whole numbers from 1 to %d",
                                MOST,
                                LARGEST))
                .setting(
                        "filters",
                        filters,
                        sizes(1),
                        String.format(
                                Locale.ROOT,
                                "a list of 1 to %d whole numbers from 1 to %d",
                                MOST,
                                LARGEST))
                .setting("convolutions", convolutions, n -> n >= 1 && n <= 16, "from 1 to 16")
                .setting(
                        "kernel", kernel, k -> k >= 1 && k <= 31 && k % 2 == 1, "odd, from 1 to 31")
                .setting("norm", norm, Set.of("batch", "none")::contains, "batch or none")
                .setting("pool", pool, Set.of("max", "avg", "none")::contains, "max, avg or none")
                .setting("dropout", dropout, Rules::isShare, "at least 0 and below 1")
                .setting("depth", depth, d -> hasDepth(name, d), depthRule(String.valueOf(name)))
                .check();
        freeze = List.copyOf(freeze);
        layers = layers == null ? null : List.copyOf(layers);
        filters = filters == null ? null : List.copyOf(filters);
    }

    /** The defaults of that model. */
    public ModelConfig(String name) {
        this(name, new Choice(name, CHOICES));
    }

    private ModelConfig(String name, Choice choice) {
        this(
                name,
                null,
                null,
                List.of(),
                null,
                choice.wholes("layers"),
                choice.wholes("filters"),
                choice.whole("convolutions"),
                choice.whole("kernel"),
                choice.text("norm"),
                choice.text("pool"),
                choice.number("dropout"),
                choice.whole("depth"));
    }

    public ModelConfig() {
        this("lenet");
    }

    /**
     * That model with its defaults and the arguments that differ from them, as {@link #arguments}
     * gives them.
     *
     * @throws InvalidConfigException with every mistake in the arguments
     */
    public static ModelConfig of(String name, Map<String, Object> arguments) {
        return RunConfig.of(
                        Section.overrides(
                                "model",
                                YamlText.scalar(name),
                                arguments.entrySet().stream()
                                        .map(ModelConfig::override)
                                        .toArray(String[]::new)))
                .model();
    }

    private static String override(Map.Entry<String, Object> argument) {
        if (!new Choice(null, CHOICES).decides(argument.getKey())) {
            throw new InvalidConfigException(
                    "model",
                    "'%s' is not an argument of any model"
                            .formatted(Problem.quoted(argument.getKey())));
        }
        return argument.getKey() + "=" + YamlText.scalar(argument.getValue());
    }

    /** What the network is built by: each argument that it has, by its key. */
    public Map<String, Object> arguments() {
        Map<String, Object> arguments = new LinkedHashMap<>();
        for (Section.Key key : Section.named("model").keys()) {
            Object value = key.valueIn(this);
            if (value != null && new Choice(null, CHOICES).decides(key.name())) {
                arguments.put(key.name(), value);
            }
        }
        return Collections.unmodifiableMap(arguments);
    }

    private static Predicate<List<Integer>> sizes(int least) {
        return list ->
                list.size() >= least
                        && list.size() <= MOST
                        && list.stream().allMatch(n -> n >= 1 && n <= LARGEST);
    }

    /** A model that is not ours may mean anything by it. */
    private static boolean hasDepth(String name, int depth) {
        return DEPTHS.containsKey(name) ? DEPTHS.get(name).contains(depth) : depth >= 1;
    }

    private static String depthRule(String name) {
        return switch (name) {
            case "resnet" -> "18 or 20";
            case "vgg" -> "11, 13, 16 or 19";
            default -> "at least 1";
        };
    }
}
