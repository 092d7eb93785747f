package dev.trainkit.cli;

import dev.trainkit.config.ResolvedConfig;
import dev.trainkit.config.RunConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
            description = "engine.device: auto, cpu, gpu, gpu:N, cuda, cuda:N or mps")
    private String device;

    ResolvedConfig resolve() {
        return RunConfig.resolve(file(), overrides());
    }

    /** The file's name without its ending, {@code lenet-mnist} for one. */
    String name() {
        return file().getFileName().toString().replaceFirst("\\.[^.]*$", "");
    }

    private Path file() {
        return file == null ? Home.defaultConfig() : file;
    }

    private List<String> overrides() {
        List<String> overrides = new ArrayList<>(settings);
        add(overrides, "train.epochs", epochs);
        add(overrides, "train.batch-size", batchSize);
        add(overrides, "optimizer.learning-rate", learningRate);
        add(overrides, "train.seed", seed);
        add(overrides, "engine.device", device);
        return overrides;
    }

    private static void add(List<String> overrides, String key, String value) {
        if (value != null) {
            overrides.add(key + "=" + value);
        }
    }
}
