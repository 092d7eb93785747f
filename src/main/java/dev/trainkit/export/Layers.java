package dev.trainkit.export;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The operations that DJL's layers of pictures are made of; arrays are (N, C, H, W). */
final class Layers {

    private static final int PICTURES = 4;

    private Layers() {}

    /** convolution(input, weight, bias, stride, padding, dilation, groups). */
    static Rule convolution() {
        return Elementwise.when(
                call -> call.rank() == PICTURES,
                (recording, call, output) ->
                        recording.add(
                                "conv2d",
                                new Convolution(
                                        call.shape(3),
                                        call.shape(4),
                                        call.shape(5),
                                        call.integer(6)),
                                Arrays.asList(call.array(0), call.array(1), call.array(2)),
                                output));
    }

    private record Convolution(
            List<Long> stride, List<Long> padding, List<Long> dilation, int groups)
            implements Operation {

        @Override
        public String torch(List<String> inputs, List<Long> shape) {
            return String.format(
                    Locale.ROOT,
                    "torch.conv2d(%s, %s, %s, %s, %s, %s, %d)",
                    inputs.get(0),
                    inputs.get(1),
                    inputs.get(2),
                    Text.list(stride),
                    Text.list(padding),
                    Text.list(dilation),
                    groups);
        }

        @Override
        public void onnx(OnnxNodes nodes, List<String> inputs, List<Long> shape) {
            Map<String, Object> attributes = new LinkedHashMap<>();
            attributes.put("strides", stride);
            attributes.put("pads", onBothSides(padding));
            attributes.put("dilations", dilation);
            attributes.put("group", (long) groups);
            nodes.add("Conv", given(inputs), attributes);
        }
    }

    private static List<Long> onBothSides(List<Long> padding) {
        List<Long> pads = new ArrayList<>(padding);
        pads.addAll(padding);
        return pads;
    }

    /** Without the bias where there is none. */
    private static List<String> given(List<String> inputs) {
        return inputs.stream().filter(input -> !OnnxNodes.NONE.equals(input)).toList();
    }

    /** linear(input, weight, bias). */
    static Rule linear() {
        return (recording, call, output) ->
                recording.add(
                        "linear",
                        new Linear(call.array(0).getShape().dimension()),
                        Arrays.asList(call.array(0), call.array(1), call.array(2)),
                        output);
    }

    private record Linear(int rank) implements Operation {

        @Override
        public String torch(List<String> inputs, List<Long> shape) {
            return "torch.linear(%s, %s, %s)"
                    .formatted(inputs.get(0), inputs.get(1), inputs.get(2));
        }

        @Override
        public void onnx(OnnxNodes nodes, List<String> inputs, List<Long> shape) {
            if (rank == 2) {
                nodes.add("Gemm", given(inputs), Map.of("transB", 1L));
                return;
            }
            String weight =
                    nodes.add("Transpose", List.of(inputs.get(1)), Map.of("perm", List.of(1L, 0L)));
            String product = nodes.add("MatMul", inputs.get(0), weight);
            if (!OnnxNodes.NONE.equals(inputs.get(2))) {
                nodes.add("Add", product, inputs.get(2));
            }
        }
    }

    /** batchNorm(input, mean, variance, gamma, beta, axis, momentum, epsilon, training). */
    static Rule batchNorm() {
        return Elementwise.when(
                call -> Math.abs(call.integer(5)) == 1 && !call.flag(8),
                (recording, call, output) ->
                        recording.add(
                                "batch_norm",
                                new BatchNorm(call.number(6), call.number(7)),
                                List.of(
                                        call.array(0),
                                        call.array(3),
                                        call.array(4),
                                        call.array(1),
                                        call.array(2)),
                                output));
    }

    private record BatchNorm(double momentum, double epsilon) implements Operation {

        @Override
        public String torch(List<String> inputs, List<Long> shape) {
            return "torch.batch_norm(%s, False, %s, %s, False)"
                    .formatted(
                            String.join(", ", inputs),
                            Text.number(1 - momentum), // PyTorch counts what is new
                            Text.number(epsilon));
        }

