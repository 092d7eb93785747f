"""Small networks of every listed model, by PyTorch and torchvision: names, totals, logits and running figures.

Weights and pictures come from a formula, so that nothing but the numbers has to be kept.
"""

import json
import math
import pathlib

import numpy
import torch
import torchvision
from torch import nn
from torchvision.models.resnet import BasicBlock, ResNet

FOLDER = pathlib.Path(__file__).parents[2] / "src/test/resources/goldens"
CLASSES = 10
PICTURES = 4


class LeNet5(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 6, 5)
        self.conv2 = nn.Conv2d(6, 16, 5)
        self.fc1 = nn.Linear(400, 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, CLASSES)

    def forward(self, x):
        x = nn.functional.avg_pool2d(torch.tanh(self.conv1(x)), 2)
        x = nn.functional.avg_pool2d(torch.tanh(self.conv2(x)), 2)
        x = torch.tanh(self.fc1(x.flatten(1)))
        return self.fc3(torch.tanh(self.fc2(x)))


class LeNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 6, 3)
        self.conv2 = nn.Conv2d(6, 16, 3)
        self.fc1 = nn.Linear(576, 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, CLASSES)

    def forward(self, x):
        x = nn.functional.max_pool2d(torch.relu(self.conv1(x)), 2)
        x = nn.functional.max_pool2d(torch.relu(self.conv2(x)), 2)
        x = torch.relu(self.fc1(x.flatten(1)))
        return self.fc3(torch.relu(self.fc2(x)))


class Mlp(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(3 * 8 * 8, 16)
        self.fc2 = nn.Linear(16, 12)
        self.fc3 = nn.Linear(12, CLASSES)

    def forward(self, x):
        x = torch.relu(self.fc1(x.flatten(1)))
        return self.fc3(torch.relu(self.fc2(x)))


class Cnn(nn.Module):
    """filters [4, 6], convolutions 2, norm batch, pool max, layers [16]"""

    def __init__(self):
        super().__init__()
        channels = 3
        for i, filters in enumerate([4, 4, 6, 6], 1):
            setattr(self, f"conv{i}", nn.Conv2d(channels, filters, 3, padding=1, bias=False))
            setattr(self, f"bn{i}", nn.BatchNorm2d(filters))
            channels = filters
        self.fc1 = nn.Linear(6 * 4 * 4, 16)
        self.fc2 = nn.Linear(16, CLASSES)

    def forward(self, x):
        for i in (1, 2, 3, 4):
            x = torch.relu(getattr(self, f"bn{i}")(getattr(self, f"conv{i}")(x)))
            if i % 2 == 0:
                x = nn.functional.max_pool2d(x, 2)
        return self.fc2(torch.relu(self.fc1(x.flatten(1))))


class PlainCnn(nn.Module):
    """filters [4], kernel 5, norm none, pool avg, layers []"""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 4, 5, padding=2)
        self.fc1 = nn.Linear(4 * 4 * 4, CLASSES)

    def forward(self, x):
        return self.fc1(nn.functional.avg_pool2d(torch.relu(self.conv1(x)), 2).flatten(1))


class ResNet20(ResNet):
    """torchvision's, without its last stage, and a sixteenth of its width."""

    def __init__(self):
        super().__init__(BasicBlock, [3, 3, 3, 1], CLASSES)
        self.inplanes = 16
        self.bn1 = nn.BatchNorm2d(16)
        self.layer1 = self._make_layer(BasicBlock, 16, 3)
        self.layer2 = self._make_layer(BasicBlock, 32, 3, stride=2)
        self.layer3 = self._make_layer(BasicBlock, 64, 3, stride=2)
        self.layer4 = nn.Identity()
        self.fc = nn.Linear(64, CLASSES)


def for_small_pictures(resnet, channels, width):
    resnet.conv1 = nn.Conv2d(channels, width, 3, padding=1, bias=False)
    resnet.maxpool = nn.Identity()
    return resnet


def with_features_as_they_come(network, features, hidden):
    """torchvision's pools the features to a fixed size; for its own 224x224 that changes nothing."""
    network.avgpool = nn.Identity()
    linears = [i for i, layer in enumerate(network.classifier) if isinstance(layer, nn.Linear)]
    for i, (ins, outs) in zip(linears, [(features, hidden), (hidden, hidden), (hidden, CLASSES)]):
        network.classifier[i] = nn.Linear(ins, outs)
    return network


def colour(network, channels, path):
    """The same with another number of channels."""
    owner = network.get_submodule(".".join(path.split(".")[:-1]))
    first = owner[int(path.split(".")[-1])]
    owner[int(path.split(".")[-1])] = nn.Conv2d(
        channels, first.out_channels, first.kernel_size, first.stride, first.padding, bias=first.bias is not None
    )
    return network


