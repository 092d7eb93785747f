package dev.trainkit.optim;

import ai.djl.ndarray.NDArray;
import dev.trainkit.engine.JoinedTensors;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What an optimizer keeps for parameters that are joined, joined as they are. */
final class JoinedState implements AutoCloseable {

    /** The name that all parameters together have. */
    static final String ALL = "all";

    private final JoinedTensors parameters;
    private final StateArrays arrays = new StateArrays();

    private JoinedState(JoinedTensors parameters) {
        this.parameters = parameters;
    }

    /**
     * Joins the state arrays of these parameters.
     *
     * @param names of the joined parameters, in their order
     * @param kinds of array that each parameter has
     * @return empty where one of the arrays is still missing
     */
    static Optional<JoinedState> join(
            JoinedTensors parameters, List<String> names, List<String> kinds, StateArrays state) {
        JoinedState joined = new JoinedState(parameters);
        for (String kind : kinds) {
            List<NDArray> ofKind =
                    names.stream()
                            .map(name -> state.find(name + "." + kind))
                            .filter(Objects::nonNull)
                            .toList();
            if (ofKind.size() < names.size()) {
                joined.close();
                return Optional.empty();
            }
            joined.join(kind, ofKind);
        }
        return Optional.of(joined);
    }

    private void join(String kind, List<NDArray> ofKind) {
        JoinedTensors tensors =
                JoinedTensors.join(ofKind, parameters.whole().getManager()).orElseThrow();
        arrays.keep(ALL + "." + kind, tensors.whole());
        tensors.close();
    }

    boolean isOf(JoinedTensors others) {
        return parameters == others;
    }

    /** Under the name {@link #ALL}. */
    StateArrays arrays() {
        return arrays;
    }

    /** The parameters' own arrays keep their memory. */
    @Override
    public void close() {
        arrays.close();
    }
}