        @Override
        public void onnx(OnnxNodes nodes, List<String> inputs, List<Long> shape) {
            nodes.add(
                    "BatchNormalization",
                    inputs,
                    Map.of("epsilon", (float) epsilon, "momentum", (float) momentum));
        }
    }

    /** layerNorm(input, shape, gamma, beta, epsilon). */
    static Rule layerNorm() {
        return (recording, call, output) ->
                recording.add(
                        "layer_norm",
                        new LayerNorm(call.shape(1), call.number(4)),
                        List.of(call.array(0), call.array(2), call.array(3)),
                        output);
    }

    private record LayerNorm(List<Long> sizes, double epsilon) implements Operation {

        @Override
        public String torch(List<String> inputs, List<Long> shape) {
            return "torch.layer_norm(%s, %s, %s, %s, %s, False)"
                    .formatted(
                            inputs.get(0),
                            Text.list(sizes),
                            inputs.get(1),
                            inputs.get(2),
                            Text.number(epsilon));
        }

        @Override
        public void onnx(OnnxNodes nodes, List<String> inputs, List<Long> shape) {
            nodes.add(
                    "LayerNormalization",
                    inputs,
                    Map.of("axis", (long) -sizes.size(), "epsilon", (float) epsilon));
        }
    }

    /** maxPool(kernel, stride, padding, ceilMode). */
    static Rule maxPool() {
        return pool("max_pool2d", "MaxPool", "%s, [1, 1], %s", Map.of());
    }

    /**
     * avgPool(kernel, stride, padding, ceilMode, countIncludePad): whatever the last says, DJL's
     * native library counts the padding.
     */
    static Rule avgPool() {
        return pool("avg_pool2d", "AveragePool", "%s, %s, True", Map.of("count_include_pad", 1L));
    }

    private static Rule pool(
            String torch, String onnx, String paddingAndCeil, Map<String, Object> more) {
        return Elementwise.when(
                call -> call.rank() == PICTURES,
                (recording, call, output) -> {
                    String code =
                            "torch.%s(%%s, %s, %s, %s)"
                                    .formatted(
                                            torch,
                                            Text.list(call.shape(0)),
                                            Text.list(stride(call)),
                                            String.format(
                                                    Locale.ROOT,
                                                    paddingAndCeil,
                                                    Text.list(call.shape(2)),
                                                    Text.flag(call.flag(3))));
                    Map<String, Object> attributes = new LinkedHashMap<>(more);
                    attributes.put("kernel_shape", call.shape(0));
                    attributes.put("strides", stride(call));
                    attributes.put("pads", onBothSides(call.shape(2)));
                    attributes.put("ceil_mode", call.flag(3) ? 1L : 0L);
                    new Elementwise.Single(
                                    torch,
                                    code,
                                    (nodes, x) -> nodes.add(onnx, List.of(x), attributes))
                            .write(recording, call, output);
                });
    }

    /** DJL leaves it out where it is the kernel's size. */
    private static List<Long> stride(Call call) {
        return call.shape(1).isEmpty() ? call.shape(0) : call.shape(1);
    }

    /** (N, C, H, W) to (N, C). */
    static Rule globalPool(String torch, String onnx) {
        String code = "torch.%s(%%s, [2, 3], False)".formatted(torch);
        Map<String, Object> attributes = Map.of("axes", List.of(2L, 3L), "keepdims", 0L);
        return Elementwise.when(
                call -> call.rank() == PICTURES,
                new Elementwise.Single(
                        torch, code, (nodes, x) -> nodes.add(onnx, List.of(x), attributes)));
    }

    static Rule softmax(String torch, String onnx) {
        return (recording, call, output) -> {
            long axis = call.axis(call.integer(0));
            new Elementwise.Single(
                            torch,
                            String.format(Locale.ROOT, "torch.%s(%%s, %d)", torch, axis),
                            (nodes, x) -> nodes.add(onnx, List.of(x), Map.of("axis", axis)))
                    .write(recording, call, output);
        };
    }

    /** dropout(input, rate, training): outside of training it does nothing. */
    static Rule dropout() {
        return Elementwise.when(
                call -> !call.flag(2),
                (recording, call, output) -> recording.alias(call.array(0), output));
    }
}
