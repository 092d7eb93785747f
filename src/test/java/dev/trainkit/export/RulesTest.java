package dev.trainkit.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.Dropout;
import ai.djl.nn.norm.LayerNorm;
import ai.djl.nn.pooling.Pool;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each operation that can be followed gives outside what it gives inside. */
class RulesTest {

    /** Arrays are (5, 2, 6, 6). */
    private static final Map<String, UnaryOperator<NDArray>> FUNCTIONS = new LinkedHashMap<>();

    static {
        FUNCTIONS.put("abs", x -> x.sub(0.5).abs());
        FUNCTIONS.put("add", x -> x.add(x).add(2));
        FUNCTIONS.put("ceil", NDArray::ceil);
        FUNCTIONS.put("clip", x -> x.clip(0.2, 0.7));
        FUNCTIONS.put("concat", x -> NDArrays.concat(new NDList(x, x.neg(), x), 1));
        FUNCTIONS.put("cos", NDArray::cos);
        FUNCTIONS.put("div", x -> x.div(x.add(1)).div(3));
        FUNCTIONS.put("duplicate", x -> x.duplicate().add(1));
        FUNCTIONS.put("elu", x -> Activation.elu(x.sub(0.5), 0.3f));
        FUNCTIONS.put("erf", NDArray::erf);
        FUNCTIONS.put("exp", NDArray::exp);
        FUNCTIONS.put("expandDims", x -> x.expandDims(1));
        FUNCTIONS.put("flatten", x -> x.flatten(2, 3));
        FUNCTIONS.put("floor", x -> x.mul(10).floor());
        FUNCTIONS.put("gelu", x -> Activation.gelu(x.sub(0.5)));
        FUNCTIONS.put("leakyRelu", x -> Activation.leakyRelu(x.sub(0.5), 0.1f));
        FUNCTIONS.put("log", NDArray::log);
        FUNCTIONS.put("log2", NDArray::log2);
        FUNCTIONS.put("logSoftmax", x -> x.logSoftmax(-1));
        FUNCTIONS.put("matMul", x -> x.matMul(x.transpose(0, 1, 3, 2)));
        FUNCTIONS.put("max", x -> x.max(new int[] {-1}));
        FUNCTIONS.put("maximum", x -> x.maximum(0.5).maximum(x.mul(2)));
        FUNCTIONS.put("mean", x -> x.mean(new int[] {2}, true));
        FUNCTIONS.put("min", x -> x.min(new int[] {2}));
        FUNCTIONS.put("minimum", x -> x.minimum(0.5).minimum(x.mul(0.9)));
        FUNCTIONS.put("mish", Activation::mish);
        FUNCTIONS.put("mul", x -> x.mul(x).mul(3));
        FUNCTIONS.put("neg", NDArray::neg);
        FUNCTIONS.put("pad", x -> x.pad(new Shape(1, 2, 3, 4), 0.5));
        FUNCTIONS.put("pow", x -> x.pow(2).pow(x));
        FUNCTIONS.put("relu", x -> Activation.relu(x.sub(0.5)));
        FUNCTIONS.put("relu6", x -> Activation.relu6(x.mul(10)));
        FUNCTIONS.put("reshape", x -> x.reshape(-1, 3, 24));
        FUNCTIONS.put("round", x -> x.mul(10).round());
        FUNCTIONS.put("selu", x -> Activation.selu(x.sub(0.5)));
        FUNCTIONS.put("sigmoid", Activation::sigmoid);
        FUNCTIONS.put("sign", x -> x.sub(0.5).sign());
        FUNCTIONS.put("sin", NDArray::sin);
        FUNCTIONS.put("softPlus", Activation::softPlus);
        FUNCTIONS.put("softSign", Activation::softSign);
        FUNCTIONS.put("softmax", x -> x.softmax(1));
        FUNCTIONS.put("sqrt", NDArray::sqrt);
        FUNCTIONS.put("square", NDArray::square);
        FUNCTIONS.put("squeeze", x -> x.mean(new int[] {2}, true).squeeze(2));
        FUNCTIONS.put("stack", x -> NDArrays.stack(new NDList(x, x.neg()), 1));
        FUNCTIONS.put("stopGradient", x -> x.stopGradient().add(1));
        FUNCTIONS.put("sub", x -> x.sub(x.mul(2)).sub(0.25));
        FUNCTIONS.put("sum", x -> x.sum(new int[] {1, 3}));
        FUNCTIONS.put("swish", x -> Activation.swish(x, 0.7f));
        FUNCTIONS.put("tanh", Activation::tanh);
        FUNCTIONS.put("toDevice", x -> x.toDevice(x.getDevice(), false).add(1));
        FUNCTIONS.put("toType", x -> x.toType(DataType.FLOAT32, true).add(1));
        FUNCTIONS.put("transpose", x -> x.transpose(0, 3, 1, 2));
        FUNCTIONS.put("constants", x -> x.getManager().create(2.5f).sub(x).mul(constant(x)));
    }

