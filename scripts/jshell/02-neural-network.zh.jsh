// 一步一步认识神经网络：PyTorch 的 torch.nn 入门，用 Java 来写。
//
//   scripts/trainkit shell scripts/jshell/02-neural-network.zh.jsh
//
// 这条命令会把全部内容跑一遍；也可以在 `scripts/trainkit shell` 里一行一行地输入，随时停下来看看。
// 这里打印的每个数，都是 PyTorch 用同样的权重、同样的图片和同样的目标算出来的数。
// 英文版是 02-neural-network.jsh。

import ai.djl.nn.convolutional.*;
import ai.djl.nn.core.*;
import ai.djl.nn.pooling.*;
import ai.djl.util.*;

// == 定义网络 ==
//
// LeNet 读一张 32x32 的灰度图片，给出它像十个数字中每一个的程度。它是自己写的一个 Block，由 DJL 的
// Block 拼成：两层卷积，每层后面是 ReLU 和 2x2 池化；然后是三个全连接层。除了 `forwardInternal`，
// Block 还要说明输出的形状，以及它的子 Block 怎样得到输入的形状。

class Net extends AbstractBlock {

    Conv2d conv1 = addChildBlock("conv1", convolution(6));
    Conv2d conv2 = addChildBlock("conv2", convolution(16));
    Linear fc1 = addChildBlock("fc1", Linear.builder().setUnits(120).build());
    Linear fc2 = addChildBlock("fc2", Linear.builder().setUnits(84).build());
    Linear fc3 = addChildBlock("fc3", Linear.builder().setUnits(10).build());

    // 按图片经过的顺序排列的各层。
    SequentialBlock layers = new SequentialBlock()
            .add(conv1)                     // (N, 1, 32, 32) -> (N, 6, 30, 30)
            .add(Activation.reluBlock())
            .add(halve())                   // -> (N, 6, 15, 15)
            .add(conv2)                     // -> (N, 16, 13, 13)
            .add(Activation.reluBlock())
            .add(halve())                   // -> (N, 16, 6, 6)
            .add(Blocks.batchFlattenBlock())// -> (N, 576)
            .add(fc1)
            .add(Activation.reluBlock())
            .add(fc2)
            .add(Activation.reluBlock())
            .add(fc3);                      // -> (N, 10)

    static Conv2d convolution(int filters) {
        return Conv2d.builder().setKernelShape(new Shape(3, 3)).setFilters(filters).build();
    }

    static Block halve() {
        return Pool.maxPool2dBlock(new Shape(2, 2), new Shape(2, 2));
    }

    @Override
    protected NDList forwardInternal(ParameterStore parameters, NDList pictures, boolean training, PairList<String, Object> arguments) {
        return layers.forward(parameters, pictures, training);
    }

    @Override
    public Shape[] getOutputShapes(Shape[] pictures) {
        return layers.getOutputShapes(pictures);
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType type, Shape... pictures) {
        layers.initialize(manager, type, pictures);
    }
}

// manager 拥有本地（native）内存，Java 的垃圾回收器看不见这些内存。由一个数组算出来的东西都归这个
// 数组的 manager 所有；最后把它关闭，就一次全部释放。

NDManager manager = Engines.open().newManager();

// 权重按 PyTorch 的方式，从一个种子随机生成。

Net net = Models.initialize(new Net(), manager, 42, new Shape(1, 1, 32, 32));
System.out.println(ModelSummary.of(net).asTorch());

// 反向传播不需要自己写：autograd 会推导出来。能够学习的是参数，名字和 PyTorch 里的一样。

Map<String, Parameter> parameters = StateDict.of(net);
System.out.println("parameters " + parameters.size());
parameters.forEach((name, parameter) -> System.out.println(name + " " + parameter.getShape()));

// == 前向传播 ==
//
// 一张随机像素的图片，作为只有一张图的一批：所有 Block 都按批处理。`Autograd.recording` 会记下各个
// 运算，供反向传播使用；没有它，前向传播什么都不会留下。

NDArray random(String purpose, long... shape) {
    RandomStream stream = RandomStream.of(42, purpose);
    float[] values = new float[(int) new Shape(shape).size()];
    for (int i = 0; i < values.length; i++) {
        values[i] = stream.nextFloat(-1, 1);
    }
    return manager.create(values, new Shape(shape));
}

NDArray forward(Net network, NDArray pictures) {
    return Autograd.recording(() -> network.forward(new ParameterStore(manager, false), new NDList(pictures), true).singletonOrThrow());
}

void print(String name, NDArray array) {
    System.out.print(name);
    for (float value : array.toFloatArray()) {
        System.out.printf(Locale.ROOT, " %.6f", value);
    }
    System.out.println();
}

NDArray picture = random("picture", 1, 1, 32, 32);
NDArray output = forward(net, picture);
print("output", output);

// == 反向传播 ==
//
// 在反向传播之前，参数没有梯度：「没有」和「等于零」不是一回事。如果输出不是单个数，反向传播就需要
// 一个与输出形状相同的向量。