MODELS = [
    ("lenet", {}, [1, 32, 32], LeNet),
    ("lenet5", {}, [1, 32, 32], LeNet5),
    ("mlp", {"layers": [16, 12]}, [3, 8, 8], Mlp),
    ("cnn", {"filters": [4, 6], "convolutions": 2, "layers": [16]}, [3, 16, 16], Cnn),
    ("cnn", {"filters": [4], "kernel": 5, "norm": "none", "pool": "avg", "layers": []}, [1, 8, 8], PlainCnn),
    ("resnet", {"depth": 18}, [3, 16, 16], lambda: for_small_pictures(torchvision.models.resnet18(num_classes=CLASSES), 3, 64)),
    ("resnet", {"depth": 20}, [1, 16, 16], lambda: for_small_pictures(ResNet20(), 1, 16)),
    (
        "vgg",
        {"depth": 11, "layers": [16, 16], "dropout": 0.0},
        [3, 32, 32],
        lambda: with_features_as_they_come(torchvision.models.vgg11(dropout=0.0), 512, 16),
    ),
    (
        "vgg",
        {"depth": 16, "norm": "batch", "layers": [16, 16], "dropout": 0.0},
        [3, 32, 32],
        lambda: with_features_as_they_come(torchvision.models.vgg16_bn(dropout=0.0), 512, 16),
    ),
    (
        "alexnet",
        {"layers": [16, 16], "dropout": 0.0},
        [3, 63, 63],
        lambda: with_features_as_they_come(torchvision.models.alexnet(dropout=0.0), 256, 16),
    ),
    (
        "squeezenet",
        {"dropout": 0.0},
        [1, 32, 32],
        lambda: colour(torchvision.models.squeezenet1_1(num_classes=CLASSES, dropout=0.0), 1, "features.0"),
    ),
    (
        "mobilenet-v2",
        {"dropout": 0.0},
        [3, 64, 64],
        lambda: torchvision.models.mobilenet_v2(num_classes=CLASSES, dropout=0.0),
    ),
]


def noise(seed, count):
    """Numbers in [-1, 1), each from its place."""
    x = numpy.arange(count, dtype=numpy.uint32) + numpy.uint32(seed * 1_000_003)
    for _ in range(2):
        x = (x ^ (x >> numpy.uint32(16))) * numpy.uint32(0x45D9F3B)
    x ^= x >> numpy.uint32(16)
    return torch.from_numpy(x / 2.0**31 - 1)


def fill(network):
    state = {n: t for n, t in network.state_dict().items() if not n.endswith("num_batches_tracked")}
    for k, (name, tensor) in enumerate(state.items(), 1):
        values = noise(k, tensor.numel())
        if name.endswith("running_var"):
            values = 1 + 0.5 * values
        elif tensor.dim() > 1:
            values = values * math.sqrt(6 / (tensor.numel() / tensor.shape[0]))
        elif name.endswith("weight"):
            values = 1 + 0.2 * values
        else:
            values = 0.1 * values
        tensor.copy_(values.reshape(tensor.shape))
    return state


def pictures(shape):
    return noise(0, PICTURES * math.prod(shape)).float().reshape(PICTURES, *shape)


def logits(network, shape):
    return network(pictures(shape)).flatten().tolist()


def golden(name, arguments, shape, make):
    torch.manual_seed(0)
    network = make()
    with torch.no_grad():
        state = fill(network)
        evaluated = logits(network.eval(), shape)
    trained = network.train()(pictures(shape))
    labels = torch.arange(PICTURES) % CLASSES
    loss = nn.functional.cross_entropy(trained, labels)
    loss.backward()
    return {
        "name": name,
        "arguments": arguments,
        "inputShape": shape,
        "shapes": {n: list(t.shape) for n, t in state.items()},
        "parameters": sum(p.numel() for p in network.parameters()),
        "logits": evaluated,
        "trainingLogits": trained.flatten().tolist(),
        "gradientNorms": [float(p.grad.norm()) for p in network.parameters()],
        "running": {n: float(t.sum()) for n, t in state.items() if "running" in n},
    }


def main():
    torch.set_num_threads(2)
    goldens = {
        "torch": torch.__version__,
        "torchvision": torchvision.__version__,
        "models": [golden(*model) for model in MODELS],
    }
    (FOLDER / "models.json").write_text(json.dumps(goldens, indent=1) + "\n")


if __name__ == "__main__":
    main()
