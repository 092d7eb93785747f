package dev.trainkit.export;

import dev.trainkit.model.Tensor;
import java.util.List;
import java.util.Map;

/** Where an {@link Operation} puts its nodes of ONNX. */
interface OnnxNodes {

    /** How ONNX names an optional input that is left out. */
    String NONE = "";

    /**
     * Adds a node with one output.
     *
     * @param attributes Long, Float or a list of Long by name
     * @return the name of the output
     */
    String add(String operator, List<String> inputs, Map<String, Object> attributes);

    /** As {@link #add(String, List, Map)} without attributes. */
    default String add(String operator, String... inputs) {
        return add(operator, List.of(inputs), Map.of());
    }

    /** The name of a constant of numbers. */
    String constant(Tensor tensor);

    /** The name of a constant number. */
    default String constant(double number) {
        return constant(new Tensor(new long[0], new float[] {(float) number}));
    }

    /** The name of a constant of whole numbers, such as a shape. */
    String constant(List<Long> numbers);
}
