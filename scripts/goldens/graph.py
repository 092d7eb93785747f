"""Graphs of autograd, walked as grad_fn.next_functions: graph.json."""

import json
import os
import platform

import torch
from torch import nn
from torch.nn import functional

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
GOLDENS = os.path.join(ROOT, "src", "test", "resources", "goldens")


class LeNet(nn.Module):
    """As PyTorch's introduction to torch.nn has it, with view: torch.flatten, which records the
    same, has had several names."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 6, 3)
        self.conv2 = nn.Conv2d(6, 16, 3)
        self.fc1 = nn.Linear(16 * 6 * 6, 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, 10)

    def forward(self, x):
        x = functional.max_pool2d(functional.relu(self.conv1(x)), 2)
        x = functional.max_pool2d(functional.relu(self.conv2(x)), 2)
        x = x.view(-1, 16 * 6 * 6)
        x = functional.relu(self.fc1(x))
        x = functional.relu(self.fc2(x))
        return self.fc3(x)


def walk(tensor, names):
    """Every node once, depth first, with the places of the nodes that it leads to."""
    places, nodes = {}, []

    def visit(function):
        if function not in places:
            places[function] = len(nodes)
            node = {
                "name": type(function).__name__,
                "parameter": names.get(getattr(function, "variable", None), ""),
            }
            nodes.append(node)
            node["next"] = [visit(f) for f, _ in function.next_functions if f is not None]
        return places[function]

    visit(tensor.grad_fn)
    return nodes


def graphs():
    """Tensors with the names of their leaves, small ones for what a chain of layers lacks."""
    net = LeNet()
    names = {parameter: name for name, parameter in net.named_parameters()}
    yield "lenet", nn.MSELoss()(net(torch.randn(1, 1, 32, 32)), torch.randn(1, 10)), names
    p = torch.ones(3, requires_grad=True)
    h = p.exp()
    yield "several uses", p * p + p, {p: "p"}
    yield "a way around", (h + functional.relu(h * 2)).sum(), {p: "p"}
    halves = p.view(1, 3).expand(2, 3).split(1)
    yield "two halves", (halves[0] * halves[1]).sum(), {p: "p"}
    linear = nn.Linear(3, 3)
    names = {parameter: name for name, parameter in linear.named_parameters()}
    yield "a layer twice", linear(linear(torch.ones(2, 3))).sum(), names


if __name__ == "__main__":
    content = {"versions": {"python": platform.python_version(), "torch": torch.__version__}}
    for key, tensor, leaves in graphs():
        content[key] = walk(tensor, leaves)
    with open(os.path.join(GOLDENS, "graph.json"), "w", encoding="utf-8") as file:
        json.dump(content, file, separators=(",", ":"))
        file.write("\n")
