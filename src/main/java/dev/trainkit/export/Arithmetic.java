package dev.trainkit.export;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** Operations of two arrays, or of an array and a number. */
final class Arithmetic {

    private Arithmetic() {}

    static List<Rule> of(String torch, String onnx) {
        return of(torch, torch, onnx);
    }

    /**
     * @param withNumber what TorchScript calls it where the other is a number
     */
    static List<Rule> of(String torch, String withNumber, String onnx) {
        return List.of(ofArrays(torch, onnx), ofNumber(withNumber, onnx));
    }

    static Rule ofArrays(String torch, String onnx) {
        return new Pair(torch, onnx);
    }

    private record Pair(String torch, String onnx) implements Rule, Operation {

        @Override
        public boolean takes(Call call) {
            return call.has(0, NDArray.class);
        }

        @Override
        public void write(Recording recording, Call call, NDArray output) {
            recording.add(torch, this, List.of(call.self(), call.array(0)), output);
        }

        @Override
        public String torch(List<String> inputs, List<Long> shape) {
            return "torch.%s(%s, %s)".formatted(torch, inputs.get(0), inputs.get(1));
        }

        @Override
        public void onnx(OnnxNodes nodes, List<String> inputs, List<Long> shape) {
            nodes.add(onnx, inputs.get(0), inputs.get(1));
        }
    }

    private static Rule ofNumber(String torch, String onnx) {
        return Elementwise.when(
                call -> call.has(0, Number.class),
                (recording, call, output) -> {
                    double number = call.number(0);
                    String code = "torch.%s(%%s, %s)".formatted(torch, Text.number(number));
                    new Elementwise.Single(
                                    torch,
                                    code,
                                    (nodes, x) -> nodes.add(onnx, x, nodes.constant(number)))
                            .write(recording, call, output);
                });
    }
}
