package dev.trainkit.inspect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.trainkit.TrainkitException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The ways to write a graph down. To add one: write its method, add its line. */
public enum GraphFormat {
    /** A numbered line for each node, with the numbers of those that it leads to. */
    TEXT,
    /** Graphviz. */
    DOT,
    /** A picture, drawn here. */
    SVG,
    /** For Markdown that draws Mermaid. */
    MERMAID,
    /** For programs. */
    JSON;

    /** A node by its number, with the numbers of those that it leads to. */
    private record Numbered(
            int number, String name, String parameter, List<Long> shape, List<Integer> next) {

        static List<Numbered> of(AutogradGraph graph) {
            List<AutogradGraph.Node> nodes = graph.nodes();
            return nodes.stream()
                    .map(
                            node ->
                                    new Numbered(
                                            nodes.indexOf(node),
                                            node.name(),
                                            node.parameter(),
                                            node.shape(),
                                            node.next().stream().map(nodes::indexOf).toList()))
                    .toList();
        }

        String label(String separator) {
            String shapeText = AutogradGraph.shapeText(shape);
            return name + separator + (parameter.isEmpty() ? "" : parameter + " ") + shapeText;
        }
    }

    /** The graph in this format, with a line break at its end. */
    public String write(AutogradGraph graph) {
        return switch (this) {
            case TEXT -> text(graph);
            case DOT -> dot(graph);
            case SVG -> new GraphPicture(graph).svg();
            case MERMAID -> mermaid(graph);
            case JSON -> json(graph);
        };
    }

    /** In small letters. */
    public static List<String> names() {
        return Stream.of(values()).map(format -> format.name().toLowerCase(Locale.ROOT)).toList();
    }

    /**
     * The format of that name.
     *
     * @throws TrainkitException when there is none
     */
    public static GraphFormat named(String name) {
        int index = names().indexOf(name);
        if (index < 0) {
            throw new TrainkitException(
                    "Unknown format '%s'. The formats are: %s. Set --format to one of them."
                            .formatted(name, String.join(", ", names())));
        }
        return values()[index];
    }

    private static String text(AutogradGraph graph) {
        List<Numbered> nodes = Numbered.of(graph);
        int width = nodes.stream().mapToInt(n -> n.label(" ").length()).max().orElseThrow();
        String line = String.format(Locale.ROOT, "%%3d  %%-%ds  %%s", width);
        return lines(
                nodes,
                n ->
                        String.format(Locale.ROOT, line, n.number, n.label(" "), arrow(n))
                                .stripTrailing());
    }

    private static String arrow(Numbered node) {
        return node.next.isEmpty()
                ? ""
                : "-> " + node.next.stream().map(String::valueOf).collect(Collectors.joining(" "));
    }

    private static String dot(AutogradGraph graph) {
        List<Numbered> nodes = Numbered.of(graph);
        return "digraph autograd {\n  node [shape=box]\n"
                + lines(
                        nodes,
                        n ->
                                String.format(
                                        Locale.ROOT,
                                        "  %d [label=\"%s\"]",
                                        n.number,
                                        n.label("\\n")))
                + edges(nodes, "  %d -> %d")
                + "}\n";
    }

    private static String mermaid(AutogradGraph graph) {
        List<Numbered> nodes = Numbered.of(graph);
        return "flowchart TD\n"
                + lines(
                        nodes,
                        n ->
                                String.format(
                                        Locale.ROOT, "  n%d[\"%s\"]", n.number, n.label("<br/>")))
                + edges(nodes, "  n%d --> n%d");
    }

    private static String json(AutogradGraph graph) {
        try {
            return JsonMapper.builder()
                            .build()
                            .writerWithDefaultPrettyPrinter()
                            .writeValueAsString(Map.of("nodes", Numbered.of(graph)))
                    + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Texts and numbers can be written as JSON", e);
        }
    }

    private static String lines(List<Numbered> nodes, Function<Numbered, String> line) {
        return nodes.stream().map(node -> line.apply(node) + "\n").collect(Collectors.joining());
    }

    private static String edges(List<Numbered> nodes, String format) {
        return nodes.stream()
                .flatMap(
                        node ->
                                node.next.stream()
                                        .map(
                                                next ->
                                                        String.format(
                                                                        Locale.ROOT,
                                                                        format,
                                                                        node.number,
                                                                        next)
                                                                + "\n"))
                .collect(Collectors.joining());
    }
}
