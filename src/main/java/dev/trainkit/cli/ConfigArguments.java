package dev.trainkit.cli;

import dev.trainkit.config.InvalidConfigException;
import dev.trainkit.config.Problem;
import dev.trainkit.config.ResolvedConfig;
import dev.trainkit.config.RunConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Names a configuration on the command line. The values stay text until the configuration reads
 * them, so that all mistakes are reported at once.
 */
final class ConfigArguments {

    @Parameters(
            arity = "0..1",
            paramLabel = "CONFIG",
            description = "A YAML file; config/lenet-mnist.yaml when left out.")
    private Path file;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Set any key, such as optimizer.momentum=0.8; repeatable.")
    private List<String> settings = List.of();

    @Option(names = "--epochs", paramLabel = "N", description = "train.epochs")
    private String epochs;

    @Option(names = "--batch-size", paramLabel = "N", description = "train.batch-size")
    private String batchSize;

    @Option(names = "--learning-rate", paramLabel = "X", description = "optimizer.learning-rate")
    private String learningRate;

    @Option(names = "--seed", paramLabel = "N", description = "train.seed")
    private String seed;

    @Option(
            names = "--device",
            paramLabel = "NAME",
            description = "engine.device: auto, cpu, gpu, gpu:N, cuda, cuda:N or mps.")
    private String device;

    /** With each value and each mistake under the option that the person typed. */
    ResolvedConfig resolve() {
        return resolve(List.of());
    }

    /**
     * As {@link #resolve()}, and more.
     *
     * @param more settings such as {@code data.fold=2}, over all others
     */
    ResolvedConfig resolve(List<String> more) {
        try {
            List<String> overrides = overrides();
            overrides.addAll(more);
            ResolvedConfig resolved = RunConfig.resolve(file(), overrides);
            Map<String, String> origins = new LinkedHashMap<>(resolved.origins());
            origins.replaceAll((key, origin) -> asTyped(origin));
            return new ResolvedConfig(resolved.config(), origins);
        } catch (InvalidConfigException e) {
            throw new InvalidConfigException(e.problems().stream().map(this::asTyped).toList());
        }
    }

    /** What differs from the file, as {@code --set} has it. */
    List<String> overrides() {
        List<String> overrides = new ArrayList<>(settings);
        overrides.addAll(typed().keySet());
        return overrides;
    }

    boolean namesFile() {
        return file != null;
    }

    /** The file's name without its ending, {@code lenet-mnist} for one. */
    String name() {
        return file().getFileName().toString().replaceFirst("\\.[^.]*$", "");
    }

    private Path file() {
        return file == null ? Home.defaultConfig() : file;
    }

    /** From what an option sets, {@code train.epochs=3}, to how it was typed. */
    private Map<String, String> typed() {
        Map<String, String> typed = new LinkedHashMap<>();
        add(typed, "train.epochs", "--epochs", epochs);
        add(typed, "train.batch-size", "--batch-size", batchSize);
        add(typed, "optimizer.learning-rate", "--learning-rate", learningRate);
        add(typed, "train.seed", "--seed", seed);
        add(typed, "engine.device", "--device", device);
        return typed;
    }

    private static void add(Map<String, String> typed, String key, String option, String value) {
        if (value != null) {
            typed.put(key + "=" + value, option + " " + value);
        }
    }

    private Problem asTyped(Problem problem) {
        return new Problem(problem.key(), asTyped(problem.place()), problem.sentence());
    }

    /** The configuration knows every option as a {@code --set}. */
    private String asTyped(String place) {
        String set = "--set ";
        return place.startsWith(set)
                ? typed().getOrDefault(place.substring(set.length()), place)
                : place;
    }
}
