package dev.trainkit.export;

import dev.trainkit.model.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A TorchScript archive, for {@code torch.jit.load}, DJL and C++. It holds the code of {@code
 * forward}, an object whose tensors have PyTorch's names, and their values. PyTorch calls this
 * layout version 3.
 */
final class TorchScriptExporter implements Exporter {

    private static final String SELF = "self";

    @Override
    public String name() {
        return "torchscript";
    }

    @Override
    public String suffix() {
        return ".pt";
    }

    @Override
    public boolean holdsTheNetwork() {
        return true;
    }

    @Override
    public void write(ExportedModel model, Path target) throws IOException {
        NetworkGraph graph = model.graph();
        Map<String, Tensor> weights = graph.weights().tensors();
        List<String> keys = List.copyOf(weights.keySet());
        TorchScriptModule network = TorchScriptModule.of(keys);
        Pickle object = new Pickle();
        network.pickle(
                object,
                (pickle, weight) ->
                        pickle.tensor(weights.get(weight), String.valueOf(keys.indexOf(weight))));
        try (StoredZip zip = new StoredZip(Files.newOutputStream(target))) {
            String root = "network/";
            zip.add(root + "data.pkl", object.bytes());
            zip.add(root + "code/__torch__.py", bytes(code(graph, network)));
            for (String weight : keys) {
                zip.add(root + "data/" + keys.indexOf(weight), Pickle.storage(weights.get(weight)));
            }
            addConstants(zip, root, graph);
            zip.add(root + "extra/" + ExportMetadata.KEY + ".json", model.metadataJson());
            zip.add(root + "version", bytes("3\n"));
        }
    }

    private static void addConstants(StoredZip zip, String root, NetworkGraph graph)
            throws IOException {
        List<Tensor> constants = List.copyOf(graph.constants().values());
        Pickle tuple = new Pickle().mark();
        for (int i = 0; i < constants.size(); i++) {
            tuple.tensor(constants.get(i), String.valueOf(i));
            zip.add(root + "constants/" + i, Pickle.storage(constants.get(i)));
        }
        zip.add(root + "constants.pkl", tuple.tuple().bytes());
    }

    private static String code(NetworkGraph graph, TorchScriptModule network) {
        StringBuilder code = new StringBuilder();
        network.declare(code, graph.buffers());
        code.append("  def forward(self: %s,\n".formatted(network.type()));
        code.append("    %s: Tensor) -> Tensor:\n".formatted(variable(graph.input().name())));
        for (Node step : graph.steps()) {
            String expression = step.operation().torch(inputs(graph, step), step.shape());
            code.append("    %s = %s\n".formatted(variable(step.name()), expression));
        }
        return code.append("    return %s\n".formatted(variable(graph.output()))).toString();
    }

    private static List<String> inputs(NetworkGraph graph, Node step) {
        List<String> constants = List.copyOf(graph.constants().keySet());
        List<String> inputs = new ArrayList<>();
        for (String input : step.inputs()) {
            if (input == null) {
                inputs.add("None");
            } else if (graph.weights().tensors().containsKey(input)) {
                inputs.add(TorchScriptModule.path(SELF, input));
            } else if (constants.contains(input)) {
                inputs.add("CONSTANTS.c" + constants.indexOf(input));
            } else {
                inputs.add(variable(input));
            }
        }
        return inputs;
    }

    /** No word of the language begins like this; callers may name the input. */
    private static String variable(String value) {
        return value.equals(ExportedModel.INPUT) ? value : "x_" + value;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public LoadedNetwork open(ExportedModel model, Path written) throws IOException {
        return LibTorchNetwork.load(written);
    }
}
