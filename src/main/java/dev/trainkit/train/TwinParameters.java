package dev.trainkit.train;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import dev.trainkit.engine.Autograd;
import dev.trainkit.engine.GradientSums;
import dev.trainkit.engine.JoinedTensors;
import dev.trainkit.model.UnwatchedParameters;
import dev.trainkit.optim.JoinedParameters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gives layers their parameters as twins, whose gradients are those of one pass alone. Where the
 * parameters are joined, the twins live on from batch to batch, and so do their gradients, joined
 * as well.
 */
final class TwinParameters extends UnwatchedParameters {

    private final JoinedParameters parameters;
    private final NDManager owner;
    private final Map<Parameter, NDArray> twins = new LinkedHashMap<>();
    private NDManager manager;
    private JoinedTensors joined; // null where the parameters are not
    private NDArray all; // a twin of all that are joined; null until they have a gradient

    /**
     * @param owner the twins are freed with it at the latest
     */
    TwinParameters(JoinedParameters parameters, NDManager owner) {
        super(owner);
        this.parameters = parameters;
        this.owner = owner;
        manager = owner.newSubManager();
    }

    /**
     * Before each pass.
     *
     * @param now what the parameters are joined to, if they are
     */
    void begin(Optional<JoinedTensors> now) {
        if (all != null && now.orElse(null) == joined) {
            Autograd.zeroGradient(all);
        } else {
            twins.clear();
            all = null;
            joined = now.orElse(null);
            manager.close();
            manager = owner.newSubManager();
        }
    }

    @Override
    public NDArray getValue(Parameter parameter, Device device, boolean training) {
        return parameter == null
                ? null
                : twins.computeIfAbsent(
                        parameter, one -> GradientSums.twin(one.getArray(), manager));
    }

    /** Adds the gradients of the twins to those of the parameters. */
    void addGradients() {
        if (joined != null && all == null) {
            all = joinTwins().orElse(null);
        }
        if (all != null) {
            GradientSums.add(List.of(joined.whole()), List.of(all));
        } else {
            List<NDArray> arrays = twins.keySet().stream().map(Parameter::getArray).toList();
            GradientSums.add(arrays, List.copyOf(twins.values()));
        }
    }

    private Optional<NDArray> joinTwins() {
        List<NDArray> trained =
                parameters.trained().values().stream()
                        .map(twins::get)
                        .filter(twin -> twin != null && Autograd.hasGradient(twin))
                        .toList();
        return trained.size() == parameters.trained().size()
                ? Optional.of(joined.twin(trained, manager))
                : Optional.empty();
    }
}
