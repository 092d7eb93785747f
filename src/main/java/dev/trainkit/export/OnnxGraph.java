package dev.trainkit.export;

import ai.djl.ndarray.types.DataType;
import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import dev.trainkit.model.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A network as a graph of ONNX, with its weights inside. */
final class OnnxGraph implements OnnxNodes {

    /** The name of the dimension that is any number of pictures. */
    static final String BATCH = "batch";

    static final String OUTPUT = "logits";

    private final NetworkGraph network;
    private final GraphProto.Builder graph = GraphProto.newBuilder();

    /** The step that is being added, and how many nodes it has. */
    private Node step;

    private int nodes;

    private OnnxGraph(NetworkGraph network) {
        this.network = network;
    }

    static GraphProto of(NetworkGraph network, String name, String description) {
        return new OnnxGraph(network).build(name, description);
    }

    private GraphProto build(String name, String description) {
        graph.setName(name).setDocString(description);
        NetworkGraph.Input input = network.input();
        graph.addInput(value(input.name(), input.type(), input.shape(), "a batch of pictures"));
        network.weights().tensors().forEach((weight, tensor) -> addTensor(weight, tensor));
        network.constants().forEach(this::addTensor);
        network.steps().forEach(this::addStep);
        graph.addOutput(
                value(OUTPUT, DataType.FLOAT32, network.outputShape(), "a number for each class"));
        return graph.build();
    }

    private void addStep(Node added) {
        step = added;
        nodes = 0;
        List<String> inputs =
                added.inputs().stream().map(name -> name == null ? NONE : outside(name)).toList();
        added.operation().onnx(this, inputs, added.shape());
        NodeProto.Builder last = graph.getNodeBuilder(graph.getNodeCount() - 1);
        last.setName(added.name()).setOutput(0, outside(added.name()));
        if (!added.name().equals(network.output())) {
            graph.addValueInfo(
                    value(added.name(), DataType.FLOAT32, added.shape(), added.origin()));
        }
    }

    private String outside(String name) {
        return name.equals(network.output()) ? OUTPUT : name;
    }

    @Override
    public String add(String operator, List<String> inputs, Map<String, Object> attributes) {
        String output = String.format(Locale.ROOT, "%s/%d", step.name(), nodes++);
        NodeProto.Builder node =
                NodeProto.newBuilder()
                        .setOpType(operator)
                        .setName(output)
                        .setDocString(step.origin())
                        .addAllInput(inputs)
                        .addOutput(output);
        new TreeMap<>(attributes)
                .forEach((name, value) -> node.addAttribute(attribute(name, value)));
        graph.addNode(node);
        return output;
    }

    private static AttributeProto attribute(String name, Object value) {
        AttributeProto.Builder attribute = AttributeProto.newBuilder().setName(name);
        if (value instanceof Long number) {
            return attribute.setType(AttributeProto.AttributeType.INT).setI(number).build();
        }
        if (value instanceof Float number) {
            return attribute.setType(AttributeProto.AttributeType.FLOAT).setF(number).build();
        }
        attribute.setType(AttributeProto.AttributeType.INTS);
        ((List<?>) value).forEach(number -> attribute.addInts((Long) number));
        return attribute.build();
    }

    @Override
    public String constant(Tensor tensor) {
        return addTensor(String.format(Locale.ROOT, "%s/%d", step.name(), nodes++), tensor);
    }

    @Override
    public String constant(List<Long> numbers) {
        String name = String.format(Locale.ROOT, "%s/%d", step.name(), nodes++);
        ByteBuffer bytes = littleEndian(numbers.size() * Long.BYTES);
        numbers.forEach(bytes::putLong);
        graph.addInitializer(
                TensorProto.newBuilder()
                        .setName(name)
                        .setDataType(TensorProto.DataType.INT64.getNumber())
                        .addDims(numbers.size())
                        .setRawData(ByteString.copyFrom(bytes.flip())));
        return name;
    }

    private String addTensor(String name, Tensor tensor) {
        ByteBuffer bytes = littleEndian(tensor.values().length * Float.BYTES);
        bytes.asFloatBuffer().put(tensor.values());
        TensorProto.Builder built =
                TensorProto.newBuilder()
                        .setName(name)
                        .setDataType(TensorProto.DataType.FLOAT.getNumber())
                        .setRawData(ByteString.copyFrom(bytes));
        for (long size : tensor.shape()) {
            built.addDims(size);
        }
        graph.addInitializer(built);
        return name;
    }

    private static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static ValueInfoProto value(
            String name, DataType type, List<Long> shape, String description) {
        TensorProto.DataType element =
                type == DataType.UINT8 ? TensorProto.DataType.UINT8 : TensorProto.DataType.FLOAT;
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setDocString(description)
                .setType(
                        TypeProto.newBuilder()
                                .setTensorType(
                                        TypeProto.Tensor.newBuilder()
                                                .setElemType(element.getNumber())
                                                .setShape(shape(shape))))
                .build();
    }

    private static TensorShapeProto shape(List<Long> sizes) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (long size : sizes) {
            TensorShapeProto.Dimension.Builder dimension = shape.addDimBuilder();
            if (size == NetworkGraph.DYNAMIC) {
                dimension.setDimParam(BATCH);
            } else {
                dimension.setDimValue(size);
            }
        }
        return shape.build();
    }
}
