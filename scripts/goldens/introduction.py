"""PyTorch's introduction to torch.nn, with what scripts/jshell/02-neural-network.jsh draws at
random: introduction.json, the numbers that the script prints."""

import math

import numpy
import torch
from torch import nn, optim

import graph
import lenet

SEED = 42
MASK = 2**64 - 1
GAMMA = 0x9E3779B97F4A7C15


class RandomStream:
    """The generator of dev.trainkit.engine.RandomStream: SplitMix64 with a counter."""

    def __init__(self, seed, purpose):
        self.key = self.mix(seed + GAMMA)
        for letter in purpose:
            self.key = self.mix(self.key + GAMMA * (ord(letter) + 1))
        self.counter = 0

    @staticmethod
    def mix(z):
        z &= MASK
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9 & MASK
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB & MASK
        return z ^ (z >> 31)

    def uniform(self, low, high, shape):
        """Float32 all the way, as Java computes it."""
        low, high = numpy.float32(low), numpy.float32(high)
        values = numpy.empty(math.prod(shape), numpy.float32)
        for i in range(len(values)):
            self.counter += 1
            bits = self.mix(self.key + self.counter * GAMMA) >> 40
            values[i] = low + (high - low) * (numpy.float32(bits) * numpy.float32(2**-24))
        return torch.from_numpy(values.reshape(shape))


def network():
    """Weights and biases from U(-1/sqrt(n), 1/sqrt(n)), n what an output sums over."""
    net = graph.LeNet()
    stream = RandomStream(SEED, "initialisation")
    with torch.no_grad():
        for layer in (net.conv1, net.conv2, net.fc1, net.fc2, net.fc3):
            bound = 1 / math.sqrt(math.prod(layer.weight.shape[1:]))
            for parameter in (layer.weight, layer.bias):
                parameter.copy_(stream.uniform(-bound, bound, parameter.shape))
    return net


def drawn(purpose, *shape):
    return RandomStream(SEED, purpose).uniform(-1, 1, shape)


def numbers(tensor):
    return tensor.flatten().tolist()


def introduction():
    net, criterion = network(), nn.MSELoss()
    picture, target = drawn("picture", 1, 1, 32, 32), drawn("target", 1, 10)
    parameters = {name: list(p.shape) for name, p in net.named_parameters()}
    yield "printed", str(net).splitlines()
    yield "parameters", parameters

    output = net(picture)
    yield "output", numbers(output)
    assert net.conv1.bias.grad is None
    output.backward(drawn("vector", 1, 10))
    yield "conv1.bias gradient of a vector", numbers(net.conv1.bias.grad)

    loss = criterion(net(picture), target)
    yield "loss", numbers(loss)
    back = loss.grad_fn.next_functions[0][0]
    steps = (loss.grad_fn, back, back.next_functions[0][0])
    yield "graph", [type(step).__name__ for step in steps]

    net.zero_grad(set_to_none=True)
    loss.backward()
    yield "conv1.bias gradient after", numbers(net.conv1.bias.grad)

    with torch.no_grad():
        for parameter in net.parameters():
            parameter.sub_(parameter.grad * 0.01)
    yield "loss after a step by hand", numbers(criterion(net(picture), target))

    for name, optimizer in (
        ("sgd", optim.SGD(net.parameters(), lr=0.01)),
        ("sgd with Nesterov", optim.SGD(net.parameters(), lr=0.01, momentum=0.9, nesterov=True)),
        ("adam", optim.Adam(net.parameters(), lr=0.001)),
        ("rmsprop", optim.RMSprop(net.parameters(), lr=0.0001)),
    ):
        yield name, [step(net, criterion, picture, target, optimizer) for _ in range(3)]

    fresh = network()
    optimizer = optim.SGD(fresh.parameters(), lr=0.1)
    yield "turns", [step(fresh, criterion, picture, target, optimizer) for _ in range(20)]
    yield "target", numbers(target)
    yield "output at the end", numbers(fresh(picture))


def step(net, criterion, picture, target, optimizer):
    optimizer.zero_grad(set_to_none=True)
    loss = criterion(net(picture), target)
    loss.backward()
    optimizer.step()
    return loss.item()


if __name__ == "__main__":
    content = dict(introduction())
    lenet.write_json("introduction.json", content)
