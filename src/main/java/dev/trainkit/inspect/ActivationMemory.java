package dev.trainkit.inspect;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import dev.trainkit.engine.Autograd;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Measures, by a forward pass of one picture, what a training step holds of each layer. */
final class ActivationMemory {

    /** What these give shares the memory of what they take. */
    private static final Pattern VIEW =
            Pattern.compile(
                    "(View|T|Transpose|Permute|Expand|Squeeze|Unsqueeze|Slice)Backward\\d+");

    private ActivationMemory() {}

    /** Bytes by layer, in the order that the layers run. */
    static Map<String, Long> of(Block block) {
        NDManager parent = block.getParameters().get(0).getValue().getArray().getManager();
        try (NDManager manager = parent.newSubManager()) {
            LayerOutputs outputs = new LayerOutputs(block, manager);
            NDArray picture = manager.zeros(one(block.getInputShapes()[0]));
            picture.setRequiresGradient(true); // so that frozen layers are recorded too
            Autograd.recording(() -> block.forward(outputs, new NDList(picture), false));
            Map<String, Long> bytes = new LinkedHashMap<>();
            outputs.outputs().forEach((layer, arrays) -> bytes.put(layer, bytes(arrays)));
            return bytes;
        }
    }

    private static long bytes(List<NDArray> arrays) {
        return arrays.stream()
                .filter(array -> !isViewOf(array, arrays))
                .mapToLong(array -> array.size() * array.getDataType().getNumOfBytes())
                .sum();
    }

    /** DJL's normalisation closes what its last view is of: that view stands for it. */
    private static boolean isViewOf(NDArray array, List<NDArray> others) {
        return VIEW.matcher(Autograd.gradientFunction(array).orElse("")).matches()
                && others.stream()
                        .filter(other -> other != array && Autograd.requiresGradient(other))
                        .map(other -> Autograd.watchBackward(array, List.of(other)))
                        .anyMatch(pass -> pass.reached().get(0) && pass.steps().size() == 2);
    }

    private static Shape one(Shape batch) {
        return new Shape(1).addAll(batch.slice(1));
    }
}
