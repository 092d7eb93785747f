package dev.trainkit.model;

import ai.djl.ndarray.NDManager;
import ai.djl.training.ParameterStore;

/**
 * The parameters of a pass whose graph nobody looks at: layers that are given it may take their
 * operations in another order, where that comes to the same numbers sooner.
 */
public class UnwatchedParameters extends ParameterStore {

    /**
     * @param manager is asked for its device
     */
    public UnwatchedParameters(NDManager manager) {
        super(manager, false);
    }
}
