package dev.trainkit.inspect;

import dev.trainkit.inspect.AutogradGraph.Node;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Puts the edges of a node into the order of the operation's operands, which no backward pass
 * tells: what it computes on comes before its parameters, and these come as the network lists them.
 * Only a product with an addend has the addend, which is the bias, first.
 */
final class OperandOrder {

    private static final Pattern WITH_ADDEND = Pattern.compile("(Badd|Add)(b?mm|mv|r)Backward\\d+");

    private final List<String> parameters;

    OperandOrder(List<String> parameters) {
        this.parameters = parameters;
    }

    void sort(Node node) {
        boolean addendFirst = WITH_ADDEND.matcher(node.name()).matches();
        node.sort(
                Comparator.comparing((Node next) -> !(addendFirst && isParameter(next)))
                        .thenComparing(this::rank)
                        .thenComparing(next -> next.reachable().size()));
    }

    private static boolean isParameter(Node node) {
        return !node.parameter().isEmpty();
    }

    /** -1 for what was computed; else the place of the parameter that it is, or is a view of. */
    private int rank(Node node) {
        Node end = node;
        while (end.next().size() == 1) {
            end = end.next().get(0);
        }
        return parameters.indexOf(end.parameter());
    }
}
