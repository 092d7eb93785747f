package dev.trainkit.inspect;

import dev.trainkit.inspect.AutogradGraph.Node;
import dev.trainkit.inspect.GraphLayout.Place;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;

/** A graph as an SVG picture, the loss on top and a box for each node; sizes are in pixels. */
final class GraphPicture {

    private static final int MARGIN = 16;
    private static final int BOX_HEIGHT = 40;
    private static final int ROW = 72;
    private static final int GAP = 24;

    /** What a letter takes at most, at the sizes used here. */
    private static final double LETTER = 7.8;

    private static final String HEAD =
            """
            <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" \
            viewBox="0 0 %1$d %2$d" font-family="Helvetica, Arial, sans-serif" \
            text-anchor="middle" fill="#1b2733">
              <title>What autograd recorded for %3$s</title>
              <defs>
                <marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" \
            markerHeight="8" orient="auto">
                  <path d="M0 0 L8 4 L0 8 z" fill="#66727f"/>
                </marker>
              </defs>
              <rect width="%1$d" height="%2$d" fill="#ffffff"/>
            """;

    private static final String LINE =
            """
              <path d="%s" fill="none" stroke="#66727f" marker-end="url(#arrow)"/>
            """;

    private static final String COUNT =
            """
              <text x="%d" y="%d" font-size="11">%d times</text>
            """;

    private static final String BOX =
            """
              <rect x="%d" y="%d" width="%d" height="40" rx="6" fill="%s" stroke="%s"/>
              <text x="%d" y="%d" font-size="12" font-weight="bold">%s</text>
              <text x="%d" y="%d" font-size="11">%s</text>
            """;

    private final AutogradGraph graph;
    private final GraphLayout layout;
    private final int boxWidth;
    private final int firstColumn;

    GraphPicture(AutogradGraph graph) {
        this.graph = graph;
        layout = new GraphLayout(graph);
        int letters =
                graph.nodes().stream()
                        .mapToInt(node -> Math.max(title(node).length(), detail(node).length()))
                        .max()
                        .orElseThrow();
        boxWidth = (int) (letters * LETTER) + MARGIN;
        firstColumn = layout.columns().getMin();
    }

    String svg() {
        int columns = layout.columns().getMax() - firstColumn + 1;
        int width = 2 * MARGIN + columns * (boxWidth + GAP) - GAP;
        int height = 2 * MARGIN + layout.rows() * ROW - ROW + BOX_HEIGHT;
        StringBuilder svg = new StringBuilder();
        svg.append(String.format(Locale.ROOT, HEAD, width, height, graph.root().name()));
        graph.nodes().forEach(node -> appendLines(svg, node));
        graph.nodes().forEach(node -> appendBox(svg, node));
        return svg.append("</svg>\n").toString();
    }

    private void appendLines(StringBuilder svg, Node node) {
        for (Node next : new LinkedHashSet<>(node.next())) {
            List<Place> way = layout.way(node, next);
            svg.append(String.format(Locale.ROOT, LINE, path(way)));
            int count = Collections.frequency(node.next(), next);
            if (count > 1) {
                Place end = way.get(way.size() - 1);
                svg.append(
                        String.format(
                                Locale.ROOT, COUNT, middle(end) + 2 * GAP, top(end) - 12, count));
            }
        }
    }

    /** Curves between the rows, and straight down through a place that is kept free. */
    private String path(List<Place> way) {
        StringBuilder path = new StringBuilder();
        path.append(String.format(Locale.ROOT, "M%d %d", middle(way.get(0)), bottom(way.get(0))));
        for (int i = 1; i < way.size(); i++) {
            Place from = way.get(i - 1);
            Place to = way.get(i);
            int half = (bottom(from) + top(to)) / 2;
            path.append(String.format(Locale.ROOT, " V%d", bottom(from)));
            path.append(
                    String.format(
                            Locale.ROOT,
                            " C%d %d %d %d %d %d",
                            middle(from),
                            half,
                            middle(to),
                            half,
                            middle(to),
                            top(to)));
        }
        return path.toString();
    }

    private void appendBox(StringBuilder svg, Node node) {
        Place place = layout.place(node);
        int x = middle(place);
        int y = top(place);
        String fill = isLeaf(node) ? "#d9ecff" : node == graph.root() ? "#dff3e0" : "#f1f3f5";
        String stroke = isLeaf(node) ? "#5b9bd5" : node == graph.root() ? "#5fae66" : "#a5b0bb";
        svg.append(
                String.format(
                        Locale.ROOT,
                        BOX,
                        x - boxWidth / 2,
                        y,
                        boxWidth,
                        fill,
                        stroke,
                        x,
                        y + 17,
                        title(node),
                        x,
                        y + 32,
                        detail(node)));
    }

    private static boolean isLeaf(Node node) {
        return node.name().equals(AutogradGraph.ACCUMULATE);
    }

    private static String title(Node node) {
        return node.parameter().isEmpty() ? node.name() : node.parameter();
    }

    private static String detail(Node node) {
        String shape = AutogradGraph.shapeText(node.shape());
        return node.parameter().isEmpty() ? shape : node.name() + " " + shape;
    }

    private int middle(Place place) {
        return MARGIN + (place.column() - firstColumn) * (boxWidth + GAP) + boxWidth / 2;
    }

    private static int top(Place place) {
        return MARGIN + place.row() * ROW;
    }

    private static int bottom(Place place) {
        return top(place) + BOX_HEIGHT;
    }
}
