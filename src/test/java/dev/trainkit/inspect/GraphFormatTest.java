package dev.trainkit.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainkit.inspect.AutogradGraph.Node;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** A graph of the sum of p * p + relu(p), with an edge twice and an edge over several rows. */
class GraphFormatTest {

    private final AutogradGraph graph = new AutogradGraph(example());

    private static Node example() {
        Node sum = new Node("SumBackward0", "", List.of());
        Node add = new Node("AddBackward0", "", List.of(2L, 3L));
        Node mul = new Node("MulBackward0", "", List.of(2L, 3L));
        Node relu = new Node("ReluBackward0", "", List.of(2L, 3L));
        Node p = new Node("AccumulateGrad", "p", List.of(2L, 3L));
        sum.add(add);
        add.add(mul);
        add.add(relu);
        mul.add(p);
        mul.add(p);
        relu.add(p);
        return sum;
    }

    @Test
    void numbersTheNodesInText() {
        assertThat(GraphFormat.TEXT.write(graph))
                .isEqualTo(
                        """
                          0  SumBackward0 ()          -> 1
                          1  AddBackward0 (2, 3)      -> 2 4
                          2  MulBackward0 (2, 3)      -> 3 3
                          3  AccumulateGrad p (2, 3)
                          4  ReluBackward0 (2, 3)     -> 3
                        """);
    }

    @Test
    void writesForGraphviz() {
        assertThat(GraphFormat.DOT.write(graph))
                .isEqualTo(
                        """
                        digraph autograd {
                          node [shape=box]
                          0 [label="SumBackward0\\n()"]
                          1 [label="AddBackward0\\n(2, 3)"]
                          2 [label="MulBackward0\\n(2, 3)"]
                          3 [label="AccumulateGrad\\np (2, 3)"]
                          4 [label="ReluBackward0\\n(2, 3)"]
                          0 -> 1
                          1 -> 2
                          1 -> 4
                          2 -> 3
                          2 -> 3
                          4 -> 3
                        }
                        """);
    }

    @Test
    void writesForMermaid() {
        assertThat(GraphFormat.MERMAID.write(graph))
                .startsWith("flowchart TD\n  n0[\"SumBackward0<br/>()\"]\n")
                .contains("  n3[\"AccumulateGrad<br/>p (2, 3)\"]\n")
                .endsWith("  n2 --> n3\n  n2 --> n3\n  n4 --> n3\n");
    }

    @Test
    void writesForPrograms() throws IOException {
        JsonNode nodes = new ObjectMapper().readTree(GraphFormat.JSON.write(graph)).get("nodes");
        assertThat(nodes).hasSize(5);
        assertThat(nodes.get(3))
                .hasToString(
                        "{\"number\":3,\"name\":\"AccumulateGrad\",\"parameter\":\"p\","
                                + "\"shape\":[2,3],\"next\":[]}");
        assertThat(nodes.get(2).get("next")).hasToString("[3,3]");
    }

    @Test
    void drawsABoxForEachNodeAndALineForEachEdge()
            throws IOException, ParserConfigurationException, SAXException {
        Document svg = parse(GraphFormat.SVG.write(graph));
        assertThat(texts(svg))
                .contains("SumBackward0", "()", "p", "AccumulateGrad (2, 3)", "2 times");
        assertThat(boxes(svg)).hasSize(5);
        assertThat(elements(svg, "path"))
                .filteredOn(path -> path.hasAttribute("marker-end"))
                .hasSize(5);
    }

    @Test
    void drawsNoBoxOverAnotherAndNoneOutsideOfThePicture()
            throws IOException, ParserConfigurationException, SAXException {
        Element svg = parse(GraphFormat.SVG.write(graph)).getDocumentElement();
        List<Element> boxes = boxes(svg.getOwnerDocument());
        for (Element box : boxes) {
            assertThat(number(box, "x")).isNotNegative();
            assertThat(number(box, "x") + number(box, "width")).isLessThan(number(svg, "width"));
            assertThat(number(box, "y") + number(box, "height")).isLessThan(number(svg, "height"));
            assertThat(boxes).filteredOn(other -> other != box && overlap(box, other)).isEmpty();
        }
    }

    private static boolean overlap(Element one, Element other) {
        return Math.abs(number(one, "x") - number(other, "x")) < number(one, "width")
                && Math.abs(number(one, "y") - number(other, "y")) < number(one, "height");
    }

    private static int number(Element element, String attribute) {
        return Integer.parseInt(element.getAttribute(attribute));
    }

    private static List<String> texts(Document svg) {
        return elements(svg, "text").stream().map(Element::getTextContent).toList();
    }

    private static List<Element> boxes(Document svg) {
        return elements(svg, "rect").stream().filter(rect -> rect.hasAttribute("rx")).toList();
    }

    private static List<Element> elements(Document svg, String name) {
        NodeList found = svg.getElementsByTagName(name);
        return IntStream.range(0, found.getLength())
                .mapToObj(i -> (Element) found.item(i))
                .toList();
    }

    private static Document parse(String xml)
            throws IOException, ParserConfigurationException, SAXException {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    }
}
