package dev.trainkit.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import dev.trainkit.engine.Autograd;
import dev.trainkit.engine.JoinedTensors;
import dev.trainkit.model.StateDict;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A network's parameters, those that are trained joined as soon as all of them have a gradient, so
 * that a step takes a few operations in all instead of a few for each. A network has one of these:
 * another would move its parameters away from the first, which does not see that.
 */
public final class JoinedParameters {

    private final Map<String, Parameter> parameters;
    private final NDManager manager;
    private JoinedTensors joined; // null until all have a gradient

    /**
     * @param parameters all of a network's, by name
     * @param manager owns what they are joined to
     */
    public JoinedParameters(Map<String, Parameter> parameters, NDManager manager) {
        this.parameters = parameters;
        this.manager = manager;
    }

    /** All of the network's, by name. */
    public Map<String, Parameter> all() {
        return parameters;
    }

    /** Those of them that are trained now. */
    public Map<String, Parameter> trained() {
        return StateDict.trainable(parameters);
    }

    /**
     * Those that are trained, joined with their gradients; empty where they cannot be, as before
     * the first backward pass. Asked for each step anew, for an array may have been put in the
     * place of a parameter, or one been frozen.
     */
    public Optional<JoinedTensors> joined() {
        List<NDArray> arrays = trained().values().stream().map(Parameter::getArray).toList();
        if (joined == null || !joined.isOf(arrays)) {
            close();
            if (!arrays.isEmpty() && arrays.stream().allMatch(Autograd::hasGradient)) {
                join(arrays);
            }
        }
        return Optional.ofNullable(joined);
    }

    private void join(List<NDArray> arrays) {
        Optional<JoinedTensors> values = JoinedTensors.join(arrays, manager);
        values.ifPresent(tensors -> tensors.joinGradients(arrays));
        joined = values.orElse(null);
    }

    private void close() {
        if (joined != null) {
            joined.close();
            joined = null;
        }
    }
}
