"""Carries every listed model between PyTorch and trainkit, both ways, and compares the logits of 1,000 pictures.

    /usr/bin/python3 scripts/interop/interop.py [MODEL...]

PyTorch gives each network weights of a formula and saves it. trainkit imports each file, exports the model in every format, and
gives its own logits and ONNX Runtime's (`Logits.java`). PyTorch loads what was exported. Prints a table; fails where a
class differs, or a logit by more than 1e-4.
"""

import json
import os
import subprocess
import sys
import tempfile

import numpy
import onnx
import torch
from torch.nn import functional

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, os.path.join(ROOT, "scripts", "goldens"))

import lenet
import models
from files import FORMATS, HALVES, SAVED, read_safetensors

LAUNCHER = os.path.join(ROOT, "scripts", "trainkit")
PICTURES, TOLERANCE, FEWEST_CLASSES = 1000, 1e-4, 3

# With weights of the formula, PyTorch's own float32 is 8e-5 from its float64 here: two runtimes' may be farther apart.
TRAINED, STEPS, BATCH = ["mobilenet-v2"], 40, 32


def pictures_like(images, shape):
    """Digits in the size and with the channels that a network takes."""
    channels, height, width = shape
    scaled = functional.interpolate(images, (height, width), mode="bilinear", align_corners=False)
    return scaled.repeat(1, channels, 1, 1)


def varied(make, pictures):
    """Weights of a formula, and last biases by which no class is first for all pictures."""
    net = make().eval()
    with torch.no_grad():
        models.fill(net)
        means = torch.from_numpy(logits(net, pictures)).mean(0)
        last = [p for name, p in net.named_parameters() if name.endswith("bias")][-1]
        last += means.max() - means
    return net


def trained(make, shape):
    """From the same weights, what a few steps of learning make of them."""
    torch.manual_seed(0)
    net = make()
    with torch.no_grad():
        models.fill(net)
    net.train()
    optimizer = torch.optim.Adam(net.parameters(), lr=1e-3)
    for images, labels in lenet.batches(STEPS, BATCH):
        optimizer.zero_grad()
        functional.cross_entropy(net(pictures_like(images, shape)), labels).backward()
        optimizer.step()
    return net.eval()


def logits(net, pictures):
    with torch.no_grad():
        return torch.cat([net(batch) for batch in pictures.split(100)]).numpy()


def trainkit(*arguments):
    done = subprocess.run([LAUNCHER, *arguments], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"trainkit {' '.join(arguments)}\n{done.stderr}")
    return done.stdout


def our_logits(kind, source, pictures, folder):
    """By trainkit's network or by ONNX Runtime, in the JVM."""
    given, taken = os.path.join(folder, "pictures.bin"), os.path.join(folder, "logits.bin")
    pictures.numpy().astype("<f4").tofile(given)
    jar = next(f for f in sorted(os.listdir(os.path.join(ROOT, "target"))) if f.startswith("trainkit-") and f.endswith(".jar"))
    shape = ",".join(map(str, pictures.shape))
    command = ["java", "-cp", os.path.join(ROOT, "target", jar), os.path.join(HERE, "Logits.java")]
    environment = {**os.environ, "OPT_OUT_TRACKING": "true"}
    subprocess.run([*command, kind, source, shape, given, taken], check=True, capture_output=True, env=environment)
    return numpy.fromfile(taken, "<f4").reshape(len(pictures), -1)


def rounded(make, state, dtype):
    net = make()
    net.load_state_dict({name: tensor.to(dtype).to(tensor.dtype) for name, tensor in state.items()})
    return net.eval()


def imported(kind, name, arguments, shape, net, folder):
    file, model = os.path.join(folder, kind), os.path.join(folder, kind + "-model")
    SAVED[kind](net, file)
    settings = [f"--set=model.{key}={json.dumps(value)}" for key, value in arguments.items()]
    size = "x".join(map(str, shape))
    trainkit("import", file, "--model", name, *settings, "--classes", "10", "--input", size, "--out", model)
    return model


def checked_onnx(file):
    """ONNX's own checker and shape inference, which must find the logits' shape."""
    model = onnx.load(file)
    onnx.checker.check_model(model, full_check=True)
    inferred = onnx.shape_inference.infer_shapes(model, strict_mode=True)
    assert inferred.graph.output[0].type.tensor_type.shape.dim[1].dim_value == models.CLASSES
    assert any(entry.key == "classes" for entry in model.metadata_props)


def strictly(make, state):
    net = make()
    net.load_state_dict(state, strict=True)
    return net.eval()


def loaded(kind, file, make):
    """What PyTorch makes of an exported file."""
    if kind == "torchscript":
        return torch.jit.load(file)
    if kind == "pytorch":
        return strictly(make, torch.load(file, weights_only=True))
    if kind == "safetensors":
        return strictly(make, read_safetensors(file))
    arrays = numpy.load(file)
    return strictly(make, {name: torch.from_numpy(arrays[name]) for name in arrays.files})


class Table:
    def __init__(self):
        self.wrong = 0
        print("| model | way | file | same class, of 1,000 | classes among them | largest logit | largest difference |")
        print("|---|---|---|---|---|---|---|")

    def add(self, model, way, file, expected, given):
        same = int((expected.argmax(1) == given.argmax(1)).sum())
        apart = float(abs(expected - given).max())
        classes = len(set(expected.argmax(1)))
        self.wrong += same != PICTURES or classes < FEWEST_CLASSES or not apart <= TOLERANCE
        figures = f"{same} | {classes} | {abs(expected).max():.1f} | {apart:.1e}"
        print(f"| {model} | {way} | {file} | {figures} |", flush=True)


def carry(table, name, arguments, shape, make, kinds):
    label = " ".join([f"`{name}`"] + [f"{k}={json.dumps(v)}" for k, v in arguments.items()])
    pictures = pictures_like(lenet.mnist(PICTURES, part="t10k")[0], shape)
    net = trained(make, shape) if name in TRAINED else varied(make, pictures)
    expected = logits(net, pictures)
    with tempfile.TemporaryDirectory() as folder:
        for kind in kinds:
            model = imported(kind, name, arguments, shape, net, folder)
            ours = our_logits("model", model, pictures, folder)
            half = HALVES.get(kind)
            exact = logits(rounded(make, net.state_dict(), half), pictures) if half else expected
            table.add(label, "PyTorch to trainkit", kind, exact, ours)
        model = os.path.join(folder, kinds[0] + "-model")
        ours = our_logits("model", model, pictures, folder)
        for kind in FORMATS:
            file = os.path.join(folder, "exported-" + kind)
            trainkit("export", "--model", model, "--format", kind, "--out", file)
            if kind == "onnx":
                checked_onnx(file)
                table.add(label, "trainkit to ONNX Runtime", kind, ours, our_logits("onnx", file, pictures, folder))
            else:
                table.add(label, "trainkit to PyTorch", kind, ours, logits(loaded(kind, file, make), pictures))


def main():
    wanted = sys.argv[1:]
    table = Table()
    torch.set_num_threads(2)
    for name, arguments, shape, make in models.MODELS:
        if not wanted or name in wanted:
            # LeNet comes in every kind of file, the others in those of the contract.
            kinds = list(SAVED) if name == "lenet" else ["state_dict.pth", "float32.safetensors"]
            carry(table, name, arguments, shape, make, kinds)
    sys.exit(table.wrong > 0)


if __name__ == "__main__":
    main()
