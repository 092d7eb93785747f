package dev.trainkit.inspect;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.util.Pair;
import dev.trainkit.inspect.ModelSummary.Layer;
import dev.trainkit.model.StateDict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.LongStream;

/** The layers with parameters that an initialised network is made of. */
final class LayerList {

    /** What a normalisation gathers; PyTorch does not count it among the parameters. */
    private static final Set<Parameter.Type> STATISTICS =
            Set.of(Parameter.Type.RUNNING_MEAN, Parameter.Type.RUNNING_VAR);

    private final Map<String, Long> activationBytes;
    private final List<Layer> layers = new ArrayList<>();

    /** Whether any layer so far can be trained: then gradients come back to this one too. */
    private boolean trainableSoFar;

    LayerList(Block block) {
        activationBytes = ActivationMemory.of(block);
        collect("", block);
    }

    List<Layer> layers() {
        return layers;
    }

    private void collect(String prefix, Block block) {
        for (Pair<String, Block> child : block.getChildren()) {
            String name = prefix + StateDict.childName(child);
            if (!child.getValue().getDirectParameters().isEmpty()) {
                layers.add(layer(name, child.getValue()));
            }
            collect(name + ".", child.getValue());
        }
    }

    private Layer layer(String name, Block block) {
        Shape input = block.getInputShapes()[0];
        Shape output = block.getOutputShapes(block.getInputShapes())[0].slice(1);
        long trainable = size(block, Parameter::requiresGradient);
        trainableSoFar |= trainable > 0;
        long bytes = activationBytes.getOrDefault(name, 0L);
        return new Layer(
                name,
                LayerText.of(block, input),
                LongStream.of(output.getShape()).boxed().toList(),
                size(block, parameter -> !STATISTICS.contains(parameter.getType())),
                trainable,
                multiplyAdds(block, output),
                bytes,
                trainableSoFar ? bytes : 0);
    }

    private static long size(Block block, Predicate<Parameter> filter) {
        return block.getDirectParameters().values().stream()
                .filter(filter)
                .mapToLong(parameter -> parameter.getShape().size())
                .sum();
    }

    /** Each output is a sum over one row of the weight. */
    private static long multiplyAdds(Block block, Shape output) {
        if (!(block instanceof Conv2d || block instanceof Linear)) {
            return 0;
        }
        return output.size() * block.getDirectParameters().get("weight").getShape().slice(1).size();
    }
}
