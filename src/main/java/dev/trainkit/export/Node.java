package dev.trainkit.export;

import java.util.List;

/**
 * One step of a network.
 *
 * @param name of its output, no other value has it; a Python identifier
 * @param inputs names of the input, of other steps, of weights or constants; null where an optional
 *     one is left out
 * @param shape of its output, with {@link NetworkGraph#DYNAMIC}
 * @param origin the layer or the line that it comes from, for people
 */
record Node(
        String name, Operation operation, List<String> inputs, List<Long> shape, String origin) {

    /** The same operation on the same inputs, whatever the number of pictures. */
    boolean matches(Node other) {
        return name.equals(other.name) && text().equals(other.text());
    }

    private String text() {
        return operation.torch(inputs.stream().map(String::valueOf).toList(), List.of());
    }

    Node withShape(List<Long> other) {
        return new Node(name, operation, inputs, other, origin);
    }
}
