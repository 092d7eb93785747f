package dev.trainkit.model;

import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import java.util.List;
import java.util.Map;

/** Every listed model in a small size, for tests that walk the list. */
public final class SmallModels {

    private static final Map<String, Object> FEW_UNITS = Map.of("layers", List.of(16));

    private SmallModels() {}

    /** With ten classes; whatever is not told apart here takes 32x32 and has its defaults. */
    public static Architecture architecture(String name) {
        return switch (name) {
            case "alexnet" -> new Architecture(name, List.of(3, 63, 63), 10, FEW_UNITS);
            case "cnn" ->
                    new Architecture(
                            name,
                            List.of(1, 16, 16),
                            10,
                            Map.of("filters", List.of(4, 8), "layers", List.of(16)));
            case "mlp" -> new Architecture(name, List.of(1, 16, 16), 10, FEW_UNITS);
            case "mobilenet-v2" -> new Architecture(name, List.of(3, 64, 64), 10);
            case "resnet" -> new Architecture(name, List.of(1, 16, 16), 10);
            case "vgg" -> new Architecture(name, List.of(3, 32, 32), 10, FEW_UNITS);
            default -> new Architecture(name, List.of(1, 32, 32), 10);
        };
    }

    public static Block create(String name, NDManager manager, long seed) {
        return Models.create(architecture(name), manager, seed);
    }
}
