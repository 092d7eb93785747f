package dev.trainkit.export;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/** Operations on each number of one array by itself. */
final class Elementwise {

    /** ONNX's number for float32. */
    private static final long ONNX_FLOAT = 1;

    /** TorchScript's number for float32. */
    private static final int TORCH_FLOAT = 6;

    private Elementwise() {}

    /** How ONNX says what it has no operator for. */
    interface Composition {

        void add(OnnxNodes nodes, String input);
    }

    /** One operation of one array. */
    record Single(String kind, String torch, Composition onnx) implements Rule, Operation {

        @Override
        public void write(Recording recording, Call call, NDArray output) {
            recording.add(kind, this, List.of(call.self()), output);
        }

        @Override
        public String torch(List<String> inputs, List<Long> shape) {
            return String.format(Locale.ROOT, torch, inputs.get(0));
        }

        @Override
        public void onnx(OnnxNodes nodes, List<String> inputs, List<Long> shape) {
            onnx.add(nodes, inputs.get(0));
        }
    }

    static Rule of(String torch, String onnx) {
        return composed(torch, (nodes, x) -> nodes.add(onnx, x));
    }

    static Rule composed(String torch, Composition onnx) {
        return new Single(torch, "torch." + torch + "(%s)", onnx);
    }

    /** With one number that both languages call alpha. */
    static Rule sloped(String torch, String onnx) {
        return (recording, call, output) -> {
            double alpha = call.number(0);
            String code = "torch.%s(%%s, %s)".formatted(torch, Text.number(alpha));
            Map<String, Object> attributes = Map.of("alpha", (float) alpha);
            new Single(torch, code, (nodes, x) -> nodes.add(onnx, List.of(x), attributes))
                    .write(recording, call, output);
        };
    }

    static Rule when(Predicate<Call> condition, Rule rule) {
        return new Rule() {

            @Override
            public boolean takes(Call call) {
                return condition.test(call);
            }

            @Override
            public void write(Recording recording, Call call, NDArray output) {
                rule.write(recording, call, output);
            }
        };
    }

    static Rule toFloat() {
        return new Single(
                "to_float",
                "torch.to(%s, " + TORCH_FLOAT + ")",
                (nodes, x) -> nodes.add("Cast", List.of(x), Map.of("to", ONNX_FLOAT)));
    }

    static Rule softSign() {
        return new Single(
                "softsign",
                "torch.div(%1$s, torch.add(torch.abs(%1$s), 1.0))",
                (nodes, x) -> nodes.add("Softsign", x));
    }

    static Rule square() {
        return new Single("square", "torch.mul(%1$s, %1$s)", (nodes, x) -> nodes.add("Mul", x, x));
    }

    static Rule clip() {
        return (recording, call, output) -> {
            double low = call.number(0);
            double high = call.number(1);
            String code = "torch.clamp(%%s, %s, %s)".formatted(Text.number(low), Text.number(high));
            new Single(
                            "clamp",
                            code,
                            (nodes, x) ->
                                    nodes.add("Clip", x, nodes.constant(low), nodes.constant(high)))
                    .write(recording, call, output);
        };
    }

    /** Half of x times 1 + erf(x / sqrt 2). */
    static void gelu(OnnxNodes nodes, String x) {
        String erf = nodes.add("Erf", nodes.add("Div", x, nodes.constant(Math.sqrt(2))));
        String sum = nodes.add("Add", erf, nodes.constant(1));
        nodes.add("Mul", nodes.add("Mul", x, sum), nodes.constant(0.5));
    }

    /** ONNX's own defaults are PyTorch's. */
    static void selu(OnnxNodes nodes, String x) {
        nodes.add("Selu", x);
    }

    static void log2(OnnxNodes nodes, String x) {
        nodes.add("Div", nodes.add("Log", x), nodes.constant(Math.log(2)));
    }
}
