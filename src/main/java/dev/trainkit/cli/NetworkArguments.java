package dev.trainkit.cli;

import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import dev.trainkit.TrainkitException;
import dev.trainkit.config.RunConfig;
import dev.trainkit.data.Datasets;
import dev.trainkit.model.Architecture;
import dev.trainkit.model.Models;
import dev.trainkit.store.ModelDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import picocli.CommandLine.Parameters;

/** Names a network on the command line, which is then built with fresh weights. */
final class NetworkArguments {

    @Parameters(
            arity = "0..1",
            paramLabel = "MODEL|CONFIG",
            description =
                    "A model directory, the YAML file of a run, or the name of a listed model;"
                            + " config/lenet-mnist.yaml when left out.")
    private Path source;

    /** The network with fresh weights; they belong to the manager. */
    Block create(NDManager manager) {
        return Models.create(architecture(), manager, config().train().seed());
    }

    Architecture architecture() {
        return source != null && Files.isDirectory(source)
                ? ModelDirectory.load(source).manifest().architecture()
                : architecture(config());
    }

    /** Of the run that made the model, or is to make it. */
    RunConfig config() {
        if (source == null) {
            return RunConfig.load(Home.defaultConfig(), List.of());
        }
        if (!Files.exists(source) && !source.toString().contains(".")) {
            return ofModel(source.toString());
        }
        Path file = Files.isDirectory(source) ? ModelDirectory.config(source) : source;
        return RunConfig.load(file, List.of());
    }

    private static RunConfig ofModel(String name) {
        if (!Models.names().contains(name)) {
            throw new TrainkitException(
                    "There is neither a file nor a model named '%s'. The models are: %s. Name one of them, a model directory or a YAML file."
                            .formatted(name, String.join(", ", Models.names())));
        }
        return RunConfig.of("model.name=" + name);
    }

    private static Architecture architecture(RunConfig config) {
        Datasets.Format format = Datasets.format(config.data());
        return new Architecture(
                config.model().name(),
                IntStream.of(format.preprocessing().inputShape()).boxed().toList(),
                format.classes().size(),
                config.model().arguments());
    }
}
