// A neural network, step by step: PyTorch's introduction to torch.nn, in Java.
//
//   scripts/trainkit shell scripts/jshell/02-neural-network.jsh
//
// runs all of it; typed into `scripts/trainkit shell` line by line, it can be stopped and looked at
// anywhere. Every number that it prints is the one that PyTorch computes from the same weights, the
// same picture and the same target. The Chinese twin is 02-neural-network.zh.jsh.

import ai.djl.nn.convolutional.*;
import ai.djl.nn.core.*;
import ai.djl.nn.pooling.*;
import ai.djl.util.*;

// == Define the network ==
//
// LeNet reads a picture of 32x32 grey pixels and says how much it looks like each of ten digits. It
// is a block of one's own, made of DJL's blocks: two convolutions, each with ReLU and 2x2 pooling,
// then three linear layers. What a block must tell besides `forwardInternal` is the shape that comes
// out, and how its children get theirs.

class Net extends AbstractBlock {

    Conv2d conv1 = addChildBlock("conv1", convolution(6));
    Conv2d conv2 = addChildBlock("conv2", convolution(16));
    Linear fc1 = addChildBlock("fc1", Linear.builder().setUnits(120).build());
    Linear fc2 = addChildBlock("fc2", Linear.builder().setUnits(84).build());
    Linear fc3 = addChildBlock("fc3", Linear.builder().setUnits(10).build());

    // The layers in the order in which a picture meets them.
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

// A manager owns native memory, which Java's garbage collector does not see. Whatever is made from
// an array belongs to the array's manager; closing it at the end frees everything at once.

NDManager manager = Engines.open().newManager();

// The weights are drawn as PyTorch draws them, from a seed.

Net net = Models.initialize(new Net(), manager, 42, new Shape(1, 1, 32, 32));
System.out.println(ModelSummary.of(net).asTorch());

// Nothing had to be said about the way back: autograd works it out. What can be learned are the
// parameters, by PyTorch's names.

Map<String, Parameter> parameters = StateDict.of(net);
System.out.println("parameters " + parameters.size());
parameters.forEach((name, parameter) -> System.out.println(name + " " + parameter.getShape()));

// == Forward ==
//
// A picture of random pixels, as a batch of one: all blocks take batches. `Autograd.recording` is
// what remembers the operations for the way back; without it a forward pass leaves no trace.

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

// == Backward ==
//
// A parameter has no gradient until a backward pass gives it one: absent is not the same as zero.
// From an output that is no single number, the way back needs a vector of the output's shape.

NDArray bias = parameters.get("conv1.bias").getArray();
System.out.println("conv1.bias gradient before " + (Autograd.gradient(bias).isPresent() ? "present" : "absent"));
Autograd.backward(output, random("vector", 1, 10), false);
print("conv1.bias gradient of a vector", Autograd.gradient(bias).orElseThrow());

// == Loss ==
//
// How far is the output from a target? The mean of the squared differences is one answer.

NDArray target = random("target", 1, 10);
MseLoss criterion = new MseLoss();

NDArray loss(NDArray prediction) {
    return Autograd.recording(() -> criterion.evaluate(new NDList(target), new NDList(prediction)));
}

NDArray loss = loss(forward(net, picture));
print("loss", loss);

// What autograd has recorded behind the loss is a graph. Three steps back from it: the loss itself,
// the last linear layer, and the first of that layer's operands, which is its bias.

AutogradGraph graph = AutogradGraph.of(loss, net);
System.out.println("graph " + graph.root());
System.out.println("graph " + graph.root().next().get(0));
System.out.println("graph " + graph.root().next().get(0).next().get(0));

// All of it: `System.out.print(GraphFormat.TEXT.write(graph))`, or as a picture, which a browser
// shows: `Files.writeString(Path.of("graph.svg"), GraphFormat.SVG.write(graph))`.

// == Back-propagate the loss ==
//
// Gradients accumulate, so that the old ones have to go first. Gone is absent, as in PyTorch.

parameters.values().forEach(parameter -> Autograd.clearGradient(parameter.getArray()));
System.out.println("conv1.bias gradient before " + (Autograd.gradient(bias).isPresent() ? "present" : "absent"));
Autograd.backward(loss);
print("conv1.bias gradient after", Autograd.gradient(bias).orElseThrow());

// == Update the weights by hand ==
//
// Stochastic gradient descent is one line: weight -= learning rate * gradient. The update itself is
// not to be recorded.

float learningRate = 0.01f;
Autograd.withoutGradients(() -> {
    for (Parameter parameter : parameters.values()) {
        NDArray weight = parameter.getArray();
        weight.subi(Autograd.gradient(weight).orElseThrow().mul(learningRate));
    }
});
print("loss after a step by hand", loss(forward(net, picture)));

// == Let an optimizer do it ==
//
// There are cleverer rules than that line. Each optimizer here steps as PyTorch's of the same name,
// and an optimizer with memory has native arrays of its own: close it.

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

// == The training loop in full ==
//
// Zero the gradients, forward, loss, backward, step; from fresh weights. Each turn has a manager of
// its own for what it computes, for a loop that leaves its arrays to the end runs out of memory.
// `TrainerRunner` is this loop with batches, validation, and a model when it has ended.

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

// The output has come to the target.

print("target", target);
print("output", forward(fresh, picture));

manager.close();
