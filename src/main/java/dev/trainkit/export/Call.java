package dev.trainkit.export;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A method that was called on an array.
 *
 * @param arguments with the engine's own arrays among them
 */
record Call(String method, NDArray self, List<Object> arguments) {

    boolean has(int index, Class<?> type) {
        return index < arguments.size() && type.isInstance(arguments.get(index));
    }

    NDArray array(int index) {
        return (NDArray) arguments.get(index);
    }

    NDList list(int index) {
        return (NDList) arguments.get(index);
    }

    double number(int index) {
        return ((Number) arguments.get(index)).doubleValue();
    }

    int integer(int index) {
        return (int) arguments.get(index);
    }

    boolean flag(int index) {
        return (boolean) arguments.get(index);
    }

    List<Long> shape(int index) {
        return Arrays.stream(((Shape) arguments.get(index)).getShape()).boxed().toList();
    }

    /** Axes counted from the first. */
    List<Long> axes(int index) {
        return Arrays.stream((int[]) arguments.get(index)).mapToObj(this::axis).toList();
    }

    Long axis(int axis) {
        return (long) (axis < 0 ? axis + rank() : axis);
    }

    int rank() {
        return self.getShape().dimension();
    }

    List<NDArray> selfAnd(List<NDArray> others) {
        List<NDArray> all = new ArrayList<>(List.of(self));
        all.addAll(others);
        return all;
    }
}
