"""Graphs of autograd, walked as grad_fn.next_functions: graph.json."""

import torch
from torch import nn
from torch.nn import functional

import lenet


class LeNet(lenet.LeNet):
    """With view, as older versions of the introduction have it: what torch.flatten records has had
    several names."""

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


def names(module):
    return {parameter: name for name, parameter in module.named_parameters()}


def graphs():
    """Tensors with the names of their leaves, small ones for what a chain of layers lacks."""
    net = LeNet()
    yield "lenet", nn.MSELoss()(net(torch.randn(1, 1, 32, 32)), torch.randn(1, 10)), names(net)
    p = torch.ones(3, requires_grad=True)
    h = p.exp()
    yield "several uses", p * p + p, {p: "p"}
    yield "a way around", (h + functional.relu(h * 2)).sum(), {p: "p"}
    halves = p.view(1, 3).expand(2, 3).split(1)
    yield "two halves", (halves[0] * halves[1]).sum(), {p: "p"}
    linear = nn.Linear(3, 3)
    yield "a layer twice", linear(linear(torch.ones(2, 3))).sum(), names(linear)


if __name__ == "__main__":
    lenet.write_json("graph.json", {key: walk(tensor, leaves) for key, tensor, leaves in graphs()})
