package dev.trainkit.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.trainkit.engine.Autograd;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What a step computes on the way, freed at its end; numbers are made once for all parameters. */
final class StepScratch implements AutoCloseable {

    private final NDManager manager;
    private final double rate;
    private final Map<Double, NDArray> numbers = new HashMap<>();

    /**
     * @param neighbour an array on the device where the step is computed
     * @param rate the learning rate of the step
     */
    StepScratch(NDArray neighbour, double rate) {
        this.manager = neighbour.getManager().newSubManager();
        this.rate = rate;
    }

    double rate() {
        return rate;
    }

    /** The parameter's gradient, where it has one; freed with the scratch. */
    Optional<NDArray> gradient(NDArray parameter) {
        Optional<NDArray> gradient = Autograd.gradient(parameter);
        gradient.ifPresent(array -> array.attach(manager));
        return gradient;
    }

    /** What is computed from {@code array} is freed with the scratch; the array itself is not. */
    NDArray borrow(NDArray array) {
        if (array.getManager() != manager) { // a second time would make the scratch its owner
            array.tempAttach(manager);
        }
        return array;
    }

    /** A float32 scalar, which takes part in an operation as a number does. */
    NDArray number(double value) {
        return numbers.computeIfAbsent(value, v -> manager.create(v.floatValue()));
    }

    @Override
    public void close() {
        manager.close();
    }
}