NDArray bias = parameters.get("conv1.bias").getArray();
System.out.println("conv1.bias gradient before " + (Autograd.gradient(bias).isPresent() ? "present" : "absent"));
Autograd.backward(output, random("vector", 1, 10), false);
print("conv1.bias gradient of a vector", Autograd.gradient(bias).orElseThrow());

// == 损失 ==
//
// 输出离目标有多远？差的平方的平均值（均方误差）是一种回答。

NDArray target = random("target", 1, 10);
MseLoss criterion = new MseLoss();

NDArray loss(NDArray prediction) {
    return Autograd.recording(() -> criterion.evaluate(new NDList(target), new NDList(prediction)));
}

NDArray loss = loss(forward(net, picture));
print("loss", loss);

// autograd 在损失背后记下的是一张图。从损失往回走三步：损失本身，最后一个全连接层，以及这一层的
// 第一个操作数，也就是它的偏置。

AutogradGraph graph = AutogradGraph.of(loss, net);
System.out.println("graph " + graph.root());
System.out.println("graph " + graph.root().next().get(0));
System.out.println("graph " + graph.root().next().get(0).next().get(0));

// 想看整张图：`System.out.print(GraphFormat.TEXT.write(graph))`；或者存成浏览器能显示的图片：
// `Files.writeString(Path.of("graph.svg"), GraphFormat.SVG.write(graph))`。

// == 从损失反向传播 ==
//
// 梯度会累加，所以要先清掉旧的。清掉就是「没有」，和 PyTorch 一样。

parameters.values().forEach(parameter -> Autograd.clearGradient(parameter.getArray()));
System.out.println("conv1.bias gradient before " + (Autograd.gradient(bias).isPresent() ? "present" : "absent"));
Autograd.backward(loss);
print("conv1.bias gradient after", Autograd.gradient(bias).orElseThrow());

// == 手动更新权重 ==
//
// 随机梯度下降只有一行：权重 -= 学习率 * 梯度。更新本身不应该被记录。

float learningRate = 0.01f;
Autograd.withoutGradients(() -> {
    for (Parameter parameter : parameters.values()) {
        NDArray weight = parameter.getArray();
        weight.subi(Autograd.gradient(weight).orElseThrow().mul(learningRate));
    }
});
print("loss after a step by hand", loss(forward(net, picture)));

// == 交给优化器 ==
//
// 还有比这一行更聪明的规则。这里的每个优化器都和 PyTorch 里同名的优化器走一样的步子；
// 有状态的优化器有自己的本地数组，用完要关闭。

float step(TorchOptimizer optimizer) {
    optimizer.zeroGradients(parameters);
    NDArray value = loss(forward(net, picture));
    Autograd.backward(value);
    optimizer.step(parameters);
    return value.getFloat();
}

for (OptimizerConfig config : List.of(
        OptimizerConfig.of("sgd", "learning-rate=0.01", "momentum=0"),
        OptimizerConfig.of("sgd", "learning-rate=0.01", "momentum=0.9", "nesterov=true"),
        OptimizerConfig.of("adam", "learning-rate=0.001"),
        OptimizerConfig.of("rmsprop", "learning-rate=0.0001"))) {
    try (TorchOptimizer optimizer = Optimizers.create(config)) {
        System.out.printf(Locale.ROOT, "%s%s", config.name(), Boolean.TRUE.equals(config.nesterov()) ? " with Nesterov" : "");
        for (int i = 0; i < 3; i++) {
            System.out.printf(Locale.ROOT, " %.6f", step(optimizer));
        }
        System.out.println();
    }
}

// == 完整的训练循环 ==
//
// 清零梯度、前向、损失、反向、更新；从新的权重开始。每一轮都有自己的 manager 来存放这一轮算出来的
// 东西，因为把数组都留到最后的循环会耗尽内存。`TrainerRunner` 就是这个循环，再加上分批、验证，
// 并在结束时写出模型。

Net fresh = Models.initialize(new Net(), manager, 42, new Shape(1, 1, 32, 32));
Map<String, Parameter> trained = StateDict.of(fresh);
OptimizerConfig sgd = OptimizerConfig.of("sgd", "learning-rate=0.1", "momentum=0");

try (TorchOptimizer optimizer = Optimizers.create(sgd)) {
    for (int turn = 1; turn <= 20; turn++) {
        try (NDManager scratch = manager.newSubManager()) {
            NDArray pixels = scratch.create(picture.toFloatArray(), picture.getShape());
            optimizer.zeroGradients(trained);
            NDArray value = loss(forward(fresh, pixels));
            Autograd.backward(value);
            optimizer.step(trained);
            System.out.printf(Locale.ROOT, "turn %d loss %.6f%n", turn, value.getFloat());
        }
    }
}

// 输出已经来到目标跟前。

print("target", target);
print("output", forward(fresh, picture));

manager.close();
