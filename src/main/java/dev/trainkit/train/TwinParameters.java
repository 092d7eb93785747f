package dev.trainkit.train;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import dev.trainkit.engine.GradientSums;
import dev.trainkit.model.UnwatchedParameters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gives layers their parameters as twins, whose gradients are those of one pass alone. */
final class TwinParameters extends UnwatchedParameters {

    private final NDManager manager;
    private final Map<Parameter, NDArray> twins = new LinkedHashMap<>();

    /**
     * @param manager owns the twins
     */
    TwinParameters(NDManager manager) {
        super(manager);
        this.manager = manager;
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
        List<NDArray> parameters = twins.keySet().stream().map(Parameter::getArray).toList();
        GradientSums.add(parameters, List.copyOf(twins.values()));
    }
}
