package dev.trainkit.export;

import ai.djl.ndarray.types.DataType;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The methods of DJL's arrays that can be followed. To add one: write its rule, add its line. */
final class Rules {

    private static final Map<String, List<Rule>> RULES = rules();

    private Rules() {}

    /** Null where a call has no rule of its own. */
    static Rule of(Call call) {
        return RULES.getOrDefault(call.method(), List.of()).stream()
                .filter(rule -> rule.takes(call))
                .findFirst()
                .orElse(null);
    }

    static List<String> names() {
        return List.copyOf(RULES.keySet());
    }

    private static Map<String, List<Rule>> rules() {
        Map<String, List<Rule>> rules = new TreeMap<>();
        addElementwise(rules);
        addArithmetic(rules);
        addLayers(rules);
        addShapes(rules);
        addSame(rules);
        return rules;
    }

    private static void addElementwise(Map<String, List<Rule>> rules) {
        rules.put("abs", List.of(Elementwise.of("abs", "Abs")));
        rules.put("ceil", List.of(Elementwise.of("ceil", "Ceil")));
        rules.put("cos", List.of(Elementwise.of("cos", "Cos")));
        rules.put("erf", List.of(Elementwise.of("erf", "Erf")));
        rules.put("exp", List.of(Elementwise.of("exp", "Exp")));
        rules.put("floor", List.of(Elementwise.of("floor", "Floor")));
        rules.put("log", List.of(Elementwise.of("log", "Log")));
        rules.put("neg", List.of(Elementwise.of("neg", "Neg")));
        rules.put("relu", List.of(Elementwise.of("relu", "Relu")));
        rules.put("round", List.of(Elementwise.of("round", "Round")));
        rules.put("sigmoid", List.of(Elementwise.of("sigmoid", "Sigmoid")));
        rules.put("sign", List.of(Elementwise.of("sign", "Sign")));
        rules.put("sin", List.of(Elementwise.of("sin", "Sin")));
        rules.put("softPlus", List.of(Elementwise.of("softplus", "Softplus")));
        rules.put("sqrt", List.of(Elementwise.of("sqrt", "Sqrt")));
        rules.put("tanh", List.of(Elementwise.of("tanh", "Tanh")));
        rules.put("leakyRelu", List.of(Elementwise.sloped("leaky_relu", "LeakyRelu")));
        rules.put("elu", List.of(Elementwise.sloped("elu", "Elu")));
        rules.put("gelu", List.of(Elementwise.composed("gelu", Elementwise::gelu)));
        rules.put("selu", List.of(Elementwise.composed("selu", Elementwise::selu)));
        rules.put("log2", List.of(Elementwise.composed("log2", Elementwise::log2)));
        rules.put("softSign", List.of(Elementwise.softSign()));
        rules.put("square", List.of(Elementwise.square()));
        rules.put("clip", List.of(Elementwise.clip()));
    }

    private static void addArithmetic(Map<String, List<Rule>> rules) {
        rules.put("add", Arithmetic.of("add", "Add"));
        rules.put("sub", Arithmetic.of("sub", "Sub"));
        rules.put("mul", Arithmetic.of("mul", "Mul"));
        rules.put("div", Arithmetic.of("div", "Div"));
        rules.put("pow", Arithmetic.of("pow", "Pow"));
        rules.put("maximum", Arithmetic.of("maximum", "clamp_min", "Max"));
        rules.put("minimum", Arithmetic.of("minimum", "clamp_max", "Min"));
        rules.put("matMul", List.of(Arithmetic.ofArrays("matmul", "MatMul")));
    }

    private static void addLayers(Map<String, List<Rule>> rules) {
        rules.put("convolution", List.of(Layers.convolution()));
        rules.put("linear", List.of(Layers.linear()));
        rules.put("batchNorm", List.of(Layers.batchNorm()));
        rules.put("layerNorm", List.of(Layers.layerNorm()));
        rules.put("maxPool", List.of(Layers.maxPool()));
        rules.put("avgPool", List.of(Layers.avgPool()));
        rules.put("globalMaxPool", List.of(Layers.globalPool("amax", "ReduceMax")));
        rules.put("globalAvgPool", List.of(Layers.globalPool("mean", "ReduceMean")));
        rules.put("softmax", List.of(Layers.softmax("softmax", "Softmax")));
        rules.put("logSoftmax", List.of(Layers.softmax("log_softmax", "LogSoftmax")));
    }

    private static void addShapes(Map<String, List<Rule>> rules) {
        rules.put("reshape", List.of(Shapes.reshape()));
        rules.put("flatten", List.of(Shapes.reshape()));
        rules.put("expandDims", List.of(Shapes.reshape()));
        rules.put("squeeze", List.of(Shapes.reshape()));
        rules.put("transpose", List.of(Shapes.transpose()));
        rules.put("concat", List.of(Shapes.concat()));
        rules.put("stack", List.of(Shapes.stack()));
        rules.put("pad", List.of(Shapes.pad()));
        rules.put("mean", List.of(Shapes.reduction("mean", "ReduceMean")));
        rules.put("max", List.of(Shapes.reduction("amax", "ReduceMax")));
        rules.put("min", List.of(Shapes.reduction("amin", "ReduceMin")));
        rules.put("sum", List.of(Shapes.sum()));
    }

    private static void addSame(Map<String, List<Rule>> rules) {
        Rule same = (recording, call, output) -> recording.alias(call.self(), output);
        rules.put("duplicate", List.of(same));
        rules.put("stopGradient", List.of(same));
        rules.put("toDevice", List.of(same));
        rules.put("dropout", List.of(Layers.dropout()));
        rules.put(
                "toType",
                List.of(
                        Elementwise.when(
                                call -> call.arguments().get(0) == call.self().getDataType(), same),
                        Elementwise.when(
                                call -> call.arguments().get(0) == DataType.FLOAT32,
                                Elementwise.toFloat())));
    }
}
