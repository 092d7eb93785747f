package dev.trainkit.inspect;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import dev.trainkit.model.StateDict;
import dev.trainkit.train.Backward;
import dev.trainkit.train.TrainListener;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which layer computed what in a forward pass. DJL's blocks tell nobody that they run, but each
 * asks a parameter store for its parameters when it begins: this one notes the layer, and counts as
 * its own whatever appears until the next one asks, such as the ReLU and the pooling behind a
 * convolution. The arrays stay those of whoever runs the pass.
 */
public final class LayerOutputs extends ParameterStore implements TrainListener {

    private final NDManager manager;
    private final Map<Parameter, String> layers = new LinkedHashMap<>();
    private final Map<String, List<NDArray>> outputs = new LinkedHashMap<>();
    private final Set<NDArray> seen = newIdentitySet();
    private String running;

    /**
     * @param block whose forward passes are to ask this store
     * @param manager that the arrays of these passes belong to, or to a manager below it
     */
    public LayerOutputs(Block block, NDManager manager) {
        super(manager, false);
        this.manager = manager;
        StateDict.of(block).forEach((name, parameter) -> layers.put(parameter, layer(name, block)));
    }

    /** The layers with parameters, in the order of the network's list. */
    public Map<Parameter, String> layers() {
        return Collections.unmodifiableMap(layers);
    }

    @Override
    public NDArray getValue(Parameter parameter, Device device, boolean training) {
        collect();
        if (parameter != null) {
            running = layers.get(parameter);
        }
        return super.getValue(parameter, device, training);
    }

    /**
     * What each layer has computed since the last {@link #clear}, in the order that they ran; no
     * longer what has been freed since, with an earlier batch of the step.
     */
    public Map<String, List<NDArray>> outputs() {
        collect();
        Set<NDArray> live = newIdentitySet();
        live.addAll(manager.getManagedArrays());
        outputs.values().forEach(arrays -> arrays.removeIf(array -> !live.contains(array)));
        return Collections.unmodifiableMap(outputs);
    }

    /** Forgets the arrays, which are freed with the batch; listens after those that read them. */
    @Override
    public void backwardEnded(Backward backward) {
        clear();
    }

    /** Forgets the arrays. */
    public void clear() {
        running = null;
        outputs.clear();
        seen.clear();
    }

    private static Set<NDArray> newIdentitySet() {
        return Collections.newSetFromMap(new IdentityHashMap<>());
    }

    private void collect() {
        for (NDArray array : manager.getManagedArrays()) {
            if (seen.add(array) && running != null) {
                outputs.computeIfAbsent(running, layer -> new ArrayList<>()).add(array);
            }
        }
    }

    /** {@code conv1} for {@code conv1.weight}; a block that is itself a layer goes by its class. */
    private static String layer(String parameter, Block block) {
        int end = parameter.lastIndexOf('.');
        return end < 0 ? block.getClass().getSimpleName() : parameter.substring(0, end);
    }
}
