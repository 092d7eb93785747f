package dev.trainkit.cli;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import dev.trainkit.engine.Autograd;
import dev.trainkit.engine.Engines;
import dev.trainkit.inspect.AutogradGraph;
import dev.trainkit.inspect.GraphFormat;
import dev.trainkit.model.Architecture;
import dev.trainkit.optim.Losses;
import dev.trainkit.optim.TorchLoss;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints what autograd records for the loss of a network. */
@Command(
        name = "graph",
        description = "Show the graph that autograd records for the loss of one picture.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  trainkit graph --loss mse",
            "  trainkit graph models/lenet-mnist --format svg > lenet.svg"
        },
        mixinStandardHelpOptions = true)
final class GraphCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;
    @Mixin private NetworkArguments network;

    @Option(
            names = "--format",
            paramLabel = "NAME",
            defaultValue = "text",
            description = "text, dot, svg, mermaid or json; text when left out.")
    private String format;

    @Option(
            names = "--loss",
            paramLabel = "NAME",
            description = "A listed loss; the run's when left out.")
    private String loss;

    @Override
    public Integer call() {
        GraphFormat chosen = GraphFormat.named(format);
        try (NDManager manager = Engines.open().newManager()) {
            Block block = network.create(manager);
            AutogradGraph graph = AutogradGraph.of(loss(block, manager), block);
            spec.commandLine().getOut().print(chosen.write(graph));
            spec.commandLine().getOut().flush();
            return ExitCode.OK;
        }
    }

    /** Of a blank picture whose label is the first class. */
    private NDArray loss(Block block, NDManager manager) {
        Architecture shape = network.architecture();
        NDArray picture =
                manager.zeros(new Shape(1, shape.channels(), shape.height(), shape.width()));
        NDList label = new NDList(manager.zeros(new Shape(1), DataType.INT64));
        TorchLoss chosen = loss == null ? Losses.create(network.config()) : Losses.create(loss);
        return Autograd.recording(
                () ->
                        chosen.evaluate(
                                label,
                                block.forward(
                                        new ParameterStore(manager, false),
                                        new NDList(picture),
                                        true)));
    }
}
