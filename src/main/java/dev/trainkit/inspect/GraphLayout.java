package dev.trainkit.inspect;

import dev.trainkit.inspect.AutogradGraph.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IntSummaryStatistics;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Places for the nodes of a graph that is nearly a chain: each in a row below all that lead to it,
 * the longest way straight down, the rest to its left and right in turn. An edge over several rows
 * has a place of its own in those between.
 */
final class GraphLayout {

    /** Row and column 0 are the root's; columns to its left are negative. */
    record Place(int row, int column) {}

    /** From one node to another, with the places between that are kept free for it. */
    private record Edge(Node from, Node to) {}

    private final List<Node> nodes;
    private final Map<Node, Integer> weights = new HashMap<>();
    private final Map<Node, Integer> rows = new HashMap<>();
    private final Map<Node, Integer> wishes = new HashMap<>();
    private final Map<Node, Place> places = new HashMap<>();
    private final Map<Edge, List<Place>> bends = new HashMap<>();
    private final Set<Place> taken = new HashSet<>();

    GraphLayout(AutogradGraph graph) {
        nodes = graph.nodes();
        nodes.forEach(node -> weights.put(node, node.reachable().size()));
        nodes.forEach(node -> rows.put(node, 0));
        heaviestFirst(nodes).forEach(this::lowerSuccessors);
        heaviestFirst(nodes).stream().sorted(Comparator.comparing(rows::get)).forEach(this::settle);
    }

    int rows() {
        return taken.stream().mapToInt(Place::row).max().orElseThrow() + 1;
    }

    /** The least and the greatest. */
    IntSummaryStatistics columns() {
        return taken.stream().mapToInt(Place::column).summaryStatistics();
    }

    Place place(Node node) {
        return places.get(node);
    }

    /** The places that an edge goes through, its ends included. */
    List<Place> way(Node from, Node to) {
        List<Place> way = new ArrayList<>();
        way.add(places.get(from));
        way.addAll(bends.get(new Edge(from, to)));
        way.add(places.get(to));
        return way;
    }

    /** Each before those that it leads to, for these weigh less. */
    private List<Node> heaviestFirst(Iterable<Node> some) {
        List<Node> sorted = new ArrayList<>();
        some.forEach(sorted::add);
        sorted.sort(Comparator.comparing(node -> -weights.get(node)));
        return sorted;
    }

    private void lowerSuccessors(Node node) {
        node.next().forEach(next -> rows.merge(next, rows.get(node) + 1, Math::max));
    }

    private void settle(Node node) {
        Place place = take(rows.get(node), wishes.getOrDefault(node, 0));
        places.put(node, place);
        Set<Node> successors = new LinkedHashSet<>(node.next());
        if (successors.isEmpty()) {
            return;
        }
        Node trunk = heaviestFirst(successors).get(0);
        reach(node, trunk, place.column());
        wishes.put(trunk, place.column());
        successors.remove(trunk);
        int side = 1;
        for (Node other : successors) {
            int column = place.column() + (side % 2 == 0 ? side / 2 : -(side + 1) / 2);
            wishes.putIfAbsent(other, column);
            reach(node, other, column);
            side++;
        }
    }

    private void reach(Node from, Node to, int column) {
        bends.put(
                new Edge(from, to),
                IntStream.range(rows.get(from) + 1, rows.get(to))
                        .mapToObj(row -> take(row, column))
                        .toList());
    }

    /** The free place nearest to the wish, further out before further in. */
    private Place take(int row, int wish) {
        int outward = wish < 0 ? -1 : 1;
        for (int distance = 0; ; distance++) {
            for (int column : new int[] {wish + outward * distance, wish - outward * distance}) {
                Place place = new Place(row, column);
                if (taken.add(place)) {
                    return place;
                }
            }
        }
    }
}
