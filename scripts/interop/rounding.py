"""How far float32 leaves the logits of a network open: mobilenet-v2 with weights of the formula, in PyTorch and ONNX Runtime.

    /usr/bin/python3 scripts/interop/rounding.py [MODEL]

PyTorch itself makes the ONNX file, so that trainkit's exporter has no part in it. Float64 is taken for exact.
"""

import copy
import os
import sys
import tempfile

import torch
from torch import nn

import interop
from interop import lenet, models

PICTURES = 100


def apart(given, expected):
    return f"{abs(given - expected).max():.1e}"


def nudged(net, seed):
    """Each weight's neighbour in float32, above or below by chance."""
    generator = torch.Generator().manual_seed(seed)
    other = copy.deepcopy(net)
    with torch.no_grad():
        for parameter in other.parameters():
            way = torch.randint(0, 2, parameter.shape, generator=generator) * 2 - 1
            parameter.copy_(torch.nextafter(parameter, way * torch.inf))
    return other.double()


class InFloat32(nn.Module):
    def __init__(self, layer):
        super().__init__()
        self.layer = copy.deepcopy(layer).float()

    def forward(self, x):
        return self.layer(x.float()).double()


def with_float32(net, kind):
    """The network in float64, but for the layers of a kind."""
    other = copy.deepcopy(net).double()
    for parent in list(other.modules()):
        for name, layer in list(parent.named_children()):
            if isinstance(layer, kind):
                setattr(parent, name, InFloat32(layer))
    return other


def figures(net, pictures, folder):
    exact = interop.logits(copy.deepcopy(net).double(), pictures.double())
    torchs = interop.logits(net, pictures)
    file = os.path.join(folder, "network.onnx")
    open_batch = {"input": {0: "batch"}, "logits": {0: "batch"}}
    torch.onnx.export(net, pictures[:2], file, input_names=["input"], output_names=["logits"], dynamic_axes=open_batch)
    onnx_runtimes = interop.our_logits("onnx", file, pictures, folder)
    in_double = lambda other: interop.logits(other, pictures.double())
    yield "largest logit", f"{abs(exact).max():.1f}"
    yield "PyTorch's float32 from exact", apart(torchs, exact)
    yield "ONNX Runtime's float32 from exact", apart(onnx_runtimes, exact)
    yield "ONNX Runtime from PyTorch", apart(onnx_runtimes, torchs)
    yield "exact, each weight changed by its last bit", apart(in_double(nudged(net, 0)), exact)
    yield "exact, but for convolutions in float32", apart(in_double(with_float32(net, nn.Conv2d)), exact)
    yield "exact, but for batch normalisation in float32", apart(in_double(with_float32(net, nn.BatchNorm2d)), exact)


def main():
    wanted = sys.argv[1] if len(sys.argv) > 1 else "mobilenet-v2"
    _, _, shape, make = next(model for model in models.MODELS if model[0] == wanted)
    digits = interop.pictures_like(lenet.mnist(PICTURES, part="t10k")[0], shape)
    random = torch.rand(PICTURES, *shape, generator=torch.Generator().manual_seed(1))
    net = interop.varied(make, digits)
    with tempfile.TemporaryDirectory() as folder:
        columns = [dict(figures(net, pictures, folder)) for pictures in (digits, random)]
    print("| | digits | random pixels |\n|---|---|---|")
    for what in columns[0]:
        print(f"| {what} | {columns[0][what]} | {columns[1][what]} |")


main()
