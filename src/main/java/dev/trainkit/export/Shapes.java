package dev.trainkit.export;

import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;

/** Operations that move numbers, or put many into one. */
final class Shapes {

    private Shapes() {}

    /** Whatever keeps the numbers in their order: the shape that comes out says it all. */
    static Rule reshape() {
        return (recording, call, output) ->
                recording.add("reshape", new Reshape(), List.of(call.self()), output);
    }

    private record Reshape() implements Operation {

        @Override
        public String torch(List<String> inputs, List<Long> shape) {
            return "torch.reshape(%s, %s)".formatted(inputs.get(0), Text.list(shape));
        }

        @Override
        public void onnx(OnnxNodes nodes, List<String> inputs, List<Long> shape) {
            nodes.add("Reshape", inputs.get(0), nodes.constant(shape));
        }
    }

    /** transpose(axes), or all axes in reverse. */
    static Rule transpose() {
        return (recording, call, output) -> {
            List<Long> axes =
                    call.has(0, int[].class) && !call.axes(0).isEmpty()
                            ? call.axes(0)
                            : reversed(call.rank());
            single(
                            "permute",
                            "torch.permute(%%s, %s)".formatted(Text.list(axes)),
                            "Transpose",
                            Map.of("perm", axes))
                    .write(recording, call, output);
        };
    }

    private static List<Long> reversed(int rank) {
        List<Long> axes = new ArrayList<>(LongStream.range(0, rank).boxed().toList());
        Collections.reverse(axes);
        return axes;
    }

    private static Rule single(
            String kind, String torch, String onnx, Map<String, Object> attributes) {
        return new Elementwise.Single(
                kind, torch, (nodes, x) -> nodes.add(onnx, List.of(x), attributes));
    }

    /** concat(arrays, axis). */
    static Rule concat() {
        return joining(
                (recording, call, output) ->
                        recording.add(
                                "cat",
                                new Concat(call.axis(call.integer(1))),
                                call.selfAnd(call.list(0)),
                                output));
    }

    private record Concat(long axis) implements Operation {

        @Override
        public String torch(List<String> inputs, List<Long> shape) {
            return String.format(Locale.ROOT, "torch.cat(%s, %d)", Text.list(inputs), axis);
        }

        @Override
        public void onnx(OnnxNodes nodes, List<String> inputs, List<Long> shape) {
            nodes.add("Concat", inputs, Map.of("axis", axis));
        }
    }

    /** stack(arrays, axis), along an axis that is new. */
    static Rule stack() {
        return joining(
                (recording, call, output) -> {
                    int axis = call.integer(1);
                    long counted = axis < 0 ? axis + call.rank() + 1 : axis;
                    recording.add("stack", new Stack(counted), call.selfAnd(call.list(0)), output);
                });
    }

    private record Stack(long axis) implements Operation {

        @Override
        public String torch(List<String> inputs, List<Long> shape) {
            return String.format(Locale.ROOT, "torch.stack(%s, %d)", Text.list(inputs), axis);
        }

        @Override
        public void onnx(OnnxNodes nodes, List<String> inputs, List<Long> shape) {
            String newAxis = nodes.constant(List.of(axis));
            List<String> layers =
                    inputs.stream().map(input -> nodes.add("Unsqueeze", input, newAxis)).toList();
            nodes.add("Concat", layers, Map.of("axis", axis));
        }
    }

    private static Rule joining(Rule rule) {
        return Elementwise.when(call -> call.has(0, NDList.class), rule);
    }

    /** pad(padding, value): before and after, for the last axis first. */
    static Rule pad() {
        return (recording, call, output) -> {
            List<Long> padding = call.shape(0);
            double value = call.number(1);
            String code =
                    "torch.constant_pad_nd(%%s, %s, %s)"
                            .formatted(Text.list(padding), Text.number(value));
            List<Long> pads = beforeThenAfter(padding, call.rank());
            new Elementwise.Single(
                            "pad",
                            code,
                            (nodes, x) ->
                                    nodes.add(
                                            "Pad", x, nodes.constant(pads), nodes.constant(value)))
                    .write(recording, call, output);
        };
    }

    /** ONNX's order: before each axis from the first on, then after each. */
    private static List<Long> beforeThenAfter(List<Long> padding, int rank) {
        List<Long> pads = new ArrayList<>(Collections.nCopies(2 * rank, 0L));
        for (int i = 0; i < padding.size() / 2; i++) {
            pads.set(rank - 1 - i, padding.get(2 * i));
            pads.set(2 * rank - 1 - i, padding.get(2 * i + 1));
        }
        return pads;
    }

    /** reduction(axes, keepDims). */
    static Rule reduction(String torch, String onnx) {
        return overAxes(
                (recording, call, output) ->
                        single(
                                        torch,
                                        reductionCode(torch, call),
                                        onnx,
                                        Map.of(
                                                "axes",
                                                call.axes(0),
                                                "keepdims",
                                                call.flag(1) ? 1L : 0L))
                                .write(recording, call, output));
    }

    /** As the others, but for ONNX, which takes its axes as an input. */
    static Rule sum() {
        return overAxes(
                (recording, call, output) -> {
                    List<Long> axes = call.axes(0);
                    Map<String, Object> keep = Map.of("keepdims", call.flag(1) ? 1L : 0L);
                    new Elementwise.Single(
                                    "sum",
                                    reductionCode("sum", call),
                                    (nodes, x) ->
                                            nodes.add(
                                                    "ReduceSum",
                                                    List.of(x, nodes.constant(axes)),
                                                    keep))
                            .write(recording, call, output);
                });
    }

    private static String reductionCode(String torch, Call call) {
        return "torch.%s(%%s, %s, %s)"
                .formatted(torch, Text.list(call.axes(0)), Text.flag(call.flag(1)));
    }

    private static Rule overAxes(Rule rule) {
        return Elementwise.when(call -> call.has(1, Boolean.class), rule);
    }
}
