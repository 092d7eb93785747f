package dev.trainkit.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import dev.trainkit.engine.Autograd;
import dev.trainkit.engine.Engines;
import dev.trainkit.model.Architecture;
import dev.trainkit.model.Models;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LayerOutputsTest {

    private final NDManager manager = Engines.open().newManager();
    private final Block lenet =
            Models.create(new Architecture("lenet", List.of(1, 32, 32), 10), manager, 42);
    private final LayerOutputs outputs = new LayerOutputs(lenet, manager);

    @AfterEach
    void freeNativeMemory() {
        manager.close();
    }

    @Test
    void countsWithEachLayerWhatFollowsItUntilTheNext() {
        forward();
        Map<String, List<String>> operations = new LinkedHashMap<>();
        outputs.outputs()
                .forEach(
                        (layer, arrays) ->
                                operations.put(
                                        layer,
                                        arrays.stream()
                                                .map(array -> Autograd.gradientFunction(array))
                                                .map(name -> name.orElse("none"))
                                                .sorted()
                                                .toList()));
        List<String> convolution =
                List.of("ConvolutionBackward0", "MaxPool2DWithIndicesBackward0", "ReluBackward0");
        assertThat(operations.keySet()).containsExactly("conv1", "conv2", "fc1", "fc2", "fc3");
        assertThat(operations)
                .containsEntry("conv1", convolution)
                .containsEntry(
                        "conv2",
                        List.of(
                                "ConvolutionBackward0",
                                "MaxPool2DWithIndicesBackward0",
                                "ReluBackward0",
                                "ViewBackward0"))
                .containsEntry("fc2", List.of("AddmmBackward0", "ReluBackward0"))
                .containsEntry("fc3", List.of("AddmmBackward0"));
    }

    @Test
    void forgetsWhatWasComputedBefore() {
        forward();
        outputs.clear();
        assertThat(outputs.outputs()).isEmpty();
        forward();
        assertThat(outputs.outputs().get("conv1")).hasSize(3);
    }

    private NDArray forward() {
        return Autograd.recording(
                () ->
                        lenet.forward(
                                        outputs,
                                        new NDList(manager.ones(new Shape(2, 1, 32, 32))),
                                        true)
                                .singletonOrThrow());
    }
}
