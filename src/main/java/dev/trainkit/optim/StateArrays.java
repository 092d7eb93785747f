package dev.trainkit.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.trainkit.model.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Named arrays that live from step to step, on a manager of their own, which frees them all. */
final class StateArrays implements AutoCloseable {

    private final Map<String, NDArray> arrays = new LinkedHashMap<>();
    private NDManager manager;

    NDArray find(String name) {
        return arrays.get(name);
    }

    /** Takes {@code array} over from its manager. */
    NDArray keep(String name, NDArray array) {
        if (manager == null) {
            manager = NDManager.newBaseManager(array.getDevice());
        }
        array.detach();
        array.attach(manager);
        arrays.put(name, array);
        return array;
    }

    Map<String, NDArray> view() {
        return Collections.unmodifiableMap(arrays);
    }

    /** Copies of the values on the heap. */
    Map<String, Tensor> save() {
        Map<String, Tensor> saved = new LinkedHashMap<>();
        arrays.forEach(
                (name, array) ->
                        saved.put(
                                name,
                                new Tensor(array.getShape().getShape(), array.toFloatArray())));
        return saved;
    }

    /** Puts {@code saved} in the place of all that was kept, beside an array of their device. */
    void restore(Map<String, Tensor> saved, NDArray neighbour) {
        close();
        saved.forEach(
                (name, tensor) ->
                        keep(
                                name,
                                neighbour
                                        .getManager()
                                        .create(tensor.values(), new Shape(tensor.shape()))));
    }

    @Override
    public void close() {
        arrays.clear();
        if (manager != null) {
            manager.close();
            manager = null;
        }
    }
}
