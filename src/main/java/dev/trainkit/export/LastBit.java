package dev.trainkit.export;

import dev.trainkit.engine.RandomStream;
import dev.trainkit.model.Tensor;
import dev.trainkit.model.Weights;
import java.util.LinkedHashMap;
import java.util.Map;

/** Each weight's neighbour among the numbers of float32, above or below by chance. */
final class LastBit {

    private LastBit() {}

    static Weights change(Weights weights) {
        RandomStream random = RandomStream.of(0, "last bit");
        Map<String, Tensor> changed = new LinkedHashMap<>();
        weights.tensors().forEach((name, tensor) -> changed.put(name, change(tensor, random)));
        return new Weights(changed);
    }

    private static Tensor change(Tensor tensor, RandomStream random) {
        float[] values = tensor.values().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(2) == 0 ? Math.nextUp(values[i]) : Math.nextDown(values[i]);
        }
        return new Tensor(tensor.shape(), values);
    }
}