    private static final Map<String, Supplier<Block>> LAYERS = new LinkedHashMap<>();

    static {
        LAYERS.put("convolution", () -> convolution(new Shape(2, 1)).optGroups(2).build());
        LAYERS.put("convolution without bias", () -> convolution(1).optBias(false).build());
        LAYERS.put("linear", () -> Linear.builder().setUnits(4).build());
        LAYERS.put("linear without bias", RulesTest::flatLinear);
        LAYERS.put("batchNorm", () -> BatchNorm.builder().optEpsilon(1e-3f).build());
        LAYERS.put("layerNorm", () -> LayerNorm.builder().build());
        LAYERS.put("dropout", RulesTest::dropout);
        LAYERS.put("maxPool", () -> Pool.maxPool2dBlock(pair(3), pair(2), pair(1), true));
        LAYERS.put("avgPool", () -> Pool.avgPool2dBlock(pair(3), pair(2), pair(1), false, true));
        LAYERS.put(
                "avgPool without padding",
                () -> Pool.avgPool2dBlock(pair(3), pair(2), pair(1), false, false));
        LAYERS.put("globalMaxPool", Pool::globalMaxPool2dBlock);
        LAYERS.put("globalAvgPool", Pool::globalAvgPool2dBlock);
        LAYERS.put("residual", RulesTest::residual);
    }

    private static NDArray constant(NDArray x) {
        return x.getManager().create(new float[] {1, 2}, new Shape(2, 1, 1));
    }

    private static Conv2d.Builder convolution(Shape stride) {
        return Conv2d.builder()
                .setKernelShape(pair(3))
                .setFilters(4)
                .optStride(stride)
                .optPadding(new Shape(1, 2))
                .optDilation(new Shape(2, 1));
    }

    private static Conv2d.Builder convolution(int stride) {
        return convolution(pair(stride));
    }

    private static Shape pair(long side) {
        return new Shape(side, side);
    }

    private static Block flatLinear() {
        return new SequentialBlock()
                .add(Blocks.batchFlattenBlock())
                .add(Linear.builder().setUnits(3).optBias(false).build());
    }

    private static Block dropout() {
        return new SequentialBlock()
                .add(Dropout.builder().optRate(0.5f).build())
                .add(Activation.reluBlock());
    }

    private static Block residual() {
        Block way =
                new SequentialBlock()
                        .add(Conv2d.builder().setKernelShape(pair(1)).setFilters(2).build())
                        .add(BatchNorm.builder().build())
                        .add(Activation.reluBlock());
        return new ParallelBlock(
                outputs -> new NDList(outputs.get(0).head().add(outputs.get(1).head())),
                List.of(way, Blocks.identityBlock()));
    }

    @TestFactory
    Stream<DynamicTest> functions() {
        return FUNCTIONS.entrySet().stream()
                .flatMap(
                        function ->
                                networks()
                                        .map(
                                                exporter ->
                                                        same(
                                                                exporter,
                                                                function.getKey(),
                                                                LambdaBlock.singleton(
                                                                        function.getValue()))));
    }

    @TestFactory
    Stream<DynamicTest> layers() {
        return LAYERS.entrySet().stream()
                .flatMap(
                        layer ->
                                networks()
                                        .map(
                                                exporter ->
                                                        same(
                                                                exporter,
                                                                layer.getKey(),
                                                                layer.getValue().get())));
    }

    private static DynamicTest same(Exporter exporter, String name, Block block) {
        return dynamicTest(
                name + " in " + exporter.name(),
                () -> Following.assertSameOutside(exporter, block, 2, 6, 6));
    }

    private static Stream<Exporter> networks() {
        return Exporters.names().stream().map(Exporters::named).filter(Exporter::holdsTheNetwork);
    }

    @Test
    void everyRuleIsTested() {
        Set<String> tested = new TreeSet<>(FUNCTIONS.keySet());
        tested.addAll(LAYERS.keySet());
        assertThat(tested).containsAll(Rules.names());
    }
}
